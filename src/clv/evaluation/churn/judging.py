"""Probabilities of churn judged at several cuts, on the same resampled customers."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.evaluation.bootstrap import resample
from clv.evaluation.churn.gathering import differences, gather
from clv.evaluation.churn.matching import matched
from clv.evaluation.churn.scoring import scorer
from clv.evaluation.churn.slices import POOLED, ChurnSlices
from clv.evaluation.churn.trial import trial_of
from clv.evaluation.metrics.base import Floats

__all__ = ["Slice", "judge_churn_slices"]

Slice: TypeAlias = "tuple[Mapping[str, pd.Series[float]], pd.Series[bool]]"
"""Probabilities of churn by competitor, and who churned: as for `judge_churn`."""

_Matched: TypeAlias = tuple[NDArray[np.bool_], dict[str, Floats]]


def judge_churn_slices(
    slices: Mapping[str, Slice], *, draws: int = 500, seed: int = 0, level: float = 0.95
) -> ChurnSlices:
    """Score probabilities of churn at several cuts on the same resampled customers.

    Customers are drawn with all their slices, so that the intervals of the pooled scores and of the
    differences between slices allow for customers who are known at several cuts.

    Parameters
    ----------
    slices
        By name of the cut, earliest first: probabilities by competitor, and who churned. All name
        the same competitors.
    draws
        Resamples of customers behind the intervals.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    ChurnSlices
        A trial for each slice and for all together, and the differences between slices.

    Raises
    ------
    InputError
        As `judge_churn`, naming the slice; ``E_SLICES`` for no slice, one that is called as all
        together are, or slices with different competitors.
    """
    names = _check(slices)
    parts: dict[str, _Matched] = {}
    for name, (given, churned) in slices.items():
        try:
            parts[name] = matched({rival: given[rival] for rival in names}, churned)
        except InputError as error:
            raise InputError(error.code, f"at {name} {error.found}", error.remedy) from None
    everyone = pd.concat([churned.index.to_series() for _, churned in slices.values()]).unique()
    ids = pd.Index(everyone).sort_values()
    places = [ids.get_indexer(churned.sort_index().index) for _, churned in slices.values()]
    parts[POOLED] = _stacked(list(parts.values()))
    places.append(np.concatenate(places))
    lone = len(slices) == 1  # all together are then the same customers, and are scored once
    scorers = [scorer(*part) for part in parts.values()][lone:]

    def statistic(weights: Floats) -> Floats:
        each = zip(scorers, places[lone:], strict=True)
        scores = np.stack([score(np.take(weights, at, axis=-1)) for score, at in each], axis=-3)
        return np.repeat(scores, 1 + lone, axis=-3)

    values = statistic(np.ones(len(ids)))
    samples = resample(statistic, len(ids), draws, seed)
    trials = {
        name: trial_of(*part, gather(values[i], samples[:, i], names, level))
        for i, (name, part) in enumerate(parts.items())
    }
    return ChurnSlices(trials, _drift(values[:-1], samples[:, :-1], list(slices), names, level))


def _drift(
    values: Floats, samples: Floats, slices: list[str], competitors: list[str], level: float
) -> pd.DataFrame:
    """Differences between slices; the slices lie on the first axis of the values."""
    tables = {}
    for i, name in enumerate(competitors):
        own = np.moveaxis(values[..., i], 0, -1), np.moveaxis(samples[..., i], 1, -1)
        tables[name], _ = differences(*own, slices, level)
    drift = pd.concat(tables, names=["competitor"])
    return drift.rename_axis(["competitor", "metric", "slice", "against"])


def _stacked(parts: list[_Matched]) -> _Matched:
    names = parts[0][1]
    event = np.concatenate([event for event, _ in parts])
    return event, {name: np.concatenate([stated[name] for _, stated in parts]) for name in names}


def _check(slices: Mapping[str, Slice]) -> list[str]:
    rivals = [list(given) for given, _ in slices.values()]
    lists = {tuple(sorted(names)) for names in rivals}
    if len(lists) != 1 or POOLED in slices:
        raise InputError(
            "E_SLICES",
            f"{len(rivals)} slices name {len(lists)} different lists of competitors",
            f"give one slice or more, none called {POOLED!r}, with the same competitors in each",
            list(slices),
        )
    return rivals[0]
