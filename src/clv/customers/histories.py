"""Distinct histories: all that a likelihood sees of customers, each with how many share it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from clv.customers.columns import require_columns

__all__ = ["HISTORY", "distinct_histories"]

HISTORY = ("frequency", "recency", "T")
"""Columns through which a customer enters a purchase model."""


def distinct_histories(customers: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Group customers with the same frequency, recency and T.

    Parameters
    ----------
    customers
        Has the columns frequency, recency and T; n rows.

    Returns
    -------
    pandas.DataFrame
        One row for each distinct history, in ascending order: frequency, recency, T and weight
        (customers who share it, float).
    numpy.ndarray of int, shape (n,)
        For each customer the position of the history: ``result[positions]`` joins back.

    Raises
    ------
    InputError
        ``E_COLUMNS`` if a column is missing.

    Examples
    --------
    >>> customers = pd.DataFrame(
    ...     {"frequency": [1, 0, 1], "recency": [2.0, 0.0, 2.0], "T": [9.0, 9.0, 9.0]}
    ... )
    >>> histories, positions = distinct_histories(customers)
    >>> histories
       frequency  recency    T  weight
    0          0      0.0  9.0     1.0
    1          1      2.0  9.0     2.0
    >>> positions
    array([1, 0, 1])
    """
    columns = [require_columns(customers, HISTORY)[name].to_numpy() for name in HISTORY]
    order = np.lexsort(columns[::-1])
    ordered = [column[order] for column in columns]
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    positions = np.empty(len(order), dtype=np.int64)
    positions[order] = np.cumsum(new) - 1
    histories = pd.DataFrame(dict(zip(HISTORY, (column[new] for column in ordered), strict=True)))
    histories["weight"] = np.bincount(positions, minlength=len(histories)).astype(float)
    return histories, positions
