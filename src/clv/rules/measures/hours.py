"""Hours divided by weight: among cells, among the customers of a cell, none above a cap."""

import math
from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from clv.errors import InputError
from clv.rules.assignment import Assignment
from clv.rules.loading import load_system
from clv.rules.measures.filling import share_out
from clv.rules.states import STATES
from clv.rules.system import System

__all__ = ["Sizes", "cell_sizes", "default_weights", "split_hours"]

Sizes: TypeAlias = "Assignment | Mapping[str, int] | pd.Series[int]"
"""Labelled customers, or how many there are in each cell."""


def default_weights(system: System | None = None) -> dict[str, float]:
    """Read the share of the hours for each cell from the file of system T4; ours, no source's.

    Parameters
    ----------
    system
        T4 by a file of one's own; by default that of the package.

    Returns
    -------
    dict of str to float
        By cell.

    Examples
    --------
    >>> default_weights()
    {'EI': 0.35, 'EII': 0.4, 'EIII': 0.2, 'EIV': 0.05}
    """
    chosen = load_system("t04_time_split") if system is None else system
    return {cell.key: chosen.value(f"weight_{cell.key}") for cell in chosen.cells}


def split_hours(
    customers: Sizes,
    hours: float,
    weights: "Mapping[str, float] | pd.Series[float] | None" = None,
    cap_minutes: float | None = None,
) -> pd.DataFrame:
    """Divide hours among cells by weight and among the customers of a cell equally.

    Parameters
    ----------
    customers
        Labelled customers, or how many there are in each cell; a cell left out is empty.
    hours
        Hours available, positive.
    weights
        Share of the hours for each cell, in any unit; by default `default_weights`. The share of
        an empty cell goes to the others in proportion.
    cap_minutes
        At most so many minutes for a customer; what exceeds it goes to the other cells in
        proportion to their weights.

    Returns
    -------
    pandas.DataFrame
        One row a cell: customers, weight (sums to 1), hours (sums to ``hours`` unless the cap holds
        everywhere), minutes_per_customer (NaN in an empty cell), weights_from (``"ours"`` or
        ``"given"``). Customers who are shown apart for want of data have a row and no hours.

    Raises
    ------
    InputError
        ``E_HOURS`` if there are none to divide, ``E_CAP`` for a cap that is not positive,
        ``E_WEIGHTS`` for weights that are negative or do not cover the cells, ``E_NOBODY`` if no
        cell with a weight has a customer.

    Examples
    --------
    >>> table = split_hours({"EI": 10, "EII": 40, "EIII": 0, "EIV": 50}, hours=40)
    >>> table["hours"].round(2).to_dict()
    {'EI': 17.5, 'EII': 20.0, 'EIII': 0.0, 'EIV': 2.5}
    """
    chosen = pd.Series(default_weights() if weights is None else weights, dtype=float)
    size = _sizes(customers, chosen)
    share = chosen.reindex(size.index, fill_value=0.0).where(size > 0, 0.0)
    if not share.sum() > 0:
        raise InputError("E_NOBODY", "no cell with a weight has a customer", "check the labels")
    per_head = (share / size.where(size > 0)).fillna(0.0).to_numpy()
    each = share_out(per_head, size.astype(float).to_numpy(), 60 * hours, cap_minutes)
    minutes = pd.Series(each, size.index)
    return pd.DataFrame(
        {
            "customers": size,
            "weight": share / share.sum(),
            "hours": minutes * size / 60,
            "minutes_per_customer": minutes.where(size > 0),
            "weights_from": "ours" if weights is None else "given",
        }
    )


def cell_sizes(customers: Sizes) -> "pd.Series[int]":
    """Count the customers of every cell, and of the states shown apart.

    Parameters
    ----------
    customers
        Labelled customers, or the counts themselves.

    Returns
    -------
    pandas.Series of int
        By cell or state.

    Examples
    --------
    >>> cell_sizes({"EI": 3, "EII": 0}).tolist()
    [3, 0]
    """
    known = customers.counts()["customers"] if isinstance(customers, Assignment) else customers
    return pd.Series(known, dtype="int64", name="customers").rename_axis("cell")


def _sizes(customers: Sizes, weights: "pd.Series[float]") -> "pd.Series[int]":
    """Count the customers of every cell that has a weight, and of the states shown apart."""
    size = cell_sizes(customers)
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
