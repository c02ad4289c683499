"""A model's value, distilled into a few if-statements."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.segments._learning import learners
from clv.segments.bands import ValueBands
from clv.segments.trees._small_tree import SmallTree, log_money

__all__ = ["DistilledTree"]


class DistilledTree(SmallTree):
    """A model's value, distilled into a few questions that anybody can ask.

    A regression tree is grown on the logarithm of the value until it has as many leaves as groups
    are wanted (four groups: three questions); no leaf holds fewer than 1% of the customers. Then
    every threshold is rounded as far as that moves no more than 1% of all customers, together.
    Source: Breiman, Friedman, Olshen and Stone (1984) for the tree; Craven and Shavlik (1996) for
    trees that stand for another model.

    Parameters
    ----------
    n_groups
        How many groups, 1 or more.
    target
        Column with the value of the model, money from 0.
    columns
        Columns that questions may be about.

    Attributes
    ----------
    fidelity_ : pandas.Series
        How well the groups stand for the value: ``explained``, the share of the variance of the
        log value that they explain, and ``explained_by_bands``, the same for as many bands of
        equal size cut from the value itself (0 to 1; a tree whose groups are unequal in size may
        explain more).
    learned_from_ : int
        Customers learned from, 100,000 at most, chosen by a hash of their ids.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": [1, 1, 6, 7], "residual_value": [2.0, 3.0, 70.0, 80.0]},
    ...     index=list("abcd"),
    ... )
    >>> tree = DistilledTree(2, columns=["purchases"]).fit(table)
    >>> print(tree.rules())
    if number of purchase days is at least 6: S1
    otherwise: S2
    """

    def __init__(
        self,
        n_groups: int = 4,
        target: str = "residual_value",
        columns: Sequence[str] = ("purchases", "inactivity", "contribution"),
    ) -> None:
        self.n_groups = n_groups
        self.target = target
        self.columns = columns

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the questions.

        Parameters
        ----------
        table
            One row a customer, with the value and the columns.

        Returns
        -------
        DistilledTree
            Itself, with the attributes above.

        Raises
        ------
        InputError
            As `finite_values`, and ``E_GROUPS`` for less than one group.
        """
        known = learners(table)
        target = log_money(known, self.target)
        self._learn(known, target)
        bands = ValueBands(self.n_groups, self.target).fit(known).labels(known)
        self.fidelity_ = pd.Series(
            {
                "explained": _explained(target, self.labels(known)),
                "explained_by_bands": _explained(target, bands),
            }
        )
        return self


def _explained(target: NDArray[np.float64], labels: "pd.Series[str]") -> float:
    means = pd.Series(target).groupby(labels.to_numpy()).transform("mean").to_numpy()
    total = float(target.var())
    return 1 - float(((target - means) ** 2).mean()) / total if total > 0 else 1.0
