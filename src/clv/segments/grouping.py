"""What every way of grouping customers has in common: learn once, then label any table."""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["Grouping", "finite_values"]


class Grouping(Protocol):
    """A way of dividing customers into groups, learned by `fit` and applied frozen by `labels`.

    Anything with these two methods can enter a contest or be tested for stability.
    """

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn cuts or centres.

        Parameters
        ----------
        table
            One row a customer.

        Returns
        -------
        Self
            The same object.
        """
        ...

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers in the learned groups, without learning anything anew.

        Parameters
        ----------
        table
            One row a customer.

        Returns
        -------
        pandas.Series
            One label a customer, on the table's index.
        """
        ...


def finite_values(table: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.float64]:
    """Take columns out of a customer table as numbers, refusing what cannot be grouped by.

    Parameters
    ----------
    table
        One row a customer.
    columns
        Names of numeric columns.

    Returns
    -------
    numpy.ndarray
        Shape (customers, columns), all finite.

    Raises
    ------
    InputError
        ``E_COLUMNS`` for an absent column, ``E_EMPTY`` for a table without rows,
        ``E_NOT_FINITE`` for missing or infinite values, with the column and their number.

    Examples
    --------
    >>> finite_values(pd.DataFrame({"purchases": [1, 4]}), ["purchases"])
    array([[1.],
           [4.]])
    """
    require_columns(table, columns)
    if table.empty:
        raise InputError("E_EMPTY", "the table has no customers", "pass at least one row")
    values = table[list(columns)].to_numpy(np.float64)
    gaps = dict(zip(columns, (~np.isfinite(values)).sum(axis=0).tolist(), strict=True))
    if any(gaps.values()):
        counts = ", ".join(f"{name}: {count}" for name, count in gaps.items() if count)
        raise InputError(
            "E_NOT_FINITE", f"missing or infinite values ({counts})", "fill or leave out these rows"
        )
    return values
