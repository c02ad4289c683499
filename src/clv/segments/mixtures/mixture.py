"""Learned segments: a Gaussian mixture, in which customers belong to segments by degrees."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments._learning import (
    check_groups,
    learners,
    refuse_too_few,
    segment_names,
    value_order,
)
from clv.segments.features import FeatureScales
from clv.segments.mixtures._by_membership import ByMembership
from clv.segments.mixtures._gaussian import fit_mixture, mixture_notices

__all__ = ["MixtureSegments"]

_MOST = 20_000


class MixtureSegments(ByMembership):
    """A mixture of normal distributions over a declared set of features.

    Unlike k-means, segments may be long, tilted and of different spread, and each customer has a
    probability of belonging to each. A normal distribution is a rough likelihood for counts: many
    customers share a value, such as one purchase, and a component that shrinks to that value would
    make the likelihood as large as one likes. So 0.01 is added to every variance (a tenth of a
    standard deviation), and `notices_` says which segments rest on it; BIC and log likelihood
    compare numbers of segments under this floor, not with other kinds of models.

    It learns from 20,000 customers at most, chosen by a hash of their ids, in the order of their
    ids; the order of the rows changes nothing. Source: McLachlan and Peel, Finite Mixture Models
    (2000).

    Parameters
    ----------
    n_groups
        How many segments, 1 or more.
    seed
        Seed of the starts.
    features
        Name of one of `FEATURE_SETS`, or columns.
    covariance
        ``"full"`` (any tilt) or ``"diag"`` (features independent within a segment).
    starts
        Starts that are tried on 3,000 customers; the best one is followed to the end on all.

    Attributes
    ----------
    centres_ : pandas.DataFrame
        Segment by feature, in standard deviations from the mean customer.
    shares_ : pandas.Series
        Share of customers by segment, 0 to 1.
    loglik_, bic_ : float
        Log likelihood of the customers learned from; Bayesian information criterion (low is good).
    converged_ : bool
        Whether the best start came to rest.
    learned_from_ : int
        Customers learned from.
    notices_ : tuple of Notice
        ``W_NARROW_SEGMENTS`` and ``W_NOT_CONVERGED``.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": [1, 1, 9, 8, 1, 9], "inactivity": [200, 220, 5, 9, 210, 6]},
    ...     index=list("abcdef"),
    ... )
    >>> mixture = MixtureSegments(2, features=["purchases", "inactivity"]).fit(table)
    >>> mixture.labels(table).to_dict()
    {'a': 'S2', 'b': 'S2', 'c': 'S1', 'd': 'S1', 'e': 'S2', 'f': 'S1'}
    """

    def __init__(
        self,
        n_groups: int = 4,
        seed: int = 0,
        features: str | Sequence[str] = "standard",
        covariance: str = "full",
        starts: int = 5,
    ) -> None:
        self.n_groups = n_groups
        self.seed = seed
        self.features = features
        self.covariance = covariance
        self.starts = starts

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn scales, centres and spreads.

        Parameters
        ----------
        table
            One row a customer, as for `KMeansSegments.fit`.

        Returns
        -------
        MixtureSegments
            Itself, with the attributes above.

        Raises
        ------
        InputError
            As `FeatureScales.learn`, ``E_TOO_FEW`` for one customer alone or fewer different ones
            than segments, ``E_GROUPS`` for less than one segment, and ``E_COVARIANCE``.
        """
        self._check(len(table))
        known = learners(table, _MOST)
        self.learned_from_ = len(known)
        self.scales_ = FeatureScales.learn(known, self.features)
        points = self.scales_.points(known)
        refuse_too_few(points, self.n_groups)
        with threadpool_limits(1):  # threads add up in another order, and wait for each other
            self._mixture = fit_mixture(
                points, self.n_groups, self.covariance, self.starts, self.seed
            )
            self.loglik_ = float(self._mixture.score(points) * len(points))
            self.bic_ = float(self._mixture.bic(points))
            self._order = value_order(known, self._mixture.predict(points), self.n_groups)
        self._describe()
        return self

    def memberships(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the probability with which every customer belongs to each segment.

        Parameters
        ----------
        table
            One row a customer, with the columns of `fit`.

        Returns
        -------
        pandas.DataFrame
            Customers by segment, 0 to 1; rows sum to 1.

        Raises
        ------
        InputError
            As `feature_values`.
        """
        check_is_fitted(self)
        with threadpool_limits(1):
            probabilities = self._mixture.predict_proba(self.scales_.points(table))
        names = segment_names(self.n_groups)
        return pd.DataFrame(probabilities[:, self._order], index=table.index, columns=names)

    def _check(self, customers: int) -> None:
        check_groups(self.n_groups)
        if self.covariance not in ("full", "diag"):
            raise InputError(
                "E_COVARIANCE", "no such covariance", "choose full or diag", [self.covariance]
            )
        if customers == 1:
            raise InputError(
                "E_TOO_FEW", "a single customer has no spread", "pass at least two customers"
            )

    def _describe(self) -> None:
        names = segment_names(self.n_groups)
        by_component = [names[k] for k in np.argsort(self._order)]
        means = self._mixture.means_[self._order]
        self.centres_ = pd.DataFrame(means, names, list(self.scales_.names))
        self.shares_ = pd.Series(self._mixture.weights_[self._order], names, name="share")
        self.converged_ = bool(self._mixture.converged_)
        self.notices_ = mixture_notices(self._mixture, by_component)
