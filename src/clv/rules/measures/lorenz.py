"""How much of the money the best customers bring.

Equal customers are not told apart: where the edge of the top falls among them they count in
proportion, so that neither row order nor names matter.
"""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError

__all__ = ["concentration_summary", "lorenz"]


def lorenz(values: "pd.Series[float]") -> pd.DataFrame:
    """Return the Lorenz curve, read from the largest customer down.

    Parameters
    ----------
    values
        Money a customer, shape (customers,); unknown ones (NaN) are left out.

    Returns
    -------
    pandas.DataFrame
        One row where the curve bends, which is at each distinct value, from 0 to 1: ``customers``
        (share of the customers) and ``money`` (their share of the net total). Customers with
        negative money stand at the end: the curve rises above 1 before them and they bring it back.

    Raises
    ------
    InputError
        ``E_VALUES`` if nothing is known, something is infinite, or the net total is not positive.

    Examples
    --------
    >>> lorenz(pd.Series([80.0, 10.0, 5.0, 5.0, 0.0])).round(2).to_dict("list")
    {'customers': [0.0, 0.2, 0.4, 0.8, 1.0], 'money': [0.0, 0.8, 0.9, 1.0, 1.0]}
    """
    known = _known(values)
    value, customers = np.unique(known, return_counts=True)
    people, money = (
        np.append(0.0, np.cumsum(part[::-1])) for part in (customers, customers * value)
    )
    return pd.DataFrame({"customers": people / people[-1], "money": money / money[-1]})


def concentration_summary(
    values: "pd.Series[float]", share: float = 0.2, money: float = 0.8
) -> "pd.Series[float]":
    """Say how concentrated money is on few customers: the 80/20 rule (二八定律) put to the test.

    Parameters
    ----------
    values
        Money a customer, shape (customers,).
    share
        Share of the customers taken as the top, 0 to 1.
    money
        Share of the money asked for, 0 to 1.

    Returns
    -------
    pandas.Series of float
        ``customers`` with a known value and ``unknown`` ones; ``total`` (net); ``top_share``
        (of the net total, held by the top customers; above 1 where others cost money);
        ``customers_needed`` (smallest share of the customers who hold the money asked for);
        ``gini`` (0 if all are equal, towards 1 if one has all; divided by the mean of absolute
        values, which keeps it within 0 and 1 where some are negative); ``negative`` customers and
        their ``negative_money``.

    Raises
    ------
    InputError
        As `lorenz`.

    References
    ----------
    E. Raffinetti, E. Siletti, A. Vernizzi (2015): On the Gini coefficient normalization when
    attributes with negative values are considered. Statistical Methods & Applications 24.

    Examples
    --------
    >>> concentration_summary(pd.Series([80.0, 10.0, 5.0, 5.0, 0.0])).round(3).to_dict()
    {'customers': 5.0, 'unknown': 0.0, 'total': 100.0, 'top_share': 0.8, 'customers_needed': 0.2,
     'gini': 0.66, 'negative': 0.0, 'negative_money': 0.0}
    """
    known, curve = _known(values), lorenz(values).to_numpy()
    people, held = curve[: int(np.argmax(curve[:, 1])) + 1].T  # as far as the curve rises
    negative = known[known < 0]
    return pd.Series(
        {
            "customers": known.size,
            "unknown": len(values) - known.size,
            "total": math.fsum(known),
            "top_share": np.interp(share, *curve.T),
            "customers_needed": np.interp(money, held, people),
            "gini": _gini(known),
            "negative": negative.size,
            "negative_money": math.fsum(negative),
        },
        dtype=float,
    )


def _known(values: "pd.Series[float]") -> NDArray[np.floating]:
    numbers = values.dropna().to_numpy(dtype=float)
    total = math.fsum(numbers) if np.isfinite(numbers).all() else math.inf
    if not 0 < total < math.inf:
        raise InputError(
            "E_VALUES",
            f"the money of {numbers.size:,} customers has no positive and finite total",
            "check the amounts, or choose another window",
        )
    return numbers


def _gini(known: NDArray[np.floating]) -> float:
    """The mean absolute difference of two customers over twice the mean of absolute values."""
    ordered = np.sort(known)
    weight = 2 * np.arange(1, known.size + 1) - known.size - 1
    return float(weight @ ordered / (known.size * np.abs(ordered).sum()))
