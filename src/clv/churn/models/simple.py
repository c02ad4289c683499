"""Probabilities of churn by recency, by history, and by the purchase model."""

from typing import Any, Self

import pandas as pd
from numpy.typing import ArrayLike

from clv.churn.features import HISTORY_COLUMNS
from clv.churn.models._classifier import ChurnClassifier, Floats
from clv.churn.models._logistic import LogisticChurn

__all__ = ["HistoryChurn", "ModelChurn", "RecencyChurn", "churn_probability"]


class ModelChurn(ChurnClassifier):
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

    def __sklearn_is_fitted__(self) -> bool:
        """Return True, so that a pipeline takes it."""
        return True

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        return -self._values(X)[:, 0]


class RecencyChurn(LogisticChurn):
    """Churn by the time since the last purchase alone: the baseline.

    It orders customers well, but its probabilities are tied to the age and the horizon that it
    learned from.

    Parameters
    ----------
    penalty
        Pull towards the same probability for all; 1 is next to nothing.

    Examples
    --------
    >>> X = pd.DataFrame({"log_inactivity": [0.0, 1.0, 4.0, 5.0]})
    >>> RecencyChurn().fit(X, [False, False, True, True]).predict(X).tolist()
    [False, False, True, True]
    """

    columns = ("log_inactivity",)


class HistoryChurn(LogisticChurn):
    """Plain logistic regression on the customer's history, without a purchase model.

    What such a model sees, it sees relative to the other customers of the day, so it ranks well at
    any age; its level is that of the window it learned from, and no horizon moves it.

    Parameters
    ----------
    penalty
        Pull towards the same probability for all; 1 is next to nothing.

    Examples
    --------
    >>> X = pd.DataFrame({name: [-1.0, 1.0] * 20 for name in HISTORY_COLUMNS})
    >>> HistoryChurn().fit(X, [False, True] * 20).predict(X)[:2].tolist()
    [False, True]
    """

    columns = HISTORY_COLUMNS


def churn_probability(model: Any, X: pd.DataFrame) -> "pd.Series[float]":
    """Give each customer the probability of churn under a fitted model.

    Parameters
    ----------
    model
        One of the models here, or any classifier with ``predict_proba``.
    X
        As `churn_features` makes it.

    Returns
    -------
    pandas.Series
        ``churn_probability`` by customer, 0 to 1.
    """
    return pd.Series(model.predict_proba(X)[:, 1], index=X.index, name="churn_probability")
