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
"""Share of the money that the largest customers may hold, or move, without a warning."""


def top_groups(value: "pd.Series[float]", tops: tuple[float, ...] = TOPS) -> pd.DataFrame:
    """Mark the customers of the highest value, as groups for `forecast_periods`.

    Parameters
    ----------
    value
        Expected money, by customer; those of equal value are taken in order of their ids.
    tops
        Shares of the customers, in (0, 1]; one that is less than a customer is left out.

    Returns
    -------
    DataFrame
        A column a share, such as ``"top 1%"``, with ``"in"`` or ``"out"`` for each customer; a
        share is rounded up to whole customers.

    Examples
    --------
    >>> top_groups(pd.Series([5.0, 1.0, 3.0], index=["a", "b", "c"]), (0.5,))["top 50%"].tolist()
    ['in', 'out', 'in']
    """
    place, whole = _places(value), len(value)
    columns = {
        f"top {top:.1%}".replace(".0%", "%"): np.where(place < ceil(top * whole), "in", "out")
        for top in tops
        if top * whole >= 1
    }
    return pd.DataFrame(columns, index=value.index)


def _places(value: "pd.Series[float]") -> "pd.Series[int]":
    """Return the place of each customer, from 0 for the highest value."""
    order = np.lexsort((value.index.to_numpy(), -value.to_numpy()))
    return pd.Series(np.argsort(order), value.index)


@dataclass(frozen=True)
class Leverage:
    """How far a few customers carry the forecast.

    Parameters
    ----------
    customers
        How many they are: one in a thousand, or the first of fewer, of the highest expected money.
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
    few = _places(value) < max(ceil(TOPS[0] * len(value)), 1)
    rest, others = customers[~few], float(value[~few].sum())
    try:
        again = clone(models[0]).fit(rest), clone(models[1]).fit(rest)
        without: float | None = float(_value(again, rest, horizon).sum())
    except FitError:  # too few others for a fit: then the share alone speaks
        without = None
    share = float(value[few].sum() / (value.sum() or 1.0))
    moved = abs(without / others - 1) if without is not None and others else 0.0
    notice = _notice(few, share, moved) if max(share, moved) > MOST else None
    return Leverage(int(few.sum()), share, others, without, notice)


def _value(models: Models, customers: pd.DataFrame, horizon: float) -> "pd.Series[float]":
    return models[0].predict(customers, horizon) * models[1].predict(customers)


def _notice(few: "pd.Series[bool]", share: float, moved: float) -> Notice:
    customers = int(few.sum())
    return Notice(
        "W_LEVERAGE",
        f"{share:.0%} of the expected money lies with {customers:,} of {len(few):,} customers, and "
        f"without them the models expect {moved:.0%} more or less of all others",
        "ask these customers for their plans, and forecast them apart from the others",
        count=customers,
    )
