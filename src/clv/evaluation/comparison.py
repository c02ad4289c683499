"""Competitors scored on the same resamples, so that their differences have honest intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.evaluation.bootstrap import error_interval, interval, resample
from clv.evaluation.metrics import METRICS
from clv.evaluation.metrics.base import Floats

__all__ = ["Comparison", "Task", "compare"]

Task: TypeAlias = tuple[ArrayLike, Mapping[str, ArrayLike]]
"""What happened, and what each competitor makes of it: a prediction or a group a customer."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scores of competitors and the differences between them.

    Parameters
    ----------
    scores
        Indexed by (metric, competitor): value, lower, upper.
    differences
        Indexed by (metric, competitor, against): value (competitor less against), lower, upper,
        clear (whether the interval excludes 0). Every pair stands both ways round. The intervals
        are widened so that all pairs of a metric hold together at the level: by Bonferroni in
        `compare`, by `simultaneous_reach` over the pairs of its family in the contest.
    level
        Level of the intervals of scores, and of all differences on a metric together.
    pair_level
        Level of the interval of a single difference; in the contest that on the primary metric.
    """

    scores: pd.DataFrame
    differences: pd.DataFrame
    level: float
    pair_level: float

    def scores_on(self, metric: str) -> pd.DataFrame:
        """Return the scores on one metric.

        Parameters
        ----------
        metric
            Its name.

        Returns
        -------
        pandas.DataFrame
            Indexed by competitor: value, lower, upper.
        """
        return pd.DataFrame(self.scores.xs(metric, level="metric"))

    def lead_of(self, metric: str, competitor: str) -> pd.DataFrame:
        """Return the differences of one competitor from the others on one metric.

        Parameters
        ----------
        metric
            Its name.
        competitor
            Whose score the others' are taken from.

        Returns
        -------
        pandas.DataFrame
            Indexed by the other competitor: value, lower, upper, clear.
        """
        return pd.DataFrame(
            self.differences.xs((metric, competitor), level=("metric", "competitor"))
        )

    def beside(self, reference: str) -> pd.DataFrame:
        """Return all scores, and how far each is from that of one competitor.

        Parameters
        ----------
        reference
            The competitor that the others are measured against.

        Returns
        -------
        pandas.DataFrame
            Indexed by (metric, competitor): value, lower, upper; difference (less the score of the
            reference), difference_lower, difference_upper and clear (whether that interval
            excludes 0). The reference's own differences are NaN.
        """
        names = {side: f"difference_{side}" for side in ("lower", "upper")}
        theirs = self.differences.index.get_level_values("against") == reference
        gaps = self.differences[theirs].droplevel("against")
        table = self.scores.join(gaps.rename(columns={"value": "difference", **names}))
        return table.assign(clear=table["clear"].eq(True))


def compare(
    tasks: Mapping[str, Task],
    *,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
    stand_for: ArrayLike | None = None,
) -> Comparison:
    """Score competitors on the customers as they are and on resamples of them.

    Parameters
    ----------
    tasks
        By name of a metric: what happened and, by competitor, what is to be scored. All tasks are
        about the same customers in the same order, and name the same competitors.
    draws
        Number of resamples of customers.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.
    stand_for
        Where a line of the tasks stands for several equal customers: how many, shape (lines,).

    Returns
    -------
    Comparison
        Tables of scores and of the differences of all pairs.

    Examples
    --------
    >>> happened, forecasts = [1, 2, 3, 4], {"a": [1, 2, 3, 5], "b": [2, 3, 4, 6]}
    >>> result = compare({"bias": (happened, forecasts)}, draws=20)
    >>> result.lead_of("bias", "b").loc["a", ["value", "clear"]].to_dict()
    {'value': 1.0, 'clear': True}
    """
    truth, predictions = next(iter(tasks.values()))
    n, competitors = len(np.asarray(truth)), list(predictions)
    each = np.ones(n) if stand_for is None else np.asarray(stand_for, dtype=np.float64)
    values = _score(tasks, each)
    samples = resample(lambda weights: _score(tasks, weights), n, draws, seed, stand_for)
    pairs = list(permutations(range(len(competitors)), 2))
    first, against = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    pair_level = 1 - (1 - level) / max(len(pairs) // 2, 1)
    gaps = values[:, first] - values[:, against]
    differences = _table(
        gaps,
        error_interval(gaps, samples[..., first] - samples[..., against], pair_level),
        [(metric, competitors[a], competitors[b]) for metric in tasks for a, b in pairs],
        ["metric", "competitor", "against"],
    )
    differences["clear"] = (differences["lower"] > 0) | (differences["upper"] < 0)
    rows = [(metric, name) for metric in tasks for name in competitors]
    scores = _table(values, interval(samples, level), rows, ["metric", "competitor"])
    return Comparison(scores, differences, level, pair_level)


def _score(tasks: Mapping[str, Task], weights: Floats) -> Floats:
    """Scores of shape (..., metrics, competitors) for counts of shape (..., customers)."""
    rows = [
        np.stack([METRICS[metric](truth, made, weights) for made in predictions.values()], axis=-1)
        for metric, (truth, predictions) in tasks.items()
    ]
    return np.stack(rows, axis=-2)


def _table(
    values: Floats, limits: tuple[Floats, Floats], rows: Sequence[tuple[str, ...]], names: list[str]
) -> pd.DataFrame:
    columns = {"value": values.ravel(), "lower": limits[0].ravel(), "upper": limits[1].ravel()}
    index = pd.MultiIndex.from_frame(pd.DataFrame(rows, columns=names))
    return pd.DataFrame(columns, index=index)
