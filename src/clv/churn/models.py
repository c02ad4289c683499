"""Three probabilities of churn: by recency alone, by the purchase model, and by both together."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clv.churn._classifier import ChurnClassifier, Floats
from clv.churn._logistic import LogisticChurn
from clv.churn.features import HYBRID_COLUMNS

__all__ = ["HybridChurn", "ModelChurn", "RecencyChurn", "churn_probability"]


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


class HybridChurn(LogisticChurn):
    """The purchase model's log odds, corrected by what the customer's history adds to them.

    The prior is the purchase model itself, so few customers leave it as it is and many correct
    it. The horizon enters through the purchase model only, and all other columns mean the same at
    any age; so a model learned from a shorter outcome window carries to a longer one.

    Parameters
    ----------
    penalty
        Pull towards the purchase model. The default expects corrections of about 0.3
        (1 / sqrt(10)) in the log odds per standard deviation of a column.
    """

    columns = HYBRID_COLUMNS

    def __init__(self, penalty: float = 10.0) -> None:
        super().__init__(penalty)

    def _prior(self, churned: NDArray[np.bool_]) -> Floats:
        """Minus the model's log odds, written in standardised columns."""
        model = np.array([name == "model_logit" for name in self.columns])
        return np.append(-self.mean_[model], np.where(model, -self.scale_, 0.0))


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
