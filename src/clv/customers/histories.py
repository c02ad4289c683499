"""Distinct histories: all that a likelihood sees of customers, each with how many share it."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clv.customers.columns import require_columns

__all__ = ["HISTORY", "distinct_histories", "distinct_rows"]

_FEW = 100_000
_PLACES = 2048
"""Enough for the days of five years."""
_BLOCK = 16_384
"""Rows at a time, so that they stay in the cache."""
_LARGEST = 2**31
"""Whole numbers below it can be put together with others in 64 bits."""

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
    distinct, positions = distinct_rows(columns)
    histories = pd.DataFrame(dict(zip(HISTORY, distinct, strict=True)))
    histories["weight"] = np.bincount(positions, minlength=len(histories)).astype(float)
    return histories, positions


def distinct_rows(
    columns: Sequence[npt.NDArray[Any]],
) -> tuple[list[npt.NDArray[Any]], npt.NDArray[np.int64]]:
    """Find the distinct rows of columns of numbers without sorting all of them.

    Each column becomes small whole numbers that keep its order: the ages of a million customers are
    some hundred days. Together they make one number for each row. Where few such numbers are
    possible, they are counted instead of sorted.

    Parameters
    ----------
    columns
        Arrays of shape (n,), without NaN.

    Returns
    -------
    list of numpy.ndarray, each of shape (m,)
        The same columns in the distinct rows, which are in ascending order.
    numpy.ndarray of int, shape (n,)
        For each row the position of its distinct one.

    Examples
    --------
    >>> distinct_rows([np.array([1, 0, 1]), np.array([2.0, 0.0, 2.0])])
    ([array([0, 1]), array([0., 2.])], array([1, 0, 1]))
    """
    key, span = _codes(columns[0])
    for column in columns[1:]:
        code, count = _codes(column)
        if span * count > _most(key):
            key, span = _numbered(key, span)
        key, span = key * count + code, span * count
    key, m = _numbered(key, span)
    first = np.empty(m, dtype=np.int64)
    first[key] = np.arange(len(key))
    return [column[first] for column in columns], key


def _codes(column: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], int]:
    """Number the values of a column from 0 in their order, and say how many numbers there are."""
    if column.dtype.kind == "i" and column.size and 0 <= column.min() <= column.max() < _LARGEST:
        return column.astype(np.int64, copy=False), int(column.max()) + 1
    if column.dtype.kind == "f" and (placed := _placed(column)):
        return placed
    code, values = pd.factorize(column)
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values)] = np.arange(len(values))
    return rank[code], len(values)


def _placed(column: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], int] | None:
    """Number values by their place between least and largest; ``None`` if two share a place."""
    low, high = float(column.min(initial=0.0)), float(column.max(initial=0.0))
    if not 1e-290 < high - low < math.inf:
        return None
    number, value = np.empty(column.size, dtype=np.int64), np.full(_PLACES + 1, np.nan)
    parts = [slice(start, start + _BLOCK) for start in range(0, column.size, _BLOCK)]
    for part in parts:
        number[part] = place = ((column[part] - low) * (_PLACES / (high - low))).astype(np.int64)
        value[place] = column[part]
    rank = np.cumsum(~np.isnan(value)) - 1
    for part in parts:
        if (value[number[part]] != column[part]).any():
            return None
        number[part] = rank[number[part]]
    return number, int(rank[-1]) + 1


def _numbered(key: npt.NDArray[np.int64], span: int) -> tuple[npt.NDArray[np.int64], int]:
    """Number keys below ``span`` from 0 in their order, and say how many there are."""
    return _counted(key, span) if span <= _most(key) else _sorted(key)


def _most(key: npt.NDArray[np.int64]) -> int:
    """Possible numbers up to which marking those that occur is faster than sorting."""
    return 16 * len(key) + _FEW


def _sorted(key: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """Number keys from 0 in their order by sorting them."""
    found, position = np.unique(key, return_inverse=True)
    return position.astype(np.int64), found.size


def _counted(key: npt.NDArray[np.int64], span: int) -> tuple[npt.NDArray[np.int64], int]:
    """Number keys from 0 in their order by marking those below ``span`` that occur."""
    seen = np.zeros(span, dtype=bool)
    seen[key] = True
    found = np.flatnonzero(seen)
    number = np.empty(span, dtype=np.int32)  # only what occurs is ever looked up
    number[found] = np.arange(found.size, dtype=np.int32)
    return number[key].astype(np.int64), found.size
