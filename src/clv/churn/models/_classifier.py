"""The form of a scikit-learn classifier that all churn models share."""

import math
from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

from clv.customers import require_columns
from clv.errors import FitError, InputError

__all__ = ["ChurnClassifier", "Floats", "check_setting", "read_outcome"]

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
        churning = expit(self._log_odds(_named(X))) if len(X) else np.empty(0)
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
        return np.asarray(self.predict_proba(X)[:, 1] > 0.5)

    @abstractmethod
    def _log_odds(self, X: pd.DataFrame) -> Floats:
        """Log odds of churn, one a customer."""

    def _values(self, X: pd.DataFrame, columns: tuple[str, ...] = ()) -> Floats:
        names = columns or self.columns
        values = require_columns(X, names)[list(names)].to_numpy(np.float64)
        if not np.isfinite(values).all():
            bad = ", ".join(np.array(names)[~np.isfinite(values).all(axis=0)])
            raise InputError(
                "E_NOT_FINITE", f"missing or infinite values in {bad}", "leave out these customers"
            )
        return values

    def _outcome(self, X: pd.DataFrame, y: ArrayLike) -> NDArray[np.bool_]:
        churned = read_outcome(_named(X), y)
        if churned.all() or not churned.any():
            raise FitError(
                "E_ONE_CLASS",
                f"of {len(churned)} customers {churned.sum()} churned",
                "choose a horizon in which some customers buy and some do not",
            )
        return churned

    def _remember(self, X: pd.DataFrame) -> None:
        self.period_days_ = X.attrs.get("period_days")

    def _check_period(self, X: pd.DataFrame) -> None:
        period = X.attrs.get("period_days")
        if None not in (period, self.period_days_) and period != self.period_days_:
            raise InputError(
                "E_PERIOD",
                f"active_share counts periods of {period} days, the model learned from "
                f"{self.period_days_}",
                "describe both cuts with the same period",
            )


def check_setting(name: str, number: float, least: float, most: float = math.inf) -> None:
    """Refuse a setting outside its range, or that is not finite."""
    if not (least <= number <= most and number < math.inf):
        raise InputError(
            "E_PARAMETER",
            f"{name} is not a finite number from {least:g}"
            + (f" to {most:g}" if most < math.inf else ""),
            "set another one",
            [number],
        )


def _named(X: pd.DataFrame) -> pd.DataFrame:
    if isinstance(X, pd.DataFrame):
        return X
    raise InputError(
        "E_COLUMNS",
        f"the table is of type {type(X).__name__} and names no columns",
        'pass a DataFrame; in a pipeline, set_output(transform="pandas")',
    )


def read_outcome(X: pd.DataFrame, y: ArrayLike) -> NDArray[np.bool_]:
    """Read who churned, in the order of a table.

    Parameters
    ----------
    X
        One row a customer.
    y
        True, or 1, for churn; a Series must have the index of the table.

    Returns
    -------
    numpy.ndarray
        Shape (customers,), bool.

    Raises
    ------
    InputError
        ``E_OUTCOME`` where the two do not match, or values are not true or false.
    """
    same = not isinstance(y, pd.Series) or y.index.equals(X.index)
    values = np.asarray(y)
    if not same or values.shape != (len(X),):
        raise InputError(
            "E_OUTCOME",
            f"{len(X)} customers and {values.size} outcomes are not the same ones in one order",
            "pass the outcome of each row, such as no_purchase(outcomes(log, cut, end))",
        )
    unclear = ~pd.Series(values).isin([0, 1]).to_numpy()
    if unclear.any():
        raise InputError(
            "E_OUTCOME",
            f"{unclear.sum()} of {len(X)} outcomes are neither true nor false",
            "pass True for customers who bought nothing in the window",
        )
    return values.astype(bool)
