"""A salesperson's hours divided among the cells of the quadrants (system T4, 销售时间分配).

The source says where time belongs: planned work for EI, most of it in the short run for EII,
regular visits for EIII, little for EIV. It gives no numbers: the default weights are ours.
"""

import math
from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from clv.errors import InputError
from clv.rules import STATES, Assignment

__all__ = ["DEFAULT_WEIGHTS", "optimal_hours", "split_hours"]

Sizes: TypeAlias = "Assignment | Mapping[str, int] | pd.Series[int]"

DEFAULT_WEIGHTS = {"EI": 0.35, "EII": 0.40, "EIII": 0.20, "EIV": 0.05}
"""Share of the hours for each cell; ours, not the source's."""


def split_hours(
    customers: Sizes,
    hours: float,
    weights: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Divide hours among cells by weight and among the customers of a cell equally.

    Parameters
    ----------
    customers
        Labelled customers, or how many there are in each cell; a cell left out is empty.
    hours
        Hours available, positive.
    weights
        Share of the hours for each cell, in any unit; by default `DEFAULT_WEIGHTS`. The share of
        an empty cell goes to the others in proportion.

    Returns
    -------
    pandas.DataFrame
        One row a cell: customers, weight (sums to 1), hours (sums to ``hours``),
        minutes_per_customer (NaN in an empty cell), weights_from (``"ours"`` or ``"given"``).
        Customers who are shown apart for want of data have a row and no hours.

    Raises
    ------
    InputError
        ``E_HOURS`` if there are none to divide, ``E_WEIGHTS`` for weights that are negative or do
        not cover the cells, ``E_NOBODY`` if no cell with a weight has a customer.

    Examples
    --------
    >>> table = split_hours({"EI": 10, "EII": 40, "EIII": 0, "EIV": 50}, hours=40)
    >>> table["hours"].round(2).to_dict()
    {'EI': 17.5, 'EII': 20.0, 'EIII': 0.0, 'EIV': 2.5}
    """
    chosen = pd.Series(DEFAULT_WEIGHTS if weights is None else weights, dtype=float)
    size = _sizes(customers, chosen)
    share = chosen.reindex(size.index, fill_value=0.0).where(size > 0, 0.0)
    return _table(size, share, hours, "ours" if weights is None else "given")


def optimal_hours(
    customers: Sizes,
    value_per_customer: Mapping[str, float],
    hours: float,
    elasticity: float = 0.5,
) -> pd.DataFrame:
    """Divide hours so that the last minute brings the same return in every cell.

    A customer of cell c who is given h hours is taken to return ``value_c * h ** elasticity``; the
    best hours per head are then proportional to ``value_c ** (1 / (1 - elasticity))``. The idea is
    Lodish's (1971, CALLPLAN); this response curve and its elasticity are ours and a guess until an
    experiment has measured them.

    Parameters
    ----------
    customers
        Labelled customers, or how many there are in each cell; a cell left out is empty.
    value_per_customer
        For each cell, what effort can move, in money; negative counts as nothing.
    hours
        Hours available, positive.
    elasticity
        Between 0 and 1: 0.5 means that 1% more time brings 0.5% more return.

    Returns
    -------
    pandas.DataFrame
        As `split_hours`, with weights_from ``"computed"``.

    Raises
    ------
    InputError
        ``E_ELASTICITY``, and as `split_hours`.

    Examples
    --------
    >>> optimal_hours({"EI": 1, "EII": 1}, {"EI": 200.0, "EII": 100.0}, 10)["hours"].to_dict()
    {'EI': 8.0, 'EII': 2.0}
    """
    if not 0 < elasticity < 1:
        raise InputError(
            "E_ELASTICITY", "returns must diminish", "choose between 0 and 1", [elasticity]
        )
    value = pd.Series(value_per_customer, dtype=float).clip(lower=0)
    size = _sizes(customers, value)
    relative = value.reindex(size.index, fill_value=0.0) / value.max()
    return _table(size, size * relative ** (1 / (1 - elasticity)), hours, "computed")


def _sizes(customers: Sizes, weights: "pd.Series[float]") -> "pd.Series[int]":
    """Count the customers of every cell that has a weight, and of the states shown apart."""
    known = customers.counts()["customers"] if isinstance(customers, Assignment) else customers
    size = pd.Series(known, dtype="int64", name="customers")
    apart = [state for state in size.index if state in STATES]
    _check_weights(weights, size.drop(apart))
    return size.reindex([*weights.index, *apart], fill_value=0).rename_axis("cell")


def _check_weights(weights: "pd.Series[float]", size: "pd.Series[int]") -> None:
    without = [cell for cell in size.index if cell not in weights.index]
    unsound = weights.index[~weights.between(0, math.inf, inclusive="left")]
    if without or len(unsound):
        raise InputError(
            "E_WEIGHTS",
            "a cell has no weight" if without else "a weight is negative or no number",
            "give each cell a weight of 0 or more",
            without or unsound,
        )


def _table(
    size: "pd.Series[int]", share: "pd.Series[float]", hours: float, weights_from: str
) -> pd.DataFrame:
    if not 0 < hours < math.inf:
        raise InputError("E_HOURS", "there are no hours to divide", "give a positive number")
    if not share.sum() > 0:
        raise InputError("E_NOBODY", "no cell with a weight has a customer", "check the labels")
    weight = share / share.sum()
    return pd.DataFrame(
        {
            "customers": size,
            "weight": weight,
            "hours": hours * weight,
            "minutes_per_customer": 60 * hours * weight / size.where(size > 0),
            "weights_from": weights_from,
        }
    )
