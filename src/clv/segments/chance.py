"""Groups by chance: the control that every other grouping has to beat."""

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from clv.segments._learning import check_groups

__all__ = ["RandomGroups"]


class RandomGroups(BaseEstimator):
    """Groups drawn by a hash of the customer id, so a customer keeps the group for ever.

    Parameters
    ----------
    n_groups
        How many groups, 1 or more.
    seed
        Another seed is another draw; 0 or more.

    Examples
    --------
    >>> table = pd.DataFrame(index=["0003", "0004", "0005"])
    >>> RandomGroups(2).fit(table).labels(table).to_dict()
    {'0003': 'R1', '0004': 'R2', '0005': 'R2'}
    """

    def __init__(self, n_groups: int = 4, seed: int = 0) -> None:
        self.n_groups = n_groups
        self.seed = seed

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn nothing; there is nothing to learn from a table.

        Parameters
        ----------
        table
            Ignored.

        Returns
        -------
        RandomGroups
            Itself.
        """
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Draw a group for every customer id.

        Parameters
        ----------
        table
            Indexed by customer id; the columns do not matter.

        Returns
        -------
        pandas.Series
            ``R1`` to ``R<n_groups>``, nearly equal in size, on the table's index.

        Raises
        ------
        InputError
            ``E_GROUPS`` for less than one group.
        """
        check_groups(self.n_groups)
        ids = table.index.astype(str).to_numpy(object)
        hashed = pd.util.hash_array(ids, hash_key=f"{self.seed % 10**16:016d}", categorize=False)
        names = np.array([f"R{1 + k}" for k in range(self.n_groups)])
        groups = names[hashed % np.uint64(self.n_groups)]
        return pd.Series(groups, index=table.index, name="group", dtype="str")
