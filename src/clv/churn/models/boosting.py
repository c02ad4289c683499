"""Boosted trees: alone, and around the purchase model."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.churn.features import HISTORY_COLUMNS, HYBRID_COLUMNS
from clv.churn.models._classifier import ChurnClassifier, Floats
from clv.churn.models._level import carried_level
from clv.churn.models._logistic import LogisticChurn
from clv.churn.models._trees import LEAST, any_order, cells, newton_step, shape
from clv.churn.models.hybrid import HybridChurn

__all__ = ["BoostedChurn", "BoostedHybridChurn"]

_SHARES = np.arange(1, 64) / 64  # cells: with weights, scikit-learn's own take seconds to find
_STEPS = 2  # of Newton; a third changes nothing that lasts to another day


class BoostedChurn(ChurnClassifier):
    """Gradient boosting on the customer's history, without a purchase model.

    Trees are small and many customers stand behind each leaf; with fewer than 100 there is no tree,
    and everybody churns with the same chance.

    Parameters
    ----------
    trees
        How many, each correcting the ones before.
    rate
        Share of its correction that a tree is believed, above 0 to 1.

    Examples
    --------
    >>> X = pd.DataFrame({name: [-1.0, 1.0] * 100 for name in HISTORY_COLUMNS})
    >>> BoostedChurn().fit(X, [False, True] * 100).predict(X)[:2].tolist()
    [False, True]
    """

    columns = HISTORY_COLUMNS

    def __init__(self, trees: int = 100, rate: float = 0.05) -> None:
        self.trees = trees
        self.rate = rate

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Grow the trees on an earlier cut, on one thread.

        Parameters
        ----------
        X
            As `churn_features` makes it, as of the training cut.
        y
            Whether each customer churned in the window after it, as `no_purchase` says.

        Returns
        -------
        Self
            With ``trees_``.

        Raises
        ------
        FitError
            ``E_ONE_CLASS``.
        InputError
            ``E_COLUMNS``, ``E_NOT_FINITE`` or ``E_OUTCOME``.
        """
        churned, values = self._outcome(X, y), self._values(X)
        order = any_order(values, churned)
        self.trees_ = HistGradientBoostingClassifier(**shape(self.trees, self.rate, LEAST))
        with threadpool_limits(1):
            self.trees_.fit(values[order], churned[order])
        self._remember(X)
        return self

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        check_is_fitted(self)
        self._check_period(X)
        with threadpool_limits(1):
            return np.asarray(self.trees_.decision_function(self._values(X)), np.float64)


class BoostedHybridChurn(ChurnClassifier):
    """Trees that correct the hybrid, which corrects the purchase model.

    Where customers are few the trees have no leaf to stand on and the hybrid remains; where they
    are very few the hybrid is nearly the purchase model. Each of two Newton steps on the log loss
    is a boosted regression on what the log odds so far leave, weighted by how unsure they are.

    Parameters
    ----------
    trees
        How many in each step.
    rate
        Share of its correction that a tree is believed, above 0 to 1.
    penalty, level
        As in `HybridChurn`.

    Examples
    --------
    >>> X = pd.DataFrame({name: [-1.0, 1.0] * 100 for name in ("model_logit", *HYBRID_COLUMNS)})
    >>> BoostedHybridChurn().fit(X, [True, False] * 100).predict(X)[:2].tolist()
    [True, False]
    """

    columns = HYBRID_COLUMNS

    def __init__(
        self, trees: int = 30, rate: float = 0.05, penalty: float = 5.0, level: float = 0.5
    ) -> None:
        self.trees = trees
        self.rate = rate
        self.penalty = penalty
        self.level = level

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Learn the hybrid, then grow the trees on what it leaves, on one thread.

        Parameters
        ----------
        X
            As `churn_features` makes it, as of the training cut.
        y
            Whether each customer churned in the window after it, as `no_purchase` says.

        Returns
        -------
        Self
            With ``hybrid_``, ``trees_`` (a list), ``edges_`` (of the cells that trees see) and
            ``intercept_``.

        Raises
        ------
        FitError
            ``E_ONE_CLASS``.
        InputError
            ``E_COLUMNS``, ``E_NOT_FINITE`` or ``E_OUTCOME``.
        """
        churned, values = self._outcome(X, y), self._values(X)
        self.hybrid_: LogisticChurn = HybridChurn(self.penalty, level=1.0).fit(X, churned)
        self.edges_ = np.quantile(values, _SHARES, axis=0)
        values = cells(values, self.edges_)
        order = any_order(values, churned)
        values, churned, odds = values[order], churned[order], self.hybrid_._log_odds(X)[order]
        self.trees_: list[HistGradientBoostingRegressor] = []
        with threadpool_limits(1):
            for _ in range(_STEPS):
                self.trees_.append(newton_step(values, churned, odds, self.trees, self.rate))
                odds = odds + self.trees_[-1].predict(values)
        known = -self._values(X, ("model_logit",))[order, 0]
        self.intercept_ = carried_level(0.0, odds, known, self.level)
        self._remember(X)
        return self

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        check_is_fitted(self)
        odds = self.hybrid_._log_odds(X) + self.intercept_
        values = cells(self._values(X), self.edges_)
        with threadpool_limits(1):
            for trees in self.trees_:
                odds = odds + trees.predict(values)
        return np.asarray(odds, np.float64)
