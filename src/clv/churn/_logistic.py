"""Logistic regression around what is believed before the outcome is seen."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.utils.validation import check_is_fitted

from clv.churn._classifier import ChurnClassifier, Floats
from clv.errors import FitError, InputError

__all__ = ["LogisticChurn"]


class LogisticChurn(ChurnClassifier):
    """Logistic regression that is pulled towards what is believed before the outcome is seen.

    Columns are brought to mean 0 and variance 1. Coefficients minimise the log loss summed over
    customers plus penalty / 2 times their squared distance from the prior ones: the more
    customers, the less the prior counts.
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
            With ``coef_`` (log odds of churn per standard deviation), ``intercept_``, ``mean_``,
            ``scale_`` and ``period_days_``.

        Raises
        ------
        FitError
            ``E_ONE_CLASS`` if everyone churned or nobody did.
        InputError
            ``E_COLUMNS`` or ``E_NOT_FINITE``.
        """
        churned = np.asarray(y, dtype=bool)
        if churned.all() or not churned.any():
            raise FitError(
                "E_ONE_CLASS",
                f"of {len(churned)} customers {churned.sum()} churned",
                "choose a horizon in which some customers buy and some do not",
            )
        values = self._values(X)
        self.mean_, self.scale_ = values.mean(axis=0), values.std(axis=0)
        self.scale_[self.scale_ == 0] = 1.0
        z = np.column_stack([np.ones(len(values)), (values - self.mean_) / self.scale_])
        best = _nearest_to(self._prior(churned), z, churned, self.penalty)
        self.intercept_ = float(best[0])
        self.coef_ = pd.Series(best[1:], index=list(self.columns), name="coefficient")
        self.period_days_ = X.attrs.get("period_days")
        return self

    def _prior(self, churned: NDArray[np.bool_]) -> Floats:
        """Intercept and coefficients of the belief: all customers churn with the same chance."""
        return np.array([logit(churned.mean())] + [0.0] * len(self.columns))

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
            the log odds against the mean customer of the training cut, whose log odds are
            ``intercept_``. A row and the intercept add up to the customer's log odds.
        """
        check_is_fitted(self)
        self._check_period(X)
        parts = (self._values(X) - self.mean_) / self.scale_ * self.coef_.to_numpy()
        return pd.DataFrame(parts, index=X.index, columns=list(self.columns))

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        return np.asarray(self.contributions(X).to_numpy().sum(axis=1) + self.intercept_)

    def _check_period(self, X: pd.DataFrame) -> None:
        period = X.attrs.get("period_days")
        if None not in (period, self.period_days_) and period != self.period_days_:
            raise InputError(
                "E_PERIOD",
                f"active_share counts periods of {period} days, the model learned from "
                f"{self.period_days_}",
                "describe both cuts with the same period",
            )


def _nearest_to(prior: Floats, z: Floats, churned: NDArray[np.bool_], penalty: float) -> Floats:
    """Coefficients with the smallest log loss plus penalty for their distance from the prior."""

    def loss(coefficients: Floats) -> tuple[float, Floats]:
        odds, distance = z @ coefficients, coefficients - prior
        value = (
            np.logaddexp(0, odds).sum() - odds[churned].sum() + penalty / 2 * distance @ distance
        )
        return value, z.T @ (expit(odds) - churned) + penalty * distance

    found = minimize(
        loss, prior, jac=True, method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-6}
    )
    return np.asarray(found.x)
