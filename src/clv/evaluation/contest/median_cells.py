"""Cells of customers above or below medians."""

from typing import Self

import pandas as pd
from sklearn.base import BaseEstimator

from clv.rules import CutRule, learn_cut

__all__ = ["MedianCells"]


class MedianCells(BaseEstimator):
    """Cells of customers above or below the median of each column: RFM at its plainest.

    Equal customers share a side; of inactivity the lower half is the better one. With purchases and
    mean_amount this is Marcus's customer value matrix (1998).

    Parameters
    ----------
    columns
        Each doubles the number of cells.

    Examples
    --------
    >>> table = pd.DataFrame({"inactivity": [3, 90], "contribution": [8.0, 30.0]})
    >>> MedianCells(("inactivity", "contribution")).fit(table).labels(table).tolist()
    ['+-', '-+']
    """

    def __init__(self, columns: tuple[str, ...] = ("purchases", "mean_amount")) -> None:
        self.columns = columns

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the medians.

        Parameters
        ----------
        table
            One row a customer, with the columns.

        Returns
        -------
        MedianCells
            Itself, with ``cuts_``.
        """
        half, signed = CutRule.of(0.5), self._signed(table)
        self.cuts_ = {name: learn_cut(signed[name], half).threshold for name in self.columns}
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Name the cell of every customer.

        Parameters
        ----------
        table
            As for `fit`.

        Returns
        -------
        pandas.Series
            A ``+`` or ``-`` for each column, on the table's index.
        """
        signed, label = self._signed(table), pd.Series("", table.index, dtype="str")
        for name in self.columns:
            label = label + signed[name].ge(self.cuts_[name]).map({True: "+", False: "-"})
        return label.astype("str").rename("group")

    def _signed(self, table: pd.DataFrame) -> pd.DataFrame:
        values = table[list(self.columns)].astype(float)
        return values.assign(inactivity=-values["inactivity"]) if "inactivity" in values else values
