"""Whom the expected money hangs on."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from sklearn.base import clone

from clv.errors import FitError, Notice
from clv.valuation._period_futures import Models

__all__ = ["TOPS", "Leverage", "leverage", "top_groups"]

TOPS = (0.001, 0.01, 0.05, 0.2)
"""Shares of the customers, those of the highest expected money."""
MOST = 0.1
"""Share of the money that a thousandth of the customers may hold, or move, without a warning."""


def top_groups(value: "pd.Series[float]", tops: tuple[float, ...] = TOPS) -> pd.DataFrame:
    """Mark the customers of the highest value, as groups for `forecast_periods`.

    Parameters
    ----------
    value
        Expected money, by customer; those of equal value are taken in order of their ids.
    tops
        Shares of the customers, in (0, 1]; at least one customer is marked.

    Returns
    -------
    DataFrame
        A column a share, such as ``"top 1%"``, with ``"in"`` or ``"out"`` for each customer.

    Examples
    --------
    >>> top_groups(pd.Series([5.0, 1.0, 3.0], index=["a", "b", "c"]), (0.5,))["top 50%"].tolist()
    ['in', 'out', 'in']
    """
    order = np.lexsort((value.index.to_numpy(), -value.to_numpy()))
    place = np.empty(len(value), dtype=np.int64)
    place[order] = np.arange(len(value))
    columns = {
        f"top {top:.1%}".replace(".0%", "%"): np.where(
            place < max(ceil(top * len(value)), 1), "in", "out"
        )
        for top in tops
    }
    return pd.DataFrame(columns, index=value.index)


@dataclass(frozen=True)
class Leverage:
    """How far a few customers carry the forecast.

    Parameters
    ----------
    customers
        How many they are: one in a thousand, those of the highest expected money.
    share
        Of the expected money that is theirs.
    others
        Expected money of all others.
    others_without
        The same, with models fitted without the few; None where that cannot be.
    notice
        ``W_LEVERAGE`` where the share, or what the others' money changes by, is above a tenth.
    """

    customers: int
    share: float
    others: float
    others_without: float | None
    notice: Notice | None


def leverage(models: Models, customers: pd.DataFrame, horizon: float) -> Leverage:
    """Ask what the forecast would be if the models had never seen the largest customers.

    Parameters
    ----------
    models
        Of purchases and of spend, fitted on these customers.
    customers
        One row a customer.
    horizon
        In the time unit of the models.

    Returns
    -------
    Leverage
        With a notice where the forecast hangs on a few.
    """
    value = _value(models, customers, horizon)
    few = (top_groups(value, TOPS[:1]) == "in").iloc[:, 0]
    rest, others = customers[~few], float(value[~few].sum())
    try:
        again = clone(models[0]).fit(rest), clone(models[1]).fit(rest)
        without: float | None = float(_value(again, rest, horizon).sum())
    except FitError:  # too few others for a fit: then the share alone speaks
        without = None
    share = float(value[few].sum() / (value.sum() or 1.0))
    moved = abs(without / others - 1) if without is not None and others else 0.0
    notice = _notice(int(few.sum()), share, moved) if max(share, moved) > MOST else None
    return Leverage(int(few.sum()), share, others, without, notice)


def _value(models: Models, customers: pd.DataFrame, horizon: float) -> "pd.Series[float]":
    return models[0].predict(customers, horizon) * models[1].predict(customers)


def _notice(customers: int, share: float, moved: float) -> Notice:
    return Notice(
        "W_LEVERAGE",
        f"the {customers:,} customers of the highest expected money hold {share:.0%} of it, and "
        f"without them the models expect {moved:.0%} more or less of all others",
        "ask these customers for their plans, and forecast them apart from the others",
        count=customers,
    )
