"""Learned segments: k-means on what customers did, on comparable scales."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.segments._learning import (
    check_groups,
    learners,
    named,
    refuse_too_few,
    segment_names,
    value_order,
)
from clv.segments.features import FeatureScales

__all__ = ["KMeansSegments"]


class KMeansSegments(BaseEstimator):
    """k-means on a declared set of features, transformed as in `clv.segments.features`.

    Segments are named by mean contribution, so S1 is the most valuable whatever the start of the
    algorithm. It learns from 100,000 customers at most, chosen by a hash of their ids, in the
    order of their ids: the order of the rows changes nothing.

    Parameters
    ----------
    n_groups
        How many segments, 1 or more.
    seed
        Seed of the starts (k-means++).
    features
        Name of one of `FEATURE_SETS`, or columns.
    starts
        How many starts, of which the best is kept; fewer will do where groups are only counted.

    Attributes
    ----------
    centres_ : pandas.DataFrame
        Segment by feature, in standard deviations from the mean customer.
    scales_ : FeatureScales
        Units of money, means and standard deviations of the features.
    learned_from_ : int
        Customers that the centres were learned from.

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

    def __init__(
        self,
        n_groups: int = 4,
        seed: int = 0,
        features: str | Sequence[str] = "standard",
        starts: int = 10,
    ) -> None:
        self.n_groups = n_groups
        self.seed = seed
        self.features = features
        self.starts = starts

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the scales and the centres.

        Parameters
        ----------
        table
            One row a customer, with the columns behind the features, and with contribution
            (money) or else purchases to name the segments by.

        Returns
        -------
        KMeansSegments
            Itself, with the attributes above.

        Raises
        ------
        InputError
            As `FeatureScales.learn`, ``E_TOO_FEW`` for fewer different customers than segments,
            and ``E_GROUPS`` for less than one segment.
        """
        check_groups(self.n_groups)
        known = learners(table)
        self.learned_from_ = len(known)
        self.scales_ = FeatureScales.learn(known, self.features)
        points = self.scales_.points(known)
        refuse_too_few(points, self.n_groups)
        with threadpool_limits(1):  # threads add up in another order, and wait for each other
            kmeans = KMeans(self.n_groups, n_init=self.starts, random_state=self.seed).fit(points)
        centres = np.asarray(kmeans.cluster_centers_, dtype=np.float64)
        order = value_order(known, _nearest(points, centres), self.n_groups)
        names = segment_names(self.n_groups)
        self.centres_ = pd.DataFrame(centres[order], index=names, columns=list(self.scales_.names))
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
            As `feature_values`.
        """
        check_is_fitted(self)
        nearest = _nearest(self.scales_.points(table), self.centres_.to_numpy())
        return named(nearest, list(self.centres_.index), table.index)


def _nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.intp]:
    distances = [((points - centre) ** 2).sum(axis=1) for centre in centres]
    return np.asarray(np.argmin(distances, axis=0))
