"""Means: what most claims are measured by, and what every figure of a claim is."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from clv.evaluation.metrics.base import Floats

__all__ = ["Figure", "Statistic", "mean", "mean_gap", "nothing", "over"]

Figure: TypeAlias = Callable[[Floats], Floats]
"""Takes counts of shape (draws, n), returns one number a draw."""
Statistic: TypeAlias = Callable[[pd.DataFrame], Figure]
"""Looks at the table once."""


def mean(column: str, less: float = 0.0) -> Statistic:
    """Mean of a column over the customers of whom it is known, less a number.

    Parameters
    ----------
    column
        A number or a truth value.
    less
        What is taken off.

    Returns
    -------
    Statistic
        Of a table with the column.

    Examples
    --------
    >>> table = pd.DataFrame({"spend": [1.0, 5.0, np.nan]})
    >>> mean("spend", less=1)(table)(np.ones((1, 3))).tolist()
    [2.0]
    """

    def of(table: pd.DataFrame) -> Figure:
        values = table[column].to_numpy(np.float64)
        level = _level(values, np.isfinite(values))
        return lambda counts: level(counts) - less

    return of


def mean_gap(
    label: str, first: str | Sequence[str], second: str | Sequence[str], column: str
) -> Statistic:
    """Mean of a column in one group less the mean in another.

    Parameters
    ----------
    label
        Column of the groups.
    first, second
        A group each, or several taken together.
    column
        A number or a truth value; customers of whom it is unknown do not count.

    Returns
    -------
    Statistic
        Of a table with both columns.

    Examples
    --------
    >>> table = pd.DataFrame({"cell": ["A", "A", "B"], "spend": [4.0, 6.0, 1.0]})
    >>> mean_gap("cell", "A", "B", "spend")(table)(np.ones((1, 3))).tolist()
    [4.0]
    """

    def of(table: pd.DataFrame) -> Figure:
        values, groups = table[column].to_numpy(np.float64), table[label]
        sides = [
            _level(values, _among(groups, group) & np.isfinite(values)) for group in (first, second)
        ]
        return lambda counts: sides[0](counts) - sides[1](counts)

    return of


def _among(groups: "pd.Series[str]", wanted: str | Sequence[str]) -> np.ndarray:
    return groups.isin([wanted] if isinstance(wanted, str) else list(wanted)).to_numpy()


def _level(values: Floats, members: np.ndarray) -> Figure:
    columns = np.column_stack([np.where(members, values, 0.0), members])
    return lambda counts: over(*(counts @ columns).T)


def over(total: Floats, number: Floats) -> Floats:
    """Divide, and say unknown where nobody is counted.

    Parameters
    ----------
    total, number
        Shape (draws,).

    Returns
    -------
    numpy.ndarray
        Shape (draws,); NaN where the number is not positive.
    """
    result = np.full(len(total), np.nan)
    np.divide(total, number, out=result, where=number > 0)
    return result


def nothing(counts: Floats) -> Floats:
    """Return the figure of a claim that rests on nobody.

    Parameters
    ----------
    counts
        Shape (draws, n).

    Returns
    -------
    numpy.ndarray
        Shape (draws,), NaN.
    """
    return np.full(len(counts), np.nan)
