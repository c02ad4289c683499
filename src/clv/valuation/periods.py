"""What customers do together period by period, with the same futures behind every period.

Every draw takes parameters of both models and plays the future of each customer, purchase by
purchase. Periods are sums over purchases, so that they add up to the total in every draw, and a
finer partition tells nothing else than a coarser one. Only customers known at the start are in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray, IntArray
from clv.periods import Window
from clv.valuation._period_futures import Models, codes_of, ends_of, play_all
from clv.valuation._period_sums import limits_of, table_of

__all__ = [
    "QUANTITIES",
    "Models",
    "PeriodForecast",
    "expected_by_period",
    "forecast_periods",
]

QUANTITIES = ("purchases", "spend", "buyers")
"""Purchases and money add up over periods; a buyer of two periods is one buyer of both."""

_NONE = pd.DataFrame(
    columns=["grouping", "group", "customers", "expected", "share", "lower", "upper"]
)


@dataclass(frozen=True, eq=False)
class PeriodForecast:
    """What is expected in each period.

    Parameters
    ----------
    table
        A row a period and quantity of `QUANTITIES`: start, end (the first day outside), quantity,
        expected, lower, upper (95%), and the same three with ``_so_far``, from the start up to the
        end of the period. Expectations are exact at the fitted parameters, but for the buyers of a
        single period after the first: theirs are the mean of the futures.
    shares
        A row for each grouping and group: expected money, share of it, and the limits (95%) between
        which the group's share of the money that comes will lie. Empty without groups.
    """

    table: pd.DataFrame
    shares: pd.DataFrame

    def total(self) -> pd.DataFrame:
        """Return the whole horizon: expected, lower and upper by quantity."""
        last = self.table.tail(len(QUANTITIES)).set_index("quantity")
        whole = last[["expected_so_far", "lower_so_far", "upper_so_far"]]
        return whole.set_axis(["expected", "lower", "upper"], axis=1)


def forecast_periods(
    models: Models,
    customers: pd.DataFrame,
    windows: Sequence[Window],
    draws: int = 200,
    seed: int = 0,
    groups: pd.DataFrame | None = None,
) -> PeriodForecast:
    """Forecast purchases, money and buyers of the next periods, with 95% intervals.

    The intervals hold the doubt about the parameters and the customers' own chance, not the doubt
    whether the models are right. Money is not discounted, and new customers are not in it.

    Parameters
    ----------
    models
        Of purchases and of spend, fitted in the same time unit.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value``; in any order.
    windows
        Periods one after the other from the end of observation, as `periods_ahead` makes them.
    draws
        Futures to play. With 200 a limit is off by a tenth of its distance from the middle.
    seed
        Of the generator.
    groups
        Labels of the customers, indexed as they are, one column a grouping.

    Returns
    -------
    PeriodForecast
        The same for customers in any order.

    Raises
    ------
    InputError
        ``E_DRAWS``; ``E_PERIOD`` for periods with gaps, or that do not start on the customers' day;
        ``E_GROUPS`` where customers have no row in ``groups``.
    """
    known = customers.sort_index(kind="stable")
    ends = ends_of(models, known, windows)
    codes, labels = codes_of(known, groups)
    sums = play_all(models, known, ends, codes, draws, seed)
    alone = expected_by_period(models, known, np.append(0.0, ends))
    first = [float(models[0].probability_active(known, float(end)).sum()) for end in ends]
    so_far = alone.cumsum().assign(buyers=first)
    # Who buys again in a later period has no closed form; all buyers of the first are new ones.
    alone["buyers"] = [first[0], *sums.buyers.mean(axis=0)[1:]]
    value = models[0].predict(known, float(ends[-1])) * models[1].predict(known)
    money = [drawn[..., 1] for drawn in sums.by_group]
    shares = [_shares(*named, value, drawn) for named, drawn in zip(labels, money, strict=True)]
    told = pd.concat(shares, ignore_index=True) if shares else _NONE
    return PeriodForecast(table_of(windows, sums, alone, so_far), told)


def expected_by_period(
    models: Models, customers: pd.DataFrame, edges: Sequence[float] | FloatArray
) -> pd.DataFrame:
    """Return what is expected between times ahead, at the fitted parameters.

    Parameters
    ----------
    models, customers
        As for `forecast_periods`.
    edges
        Times after the end of observation, ascending from 0, in the time unit of the models.

    Returns
    -------
    DataFrame
        A row for each stretch between neighbours: ``purchases`` and ``spend``, summed over the
        customers, undiscounted.

    Examples
    --------
    >>> from clv.models import BGNBD, GammaGamma
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> money = {"p": 6.0, "q": 4.0, "gamma": 15.0}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1, spend=money)
    >>> models = BGNBD().fit(customers), GammaGamma().fit(customers)
    >>> expected_by_period(models, customers, [0, 13, 26])["purchases"].round().tolist()
    [954.0, 826.0]
    """
    purchases, spend = models
    each = spend.predict(customers).to_numpy()
    ahead = [purchases.predict(customers, float(edge)).to_numpy() for edge in edges]
    sums = [(float(n.sum()), float(n @ each)) for n in ahead]
    return pd.DataFrame(np.diff(sums, axis=0), columns=["purchases", "spend"])


def _shares(
    grouping: str, names: pd.Index, code: IntArray, value: "pd.Series[float]", money: FloatArray
) -> pd.DataFrame:
    """Share of the money by group: expected, and between which limits it will lie."""
    inside = code >= 0
    people = np.bincount(code[inside], minlength=names.size)
    expected = np.bincount(code[inside], value.to_numpy()[inside], minlength=names.size)
    total, drawn = expected.sum(), money.sum(axis=1, keepdims=True)
    share = np.divide(money, drawn, out=np.zeros_like(money), where=drawn > 0)
    lower, upper = limits_of(share)
    columns = {"customers": people, "expected": expected, "share": expected / (total or 1.0)}
    table = pd.DataFrame(columns | {"lower": lower, "upper": upper})
    return table.assign(grouping=grouping, group=names.astype(str))[_NONE.columns]
