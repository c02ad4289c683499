"""The form of a scikit-learn classifier that all churn models share."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["ChurnClassifier"]

Floats = NDArray[np.float64]


class ChurnClassifier(ClassifierMixin, BaseEstimator, ABC):
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

    @abstractmethod
    def _log_odds(self, X: pd.DataFrame) -> Floats:
        """Log odds of churn, one a customer."""

    def _values(self, X: pd.DataFrame) -> Floats:
        values = require_columns(X, self.columns)[list(self.columns)].to_numpy(np.float64)
        if not np.isfinite(values).all():
            bad = ", ".join(np.array(self.columns)[~np.isfinite(values).all(axis=0)])
            raise InputError(
                "E_NOT_FINITE", f"missing or infinite values in {bad}", "leave out these customers"
            )
        return values
