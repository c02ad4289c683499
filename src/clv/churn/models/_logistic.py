"""Logistic regression around what is believed before the outcome is seen."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit
from sklearn.utils.validation import check_is_fitted

from clv.churn.models._classifier import ChurnClassifier, Floats, check_setting
from clv.churn.models._newton import newton

__all__ = ["LogisticChurn"]

_CONSTANT = 1e-9  # standard deviation that is the rounding of a column without variety


class LogisticChurn(ChurnClassifier):
    """Logistic regression that is pulled towards what is believed before the outcome is seen.

    Columns are brought to mean 0 and variance 1. Coefficients minimise the log loss summed over
    customers plus penalty / 2 times their squared distance from the belief: the more customers, the
    less it counts.
    """

    def __init__(self, penalty: float = 1.0) -> None:
        self.penalty = penalty

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Learn the coefficients from an earlier cut.

        Parameters
        ----------
        X
            As `churn_features` makes it, as of the training cut.
        y
            Whether each customer churned in the window after it, as `no_purchase` says.

        Returns
        -------
        Self
            With ``coef_`` (log odds of churn per standard deviation, beyond the belief),
            ``intercept_``, ``mean_``, ``scale_`` and ``period_days_``.

        Raises
        ------
        FitError
            ``E_ONE_CLASS`` if everyone churned or nobody did.
        InputError
            ``E_COLUMNS``, ``E_NOT_FINITE`` or ``E_OUTCOME``; ``E_PARAMETER`` for a setting outside
            its range.
        """
        check_setting("penalty", self.penalty, 0)
        churned = self._outcome(X, y)
        values = self._values(X)
        self.mean_, self.scale_ = values.mean(axis=0), values.std(axis=0)
        self.scale_[self.scale_ < _CONSTANT] = 1.0
        z = np.column_stack([np.ones(len(values)), (values - self.mean_) / self.scale_])
        known = self._known(X)
        best = _nearest_to(self._prior(churned), z, churned, known, self.penalty)
        best[0] = self._level(best[0], known + z[:, 1:] @ best[1:], known)
        self.intercept_ = float(best[0])
        self.coef_ = pd.Series(best[1:], index=list(self.columns), name="coefficient")
        self._remember(X)
        return self

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Take the log odds of churn apart, column by column.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        pandas.DataFrame
            One row a customer, one column a feature: by how much it raises (or, below 0, lowers)
            the log odds against the mean customer. A row and `typical_log_odds` add up to the
            customer's log odds.
        """
        check_is_fitted(self)
        self._check_period(X)
        parts = (self._values(X) - self.mean_) / self.scale_ * self.coef_.to_numpy()
        return pd.DataFrame(parts, index=X.index, columns=list(self.columns))

    def typical_log_odds(self, X: pd.DataFrame) -> Floats:
        """Return the log odds of churn of the mean customer, which contributions start from.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        numpy.ndarray
            Shape (customers,).
        """
        check_is_fitted(self)
        return np.full(len(X), self.intercept_)

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        return np.asarray(
            self.contributions(X).to_numpy().sum(axis=1) + self.typical_log_odds(X), np.float64
        )

    def _known(self, X: pd.DataFrame) -> Any:
        """Log odds that are believed without learning, on top of which coefficients come."""
        return 0.0

    def _prior(self, churned: NDArray[np.bool_]) -> Floats:
        """Intercept and coefficients of the belief: all customers churn with the same chance."""
        return np.array([logit(churned.mean())] + [0.0] * len(self.columns))

    def _level(self, intercept: float, odds: Any, known: Any) -> float:
        """Return the intercept that is carried over; by default all of it."""
        return intercept


def _nearest_to(
    prior: Floats, z: Floats, churned: NDArray[np.bool_], known: Any, penalty: float
) -> Floats:
    """Coefficients with the smallest log loss plus penalty for their distance from the prior."""

    def loss(coefficients: Floats) -> tuple[float, Floats, Floats]:
        odds, distance = z @ coefficients + known, coefficients - prior
        chance = expit(odds)
        value = np.logaddexp(0, odds).sum() - odds[churned].sum()
        curve = z.T @ (z * (chance * (1 - chance))[:, None])
        return (
            float(value + penalty / 2 * distance @ distance),
            z.T @ (chance - churned) + penalty * distance,
            curve + penalty * np.eye(len(prior)),
        )

    return newton(loss, prior)
