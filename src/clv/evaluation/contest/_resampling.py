"""All scores of all competitors on the same resamples of customers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import entr

from clv.evaluation.bootstrap import bootstrap_weights
from clv.evaluation.contest.protocol import Protocol
from clv.evaluation.metrics.agreement import rand_of, v_of
from clv.evaluation.metrics.base import Floats, by_level, codes
from clv.evaluation.metrics.grouped import Resample, activity_gained, add_up, explained
from clv.evaluation.metrics.ranked import Levels, contact_values, mean_value, ranked

__all__ = ["AGREEMENT", "Field", "Samples", "resampled"]

AGREEMENT = ("adjusted_rand", "cramers_v")


@dataclass(frozen=True, eq=False)
class Field:
    """Groups and rankings of the same customers, and what these did later.

    ``groups`` numbers each competitor's groups, ``past`` is what every customer brought before,
    ``forecasts`` holds the references without groups: score, expected log spend, and probability
    of activity.
    """

    log_spend: Floats
    spend: Floats
    active: Floats
    past: Floats
    groups: Mapping[str, NDArray[np.intp]]
    forecasts: Mapping[str, tuple[Floats, Floats, Floats]]
    against: str

    @classmethod
    def of(
        cls, labels: pd.DataFrame, past: "pd.Series[float]", outcomes: pd.DataFrame, unit: float,
        forecasts: Mapping[str, tuple[Floats, Floats, Floats]], against: str,
    ) -> "Field":  # fmt: skip
        """Take the numbers out of the tables; log(1 + spend) counts money in the unit given."""
        spend, active, before = (
            np.asarray(column, dtype=np.float64)
            for column in (outcomes["spend_holdout"], outcomes["active_holdout"], past)
        )
        groups = {str(name): codes(column) for name, column in labels.items()}
        log_spend = np.log1p(np.maximum(spend, 0) / unit)
        return cls(log_spend, spend, active, before, groups, forecasts, against)


@dataclass(frozen=True, eq=False)
class Samples:
    """Scores of shape (draws, metrics, competitors and then references).

    ``decisions`` has shape (draws, competitors and references, budgets, costs), ``agreement``
    (draws, 2, competitors) with the two of `AGREEMENT`.
    """

    scores: Floats
    decisions: Floats
    agreement: Floats


def resampled(field: Field, protocol: Protocol) -> tuple[Samples, Samples]:
    """Score the customers as they are (one draw), and resamples of them."""
    n = len(field.spend)
    observed = _scored(np.ones((1, n)), field, protocol)
    blocks = [
        _scored(counts, field, protocol)
        for counts in bootstrap_weights(n, protocol.draws, protocol.seed)
    ]
    parts = ([getattr(b, part) for b in blocks] for part in ("scores", "decisions", "agreement"))
    return observed, Samples(*(np.concatenate(part) for part in parts))


def _scored(counts: Floats, field: Field, protocol: Protocol) -> Samples:
    sample = Resample(counts, field.log_spend, field.spend, field.active)
    perfect = ranked(field.spend, field.spend, counts)
    best, foresight = perfect.gini(), perfect.gains(protocol.budgets, protocol.costs)
    rows, decisions = [], []
    for told, levels in (*_by_group(sample, field), *_by_score(counts, field)):
        value = contact_values(levels, foresight, protocol.budgets, protocol.costs)
        with np.errstate(invalid="ignore", divide="ignore"):
            gini = levels.gini() / best
        r2, gain = told
        rows.append(np.stack([r2, gini, levels.top_share(protocol.top), gain, mean_value(value)]))
        decisions.append(value)
    agreement = np.stack([_agreement(sample, field, group) for group in field.groups.values()])
    return Samples(
        np.moveaxis(np.array(rows), -1, 0).swapaxes(1, 2),
        np.stack(decisions, axis=1),
        np.moveaxis(agreement, -1, 0).swapaxes(1, 2),
    )


def _by_group(sample: Resample, field: Field) -> Iterator[tuple[tuple[Floats, Floats], Levels]]:
    mean = field.past.mean()
    for groups in field.groups.values():
        sums = add_up(sample, groups)
        before = np.bincount(groups, field.past) / np.bincount(groups)
        people, money = (
            part[..., ::-1]
            for part in by_level(before, sums.over(sums.people), sums.over(sums.spend))
        )
        worth = np.unique(before)[::-1] / mean if mean > 0 else np.ones(people.shape[-1])
        yield (explained(sums), activity_gained(sums)), Levels(people, money, worth)


def _by_score(counts: Floats, field: Field) -> Iterator[tuple[tuple[Floats, Floats], Levels]]:
    n, y = counts.sum(axis=-1), field.log_spend
    square = counts @ y**2
    spread = square - (counts @ y) ** 2 / n
    spread = np.where(spread > 1e-12 * square, spread, np.nan)  # all the same: nothing to explain
    rate = (counts @ field.active) / n
    for score, expected, chance in field.forecasts.values():
        loss = -np.where(field.active > 0, np.log(chance), np.log(1 - chance))
        yield (
            (
                1 - counts @ (y - expected) ** 2 / spread,
                entr(rate) + entr(1 - rate) - counts @ loss / n,
            ),
            ranked(field.spend, score, counts),
        )


def _agreement(sample: Resample, field: Field, groups: NDArray[np.intp]) -> Floats:
    """Likeness to the reference, shape (2, draws)."""
    others, width = field.groups[field.against], sample.most + 1
    shape = (int(others.max()) + 1, int(groups.max()) + 1, width)
    cells, size = (others * shape[1] + groups) * width, int(np.prod(shape))
    people = [np.bincount(cells + row, minlength=size) for row in sample.copies]
    crossed = np.reshape(np.array(people, dtype=np.float64), (-1, *shape))
    copies = np.arange(width, dtype=np.float64)
    table = crossed @ copies
    return np.stack([rand_of(table, crossed @ copies**2), v_of(table)])
