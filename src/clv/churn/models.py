"""Three probabilities of churn: by recency alone, by the purchase model, and by both together."""

from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted

from clv.churn.features import HYBRID_COLUMNS
from clv.customers import require_columns
from clv.errors import FitError, InputError

__all__ = ["HybridChurn", "ModelChurn", "RecencyChurn", "churn_probability"]

Floats = NDArray[np.float64]


class _Churn(ClassifierMixin, BaseEstimator):
    """A scikit-learn classifier on named columns of `churn_features`; True stands for churn."""

    columns: ClassVar[tuple[str, ...]]
    classes_ = np.array([False, True])

    def predict_proba(self, X: pd.DataFrame) -> Floats:
        """Give churn a probability.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        numpy.ndarray
            Shape (customers, 2): of staying and of churning; rows add up to 1.

        Raises
        ------
        InputError
            ``E_COLUMNS``, ``E_NOT_FINITE`` or ``E_PERIOD``.
        """
        churning = expit(self._log_odds(X))
        return np.column_stack([1 - churning, churning])

    def predict(self, X: pd.DataFrame) -> NDArray[np.bool_]:
        """Say who is more likely to churn than to stay.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        numpy.ndarray
            Shape (customers,), True for churn.
        """
        return np.asarray(self._log_odds(X) > 0)

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        raise NotImplementedError

    def _values(self, X: pd.DataFrame) -> Floats:
        values = require_columns(X, self.columns)[list(self.columns)].to_numpy(np.float64)
        if not np.isfinite(values).all():
            bad = ", ".join(np.array(self.columns)[~np.isfinite(values).all(axis=0)])
            raise InputError(
                "E_NOT_FINITE", f"missing or infinite values in {bad}", "leave out these customers"
            )
        return values


class ModelChurn(_Churn):
    """One less the purchase model's probability of a purchase in the horizon; nothing is learned.

    Examples
    --------
    >>> X = pd.DataFrame({"model_logit": [0.0, 2.0]})
    >>> ModelChurn().fit(X, [True, False]).predict_proba(X)[:, 1].round(2).tolist()
    [0.5, 0.12]
    """

    columns = ("model_logit",)

    def fit(self, X: pd.DataFrame, y: ArrayLike) -> Self:
        """Learn nothing: the purchase model has been fitted already.

        Parameters
        ----------
        X, y
            Ignored.

        Returns
        -------
        ModelChurn
            Itself.
        """
        return self

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        return -self._values(X)[:, 0]


class _LogisticChurn(_Churn):
    """Logistic regression with a weak L2 penalty on columns brought to mean 0 and variance 1."""

    def __init__(self, C: float = 1.0) -> None:
        self.C = C

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
        logistic = LogisticRegression(C=self.C, max_iter=1000)
        logistic.fit((values - self.mean_) / self.scale_, churned)
        self.coef_ = pd.Series(logistic.coef_[0], index=list(self.columns), name="coefficient")
        self.intercept_ = float(logistic.intercept_[0])
        self.period_days_ = X.attrs.get("period_days")
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
            the log odds against the mean customer of the training cut, whose log odds are
            ``intercept_``. A row and the intercept add up to the customer's log odds.
        """
        check_is_fitted(self)
        self._check_period(X)
        parts = (self._values(X) - self.mean_) / self.scale_ * self.coef_.to_numpy()
        return pd.DataFrame(parts, index=X.index, columns=list(self.columns))

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        return np.asarray(self.intercept_ + self.contributions(X).to_numpy().sum(axis=1))

    def _check_period(self, X: pd.DataFrame) -> None:
        period: Any = X.attrs.get("period_days")
        if None not in (period, self.period_days_) and period != self.period_days_:
            raise InputError(
                "E_PERIOD",
                f"active_share counts periods of {period} days, the model learned from "
                f"{self.period_days_}",
                "describe both cuts with the same period",
            )


class RecencyChurn(_LogisticChurn):
    """Churn by the time since the last purchase alone: the baseline.

    It orders customers well, but its probabilities are tied to the age and the horizon that it
    learned from.

    Parameters
    ----------
    C
        Inverse strength of the penalty, as in scikit-learn.

    Examples
    --------
    >>> X = pd.DataFrame({"log_inactivity": [0.0, 1.0, 4.0, 5.0]})
    >>> RecencyChurn().fit(X, [False, False, True, True]).predict(X).tolist()
    [False, False, True, True]
    """

    columns = ("log_inactivity",)


class HybridChurn(_LogisticChurn):
    """The purchase model's log odds, corrected by what the customer's history adds to them.

    The horizon enters through the purchase model only, and all other columns mean the same at
    any age; so a model learned from a shorter outcome window carries to a longer one.

    Parameters
    ----------
    C
        Inverse strength of the penalty, as in scikit-learn.
    """

    columns = HYBRID_COLUMNS


def churn_probability(model: Any, X: pd.DataFrame) -> "pd.Series[float]":
    """Give each customer the probability of churn under a fitted model.

    Parameters
    ----------
    model
        One of the three, or any classifier with ``predict_proba``.
    X
        As `churn_features` makes it.

    Returns
    -------
    pandas.Series
        ``churn_probability`` by customer, 0 to 1.
    """
    return pd.Series(model.predict_proba(X)[:, 1], index=X.index, name="churn_probability")
