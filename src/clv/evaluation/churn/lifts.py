"""How many of those who churn a budget reaches."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.bootstrap import interval, resample
from clv.evaluation.churn.matching import matched
from clv.evaluation.churn.ranked import Caller, from_the_top, reached
from clv.evaluation.metrics.base import Floats

__all__ = ["lift_table"]

_BUDGETS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def lift_table(
    probabilities: Mapping[str, "pd.Series[float]"],
    churned: "pd.Series[bool]",
    budgets: Sequence[float] = _BUDGETS,
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say by how much the top of each ranking is richer in churn than the whole.

    Parameters
    ----------
    probabilities
        By name of the model: the probability of churn of every customer, stated at the cut.
    churned
        Who churned after it.
    budgets
        Shares of the customers that can be reached, above 0 to 1.
    draws
        Resamples of customers behind the intervals.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row a competitor and budget: competitor, budget, captured (share of those who churned
        among the customers reached), lift (their rate of churn over that of all), lower, upper (of
        the lift), best (the lift of a perfect ranking). Customers with the same probability count
        in proportion where the budget ends among them.

    Raises
    ------
    InputError
        As `judge_churn`; ``E_PARAMETER`` for a budget outside 0 to 1.

    Examples
    --------
    >>> churned = pd.Series([True, False, True, False])
    >>> table = lift_table({"a": pd.Series([0.9, 0.1, 0.8, 0.2])}, churned, [0.25, 0.5], draws=9)
    >>> table[["budget", "captured", "lift", "best"]].values.tolist()
    [[0.25, 0.5, 2.0, 2.0], [0.5, 1.0, 2.0, 2.0]]
    """
    at = np.asarray(budgets, dtype=np.float64)
    if not ((at > 0) & (at <= 1)).all():
        raise InputError("E_PARAMETER", "a budget is not above 0 to 1", "give shares", list(at))
    event, stated = matched(probabilities, churned)
    tables = []
    for name, given in stated.items():
        lifts = partial(_lifts, from_the_top(given, event), at)
        value = lifts(np.ones(len(event)))
        lower, upper = interval(resample(lifts, len(event), draws, seed), level)
        columns = {"budget": at, "captured": value * at, "lift": value}
        limits = {"lower": lower, "upper": upper, "best": 1 / np.maximum(at, event.mean())}
        tables.append(pd.DataFrame({"competitor": name, **columns, **limits}))
    return pd.concat(tables, ignore_index=True)


def _lifts(totals: Caller, at: Floats, weights: Floats) -> Floats:
    people, events = totals(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(reached(people, events, at) / events[..., -1:] / at)
