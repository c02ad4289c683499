"""Stability: four ways to say how evenly a customer buys, all from 0 (not at all) to 1."""

from dataclasses import dataclass

import pandas as pd

from clv.errors import InputError
from clv.rules._columns import require
from clv.rules.texts import Text

__all__ = ["MEASURES", "Measure", "stability"]


@dataclass(frozen=True)
class Measure:
    """One way to measure stability.

    Parameters
    ----------
    column
        The feature it is made of.
    title
        What it is called.
    is_variation
        The feature is a coefficient of variation, turned into ``1 / (1 + CV)``.
    on_periods
        It depends on the length of the period, which must then never change.
    """

    column: str
    title: Text
    is_variation: bool
    on_periods: bool


MEASURES = {
    "active_share": Measure(
        "active_share",
        Text("share of periods with a purchase", "有购买的周期所占比例"),
        is_variation=False,
        on_periods=True,
    ),
    "cv": Measure(
        "spend_cv",
        Text("evenness of the spend per period", "各周期金额的均匀程度"),
        is_variation=True,
        on_periods=True,
    ),
    "ipt": Measure(
        "gap_cv",
        Text("evenness of the time between purchases", "购买间隔的均匀程度"),
        is_variation=True,
        on_periods=False,
    ),
    "deal": Measure(
        "amount_cv",
        Text("evenness of the amount per purchase", "单笔金额的均匀程度"),
        is_variation=True,
        on_periods=False,
    ),
}
"""The measures by name; the first is the default."""


def stability(features: pd.DataFrame, measure: str = "active_share") -> "pd.Series[float]":
    """Measure how evenly each customer buys.

    Parameters
    ----------
    features
        The table of `clv.customers.describe`: purchases, periods_observed and the measure's column.
    measure
        A name in `MEASURES`.

    Returns
    -------
    pandas.Series of float
        0 to 1, same index; NaN where the history is too short. ``active_share`` needs two purchases
        and two observed periods: one active period out of one would pass for perfect stability.
        A coefficient of variation is unknown for fewer purchases than its feature needs, and where
        the mean it refers to is negative.

    Raises
    ------
    InputError
        ``E_MEASURE`` for an unknown name, ``E_COLUMNS`` for a missing column.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": [1, 4], "periods_observed": [9, 8], "active_share": [1 / 9, 0.5]}
    ... )
    >>> stability(table).tolist()
    [nan, 0.5]
    """
    if measure not in MEASURES:
        raise InputError(
            "E_MEASURE", "stability has no such measure", f"use {', '.join(MEASURES)}", [measure]
        )
    chosen = MEASURES[measure]
    require(features, "purchases", "periods_observed", chosen.column)
    value = features[chosen.column].astype(float)
    if chosen.is_variation:
        # the last digits of a standard deviation depend on the order of summation
        return (1 / (1 + value.where(value >= 0))).round(12).rename("stability")
    long_enough = (features["purchases"] >= 2) & (features["periods_observed"] >= 2)
    return value.where(long_enough).rename("stability")
