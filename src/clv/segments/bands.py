"""Bands of equal size along one column, such as a model's value or plain spend."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.segments._learning import check_groups
from clv.segments.grouping import finite_values

__all__ = ["PurchaseClasses", "ValueBands", "band_edges"]


def band_edges(values: NDArray[np.float64], n_groups: int) -> NDArray[np.float64]:
    """Find the lower edges that divide values into bands as equal in size as ties allow.

    An edge is itself a value and belongs to the band above, so equal values never part. Each edge
    is the value that brings the share at or above it nearest to k / n_groups, k = 1, 2, ...

    Parameters
    ----------
    values
        Shape (customers,), finite.
    n_groups
        Bands wanted, 1 or more.

    Returns
    -------
    numpy.ndarray
        Ascending, distinct, at most ``n_groups - 1`` long; shorter where ties leave fewer bands.

    Raises
    ------
    InputError
        ``E_GROUPS`` for less than one band.

    Examples
    --------
    >>> band_edges(np.array([1.0, 1.0, 1.0, 2.0, 3.0, 4.0]), 3)
    array([2., 3.])
    """
    check_groups(n_groups)
    levels, counts = np.unique(values, return_counts=True)
    share_from = counts[::-1].cumsum()[::-1][1:] / len(values)
    if not len(share_from):
        return np.empty(0)
    targets = np.arange(1, n_groups) / n_groups
    nearest = np.abs(share_from[:, None] - targets).argmin(axis=0)
    return np.unique(levels[1:][nearest])


class ValueBands(BaseEstimator):
    """Equal-size bands of one column; B1 holds the highest values.

    Parameters
    ----------
    n_groups
        Bands wanted, 1 or more; heavy ties can leave fewer (see ``edges_``).
    column
        The column to cut: ``"residual_value"`` for bands of model value, ``"contribution"`` for
        plain spend bands.

    Attributes
    ----------
    edges_ : numpy.ndarray
        Lower edges of all bands but the lowest, ascending, in the column's unit.

    Examples
    --------
    >>> table = pd.DataFrame({"contribution": [5.0, 90.0, 20.0, 7.0]}, index=list("abcd"))
    >>> ValueBands(2, "contribution").fit(table).labels(table).to_dict()
    {'a': 'B2', 'b': 'B1', 'c': 'B1', 'd': 'B2'}
    """

    def __init__(self, n_groups: int = 4, column: str = "residual_value") -> None:
        self.n_groups = n_groups
        self.column = column

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the edges.

        Parameters
        ----------
        table
            One row a customer, with the column.

        Returns
        -------
        ValueBands
            Itself, with ``edges_``.

        Raises
        ------
        InputError
            As `finite_values` and `band_edges`.
        """
        self.edges_ = band_edges(finite_values(table, [self.column])[:, 0], self.n_groups)
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers in the learned bands.

        Parameters
        ----------
        table
            One row a customer, with the column.

        Returns
        -------
        pandas.Series
            ``B1`` (highest) to ``B<n>``, on the table's index.

        Raises
        ------
        InputError
            As `finite_values`.
        """
        check_is_fitted(self)
        values = finite_values(table, [self.column])[:, 0]
        below = len(self.edges_) - np.searchsorted(self.edges_, values, side="right")
        names = np.array([f"B{1 + k}" for k in range(len(self.edges_) + 1)])
        return pd.Series(names[below], index=table.index, name="group", dtype="str")


class PurchaseClasses(BaseEstimator):
    """The plainest grouping of all: bought once, twice, three or four times, more often.

    Nothing is learned. It is a control: a segmentation that tells later spending no better than a
    count of purchases has not earned its name.

    Examples
    --------
    >>> table = pd.DataFrame({"purchases": [1, 2, 4, 9]}, index=list("abcd"))
    >>> PurchaseClasses().fit(table).labels(table).to_dict()
    {'a': 'P1', 'b': 'P2', 'c': 'P3-4', 'd': 'P5+'}
    """

    def fit(self, table: pd.DataFrame) -> Self:
        """Check the table; there is nothing to learn.

        Parameters
        ----------
        table
            One row a customer, with purchases (count).

        Returns
        -------
        PurchaseClasses
            Itself.

        Raises
        ------
        InputError
            As `finite_values`.
        """
        finite_values(table, ["purchases"])
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers by their number of purchases.

        Parameters
        ----------
        table
            One row a customer, with purchases (count).

        Returns
        -------
        pandas.Series
            ``P1``, ``P2``, ``P3-4`` or ``P5+``, on the table's index.

        Raises
        ------
        InputError
            As `finite_values`.
        """
        purchases = finite_values(table, ["purchases"])[:, 0]
        names = np.array(["P1", "P2", "P3-4", "P5+"])
        place = np.searchsorted([2, 3, 5], purchases, side="right")
        return pd.Series(names[place], index=table.index, name="group", dtype="str")
