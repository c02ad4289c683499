"""The best division of a salesperson's hours, by cell or by customer.

The rule of T4 divides by fixed weights (`clv.rules.split_hours`). Here hours go where the last
minute brings most, after Lodish's CALLPLAN (Management Science 18, 1971). His response curves
were judged by the salespeople themselves; the curve ``value * hours ** elasticity`` is ours, and
its elasticity a guess until an experiment has measured it.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clv.actions._response import check_elasticity, useful
from clv.rules.measures.filling import share_out
from clv.rules.measures.hours import Sizes, cell_sizes, split_hours

__all__ = ["optimal_hours", "optimal_minutes"]

_LEAST = 1e-290


def optimal_hours(
    customers: Sizes,
    value_per_customer: "Mapping[str, float] | pd.Series[float]",
    hours: float,
    elasticity: float = 0.5,
    cap_minutes: float | None = None,
) -> pd.DataFrame:
    """Divide hours so that the last minute brings the same return in every cell.

    A customer of cell c who is given h hours is taken to return ``value_c * h ** elasticity``; the
    best hours per head are then proportional to ``value_c ** (1 / (1 - elasticity))``.

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
    cap_minutes
        At most so many minutes for a customer.

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
    check_elasticity(elasticity)
    value = pd.Series(value_per_customer, dtype=float).clip(lower=0)
    size = cell_sizes(customers).reindex(value.index, fill_value=0)
    per_head = (value / (value.max() or 1.0)) ** (1 / (1 - elasticity))
    table = split_hours(customers, hours, size * per_head, cap_minutes)
    return table.assign(weights_from="computed")


def optimal_minutes(
    values: "pd.Series[float]",
    hours: float,
    elasticity: float = 0.5,
    cap_minutes: float | None = None,
) -> "pd.Series[float]":
    """Divide hours so that the last minute brings the same return with every customer.

    Parameters
    ----------
    values
        For each customer, what effort can move, in money; negative counts as nothing.
    hours
        Hours available, positive.
    elasticity
        Between 0 and 1, as in `optimal_hours`.
    cap_minutes
        At most so many minutes for a customer; what exceeds it goes to the others. Those at the cap
        would return more for another minute than those below it.

    Returns
    -------
    pandas.Series of float
        Minutes of each customer; in all ``60 * hours``, or less where everyone with a value has
        reached the cap.

    Raises
    ------
    InputError
        ``E_ELASTICITY``; ``E_UNKNOWN`` for a customer without a value, ``E_CUSTOMER_TWICE``;
        ``E_NOBODY`` where no value is positive; ``E_HOURS`` and ``E_CAP``.

    Examples
    --------
    >>> optimal_minutes(pd.Series({"ada": 200.0, "bo": 100.0}), 10).round(6).to_dict()
    {'ada': 480.0, 'bo': 120.0}
    >>> optimal_minutes(pd.Series({"ada": 200.0, "bo": 100.0}), 10, cap_minutes=400).to_dict()
    {'ada': 400.0, 'bo': 200.0}
    """
    check_elasticity(elasticity)
    value = useful(values)
    rate = (value / value.max()) ** (1 / (1 - elasticity))
    # a power too small for a float must not lose its place in the queue for what caps leave over
    rate = np.where(value > 0, np.maximum(rate, _LEAST), 0.0)
    minutes = share_out(rate, np.ones(len(rate)), 60 * hours, cap_minutes)
    return pd.Series(minutes, values.index, name="minutes")
