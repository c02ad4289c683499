"""Learned segments: k-means on what customers did, on comparable scales."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments.grouping import finite_values

__all__ = ["KMeansSegments"]


class KMeansSegments(BaseEstimator):
    """k-means on purchases, contribution, inactivity and active share.

    Counts, money and days enter as logarithms, because a tenth purchase matters less than a second
    one; every column then has mean 0 and variance 1 in the table learned from. Money is measured
    in its own median first, so the currency unit changes nothing. Segments are named by mean
    contribution, so S1 is the most valuable whatever the start of the algorithm.

    Parameters
    ----------
    n_groups
        How many segments, 1 or more.
    seed
        Seed of the ten starts (k-means++); the best of the ten is kept.

    Attributes
    ----------
    centres_ : pandas.DataFrame
        Segment by column, in standard deviations from the mean customer.
    money_unit_ : float
        Median contribution among customers with any, in the log's unit of money.
    mean_, scale_ : numpy.ndarray
        Mean and standard deviation of the columns before standardising.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "purchases": [1, 1, 9, 8],
    ...         "contribution": [10.0, 12.0, 300.0, 250.0],
    ...         "inactivity": [200, 220, 5, 9],
    ...         "active_share": [0.1, 0.1, 0.9, 0.8],
    ...     },
    ...     index=list("abcd"),
    ... )
    >>> KMeansSegments(2).fit(table).labels(table).to_dict()
    {'a': 'S2', 'b': 'S2', 'c': 'S1', 'd': 'S1'}
    """

    columns = ("purchases", "contribution", "inactivity", "active_share")

    def __init__(self, n_groups: int = 4, seed: int = 0) -> None:
        self.n_groups = n_groups
        self.seed = seed

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the scales and the centres.

        Parameters
        ----------
        table
            One row a customer, with purchases (count), contribution (money), inactivity (days)
            and active_share (0 to 1).

        Returns
        -------
        KMeansSegments
            Itself, with the attributes above.

        Raises
        ------
        InputError
            As `finite_values`, and ``E_TOO_FEW`` for fewer different customers than segments.
        """
        spend = finite_values(table, ["contribution"])[:, 0]
        self.money_unit_ = float(np.median(spend[spend > 0])) if (spend > 0).any() else 1.0
        raw = self._raw(table)
        self.mean_, self.scale_ = raw.mean(axis=0), raw.std(axis=0)
        self.scale_[self.scale_ == 0] = 1.0
        points = (raw - self.mean_) / self.scale_
        centres = self._centres(points)
        value = pd.Series(spend).groupby(_nearest(points, centres)).mean()
        order = value.sort_values(ascending=False, kind="stable").index.to_numpy()
        names = [f"S{1 + k}" for k in range(len(order))]
        self.centres_ = pd.DataFrame(centres[order], index=names, columns=list(self.columns))
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers in the segment with the nearest centre.

        Parameters
        ----------
        table
            One row a customer, with the columns of `fit`.

        Returns
        -------
        pandas.Series
            ``S1`` (highest mean contribution at the fit) to ``S<n_groups>``.

        Raises
        ------
        InputError
            As `finite_values`.
        """
        check_is_fitted(self)
        points = (self._raw(table) - self.mean_) / self.scale_
        nearest = _nearest(points, self.centres_.to_numpy())
        names = self.centres_.index.to_numpy()
        return pd.Series(names[nearest], index=table.index, name="group", dtype="str")

    def _raw(self, table: pd.DataFrame) -> NDArray[np.float64]:
        purchases, contribution, inactivity, active_share = finite_values(table, self.columns).T
        money = np.log1p(np.maximum(contribution, 0) / self.money_unit_)
        return np.column_stack([np.log(purchases), money, np.log1p(inactivity), active_share])

    def _centres(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        different = len(pd.DataFrame(points).drop_duplicates())
        if different < self.n_groups:
            raise InputError(
                "E_TOO_FEW",
                f"{different} different customers cannot make {self.n_groups} segments",
                "ask for fewer segments",
            )
        with threadpool_limits(1):  # threads add up in another order, and wait for each other
            kmeans = KMeans(self.n_groups, n_init=10, random_state=self.seed).fit(points)
        return np.asarray(kmeans.cluster_centers_, dtype=np.float64)


def _nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.intp]:
    distances = ((points[:, None, :] - centres) ** 2).sum(axis=2)
    return np.asarray(distances.argmin(axis=1))
