"""What groupings with memberships share: the label is the likeliest group."""

from abc import ABC, abstractmethod

import pandas as pd
from sklearn.base import BaseEstimator

from clv.segments._learning import named


class ByMembership(BaseEstimator, ABC):
    """A grouping that knows with which probability a customer belongs to each group."""

    @abstractmethod
    def memberships(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the probability with which every customer belongs to each group."""

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers in the group to which they most probably belong.

        Parameters
        ----------
        table
            One row a customer, with the columns of `fit`.

        Returns
        -------
        pandas.Series
            ``S1`` (highest mean contribution at the fit; most purchases where the table has no
            money) to ``S<n_groups>``; a group that is nobody's likeliest stays empty.

        Raises
        ------
        InputError
            As `fit`.
        """
        memberships = self.memberships(table)
        likeliest = memberships.to_numpy().argmax(axis=1)
        return named(likeliest, list(memberships.columns), table.index)
