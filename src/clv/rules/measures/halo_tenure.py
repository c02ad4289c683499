"""Old customers beside new ones: discount depth and margin by tenure (system T16, 老客户光环)."""

from typing import Any

import numpy as np
import pandas as pd

from clv.customers import require_columns
from clv.errors import InputError, Notice

__all__ = ["erosion_by_tenure"]

_TRUNCATED = 0.5
_BY = ("auto", "tenure", "purchases")


def erosion_by_tenure(features: pd.DataFrame, by: str = "auto", bands: int = 4) -> pd.DataFrame:
    """Compare customers of different age: whether old ones pay less and earn us less a deal.

    Between customers, age goes with much else: those who stay are not those who left. Only
    `DiscountErosion` compares a customer with himself.

    Parameters
    ----------
    features
        The table of `clv.customers.customer_facts`: tenure, purchases, discount_depth and, if
        known, margin and purchases_total.
    by
        ``"tenure"``, ``"purchases"``, or ``"auto"``: tenure unless the log is cut off on the left,
        when half of the customers or more are as old as the log itself (within a tenth). Their
        tenure is not known, and the number of purchases stands for it.
    bands
        Number of bands of about equal size; equal customers share a band, so there may be fewer.

    Returns
    -------
    pandas.DataFrame
        One row a band, the youngest first, indexed by band (1, 2, ...): shortest and longest (days,
        or purchases), customers, and for depth (0 to 1) and margin (money per purchase; the net
        amount where no cost is known) the mean over customers, its low and high (95%, normal; NaN
        for fewer than two) and n, the customers with a known value. ``attrs``: by, and notices (a
        tuple of `Notice`).

    Raises
    ------
    InputError
        ``E_COLUMNS``; ``E_BY`` for an unknown way; ``E_BANDS`` for fewer than two bands.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "tenure": [10, 20, 200, 400],
    ...         "purchases": [1, 2, 9, 9],
    ...         "discount_depth": [0.0, 0.1, 0.2, 0.4],
    ...         "margin": [5.0, 12.0, 36.0, 18.0],
    ...     }
    ... )
    >>> table = erosion_by_tenure(features, bands=2)
    >>> table[["longest", "customers", "depth", "margin"]].round(2).to_numpy().tolist()
    [[20.0, 2.0, 0.05, 5.5], [400.0, 2.0, 0.3, 3.0]]
    """
    require_columns(features, ["tenure", "purchases", "discount_depth"])
    if by not in _BY:
        raise InputError("E_BY", "customers are not ordered so", f"use {', '.join(_BY)}", [by])
    if bands < 2:
        raise InputError("E_BANDS", f"{bands} bands cannot be compared", "ask for two or more")
    bought = features[features["purchases"] >= 1]
    truncated = _left_truncated(bought["tenure"])
    chosen = ("purchases" if truncated else "tenure") if by == "auto" else by
    age = bought[chosen]
    edges = np.unique(np.quantile(age, np.arange(1, bands) / bands, method="higher"))
    number = pd.Series(np.searchsorted(edges, age, side="right") + 1, bought.index, name="band")
    table = _table(bought.assign(age=age, each=_per_purchase(bought)), number)
    table.attrs = {"by": chosen, "notices": _notices(truncated, len(bought), chosen)}
    return table


def _left_truncated(tenure: "pd.Series[int]") -> bool:
    return bool((tenure >= 0.9 * tenure.max()).mean() >= _TRUNCATED)


def _per_purchase(bought: pd.DataFrame) -> "pd.Series[float]":
    """Margin of a purchase; in a log without costs its net amount."""
    margin = bought.reindex(columns=["margin"])["margin"].astype(float)
    if margin.notna().any():
        return margin / bought.get("purchases_total", bought["purchases"])
    return bought.reindex(columns=["mean_amount"])["mean_amount"].astype(float)


def _table(bought: pd.DataFrame, number: "pd.Series[int]") -> pd.DataFrame:
    groups = bought.groupby(number)
    ages = groups["age"]
    columns: dict[str, Any] = {"shortest": ages.min(), "longest": ages.max()}
    columns["customers"] = groups.size()
    for name, column in {"depth": "discount_depth", "margin": "each"}.items():
        mean, half = groups[column].mean(), 1.96 * groups[column].sem()
        columns |= {name: mean, f"{name}_low": mean - half, f"{name}_high": mean + half}
        columns[f"{name}_n"] = groups[column].count()
    return pd.DataFrame(columns)


def _notices(truncated: bool, n: int, chosen: str) -> tuple[Notice, ...]:
    if not truncated:
        return ()
    instead = "purchases stand for it" if chosen == "purchases" else "the bands say little"
    return (
        Notice(
            "W_LEFT_TRUNCATED",
            f"half or more of {n:,} customers are as old as the log, so their tenure is not known; "
            f"{instead}",
            "compare by='purchases', or take a log that reaches further back",
            n,
        ),
    )
