"""The scores of one forecaster at one origin, each on the number that the score asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from clv.customers.histories import distinct_rows
from clv.errors import InputError
from clv.evaluation.leaderboard.counts import best_order, middle
from clv.evaluation.metrics import METRICS
from clv.evaluation.metrics.base import Floats

__all__ = ["SCORES", "Judged", "Made", "forecast_of", "judged", "losses"]

SCORES = (
    "count_log_loss", "mae", "bias", "wape", "rmse", "spearman", "normalised_gini",
    "decile_error", "coverage_80", "coverage_95",
)  # fmt: skip
"""The whole distribution first, errors with the bias beside them, order, calibration, width.

Every score takes the number that is best by it. The mean absolute error is smallest at the median,
so ``mae`` and ``wape`` take the median of a forecaster with a distribution; ``spearman`` takes its
`best_order`; all else the mean. One without a distribution is scored on its forecast alone."""

DISTRIBUTION = ("count_log_loss", "coverage_80", "coverage_95")
ABSOLUTE = ("mae", "wape")

Made: TypeAlias = tuple[Floats, Floats | None]
"""Expected purchases of shape (n,), and the distribution of shape (n, most + 1) if there is one."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What the scores of one forecaster at one origin are computed from, without its customers.

    Parameters
    ----------
    tasks
        By score: outcome and prediction, a line for all customers with equal ones.
    people
        Shape (lines, all customers): who is on which line.
    """

    tasks: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]
    people: csr_array

    def scores(self, weights: Floats) -> Floats:
        """Compute all scores.

        Parameters
        ----------
        weights
            How often each customer counts, shape (draws, all customers).

        Returns
        -------
        numpy.ndarray
            Shape (draws, scores), in the order of `SCORES`; NaN for those that need a distribution
            where there is none.
        """
        lines = np.ascontiguousarray((self.people @ weights.T).T)
        values = np.full((len(weights), len(SCORES)), np.nan)
        for place, name in enumerate(SCORES):
            if name in self.tasks:
                values[:, place] = METRICS[name](*self.tasks[name], lines)
        return values


def forecast_of(forecaster: Any, known: pd.DataFrame, most: int, name: str) -> Made:
    """Ask a fitted forecaster and check the form of its answers.

    Parameters
    ----------
    forecaster
        Fitted, with ``predict`` and, if it has a distribution, ``pmf``.
    known
        The n customers as of the origin.
    most
        Largest count to tell.
    name
        Of the forecaster, for the message.

    Returns
    -------
    Made
        The forecast.

    Raises
    ------
    InputError
        ``E_FORECAST`` for a wrong shape or order, for what is no number from 0, or for
        probabilities that add up to more than 1.
    """
    ask = getattr(forecaster, "pmf", None)
    mean = _in_order(forecaster.predict(known.copy(deep=False)), known, f"{name}.predict")
    table = None
    if ask is not None:
        table = _in_order(ask(known.copy(deep=False), most), known, f"{name}.pmf")
    _check(mean, (len(known),), f"{name}.predict")
    if table is not None:
        _check(table, (len(known), most + 1), f"{name}.pmf")
        if (over := table.sum(axis=1) > 1 + 1e-6).any():
            raise InputError(
                "E_FORECAST",
                f"{name}.pmf gives {int(over.sum())} customers more than 1 in all",
                "return probabilities of 0, 1, ..., most",
            )
    return mean, table


def judged(
    actual: NDArray[np.int64], made: Made, place: NDArray[np.intp], everybody: int
) -> Judged:
    """Say for each score what is compared with what.

    Parameters
    ----------
    actual
        What happened, shape (n,).
    made
        The forecast. Of a distribution only three cells are kept: below what happened, at it, above
        it.
    place
        Place of each customer among all that are resampled, shape (n,).
    everybody
        How many these are.

    Returns
    -------
    Judged
        Ready to be scored.
    """
    mean, table = made
    columns = [actual, mean] if table is None else [actual, mean, *_of_distribution(actual, made)]
    columns, line = distinct_rows(columns)
    y, point = columns[:2]
    tasks = dict.fromkeys((s for s in SCORES if s not in DISTRIBUTION), (y, point))
    if table is not None:
        middles, order, below, at = columns[2:]
        cells = (np.ones(y.size, dtype=np.int64), np.column_stack([below, at]))
        tasks |= dict.fromkeys(DISTRIBUTION, cells) | dict.fromkeys(ABSOLUTE, (y, middles))
        tasks["spearman"] = (y, order)
    people = csr_array((np.ones(line.size), (line, place)), shape=(y.size, everybody))
    return Judged(tasks, people)


def _of_distribution(actual: NDArray[np.int64], made: Made) -> list[Floats]:
    """Median, order, and probability of less than happened and of just that."""
    mean, table = made
    assert table is not None, "asked of a forecast with a distribution only"
    below = np.where(np.arange(table.shape[1]) < actual[:, None], table, 0.0).sum(axis=1)
    return [middle(table, mean), best_order(table), below, table[np.arange(actual.size), actual]]


def losses(values: Floats) -> Floats:
    """Turn scores so that less is better: distance from 0 where 0 is best.

    Parameters
    ----------
    values
        Shape (..., scores).

    Returns
    -------
    numpy.ndarray
        Of the same shape.
    """
    turned = values.copy()
    for place, name in enumerate(SCORES):
        direction = METRICS[name].direction
        column = values[..., place]
        turned[..., place] = np.abs(column) if direction == "zero" else column * _SIGN[direction]
    return turned


_SIGN = {"lower": 1.0, "higher": -1.0}


def _in_order(made: Any, known: pd.DataFrame, where: str) -> Floats:
    """Take the numbers; a pandas answer says itself which customers it is about."""
    if isinstance(made, pd.Series | pd.DataFrame) and len(made) == len(known):
        away = int((made.index != known.index).sum())
        if away and not made.index.equals(pd.RangeIndex(len(known))):
            raise InputError(
                "E_FORECAST",
                f"{where} returns {away} of {len(known)} customers in another place",
                "return one line a customer in the order of the table",
            )
    return np.asarray(made, dtype=np.float64)


def _check(made: Floats, shape: tuple[int, ...], where: str) -> None:
    if made.shape != shape:
        raise InputError(
            "E_FORECAST",
            f"{where} returns the shape {made.shape}",
            f"return one line a customer in the order of the table: {shape}",
        )
    wrong = ~(np.isfinite(made) & (made >= -1e-9))
    if wrong.any():
        raise InputError(
            "E_FORECAST",
            f"{where} returns {int(wrong.sum())} values that are no numbers from 0",
            "return expected counts or probabilities, 0 and above",
        )
