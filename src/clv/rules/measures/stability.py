"""Stability: five ways to say how evenly a customer buys, all from 0 (not at all) to 1."""

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
    columns
        The features it is made of; of several, the mean of the customers' mid-ranks.
    title
        What it is called.
    is_variation
        The features are coefficients of variation, turned into ``1 / (1 + CV)``.
    on_periods
        It depends on the length of the period, which must then never change.
    """

    columns: tuple[str, ...]
    title: Text
    is_variation: bool
    on_periods: bool


MEASURES = {
    "active_share": Measure(
        ("active_share",),
        Text("share of periods with a purchase", "有购买的周期所占比例"),
        is_variation=False,
        on_periods=True,
    ),
    "cv": Measure(
        ("spend_cv",),
        Text("evenness of the spend per period", "各周期金额的均匀程度"),
        is_variation=True,
        on_periods=True,
    ),
    "ipt": Measure(
        ("gap_cv",),
        Text("evenness of the time between purchases", "购买间隔的均匀程度"),
        is_variation=True,
        on_periods=False,
    ),
    "deal": Measure(
        ("amount_cv",),
        Text("evenness of the amount per purchase", "单笔金额的均匀程度"),
        is_variation=True,
        on_periods=False,
    ),
    "multi": Measure(
        ("quarter_cv", "month_cv", "amount_cv"),
        Text(
            "evenness of the quarterly, monthly and single-purchase amounts, by rank",
            "季度、月度与单笔金额均匀程度的综合排名",
        ),
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
        The table of `clv.customers.describe`: purchases, periods_observed and the measure's
        columns; ``"multi"`` needs those of ``describe(..., volumes=True)``.
    measure
        A name in `MEASURES`.

    Returns
    -------
    pandas.Series of float
        0 to 1, same index; NaN where the history is too short. ``active_share`` needs two
        observed periods and, if there was a purchase at all, a second one: one active period out
        of one would pass for perfect stability.
        A coefficient of variation is unknown for fewer purchases than its feature needs, and where
        the mean it refers to is negative. ``multi`` judges as the source does, from quarterly,
        monthly and single-deal volumes together: customers of whom all three variations are known
        are ranked by each, equal ones sharing the middle of their ranks, and the mean of the three
        ranks is brought from 1..n to 0..1 as (rank - 1/2) / n. It says where a customer stands
        among those of this table: a trend of all customers does not show in it.

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
    require(features, "purchases", "periods_observed", *chosen.columns)
    values = features[list(chosen.columns)].astype(float)
    if chosen.is_variation:
        # the last digits of a standard deviation depend on the order of summation
        values = (1 / (1 + values.where(values >= 0))).round(12)
    else:
        # of two observed periods none with a purchase is known to be none
        values = values[(features["purchases"] != 1) & (features["periods_observed"] >= 2)]
    steady = values.iloc[:, 0] if len(chosen.columns) == 1 else _mean_rank(values.dropna())
    return steady.reindex(features.index).rename("stability")


def _mean_rank(values: pd.DataFrame) -> "pd.Series[float]":
    # halves add up exactly: the order of the columns cannot change a digit
    return (values.rank().sum(axis=1) / values.shape[1] - 0.5) / max(len(values), 1)
