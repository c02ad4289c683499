"""The purchase model and the history together."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.churn.features import HYBRID_COLUMNS
from clv.churn.models._classifier import Floats
from clv.churn.models._level import carried_level
from clv.churn.models._logistic import LogisticChurn

__all__ = ["HybridChurn"]


class HybridChurn(LogisticChurn):
    """The purchase model's log odds, corrected by what the customer's history adds to them.

    The prior is the purchase model itself, so few customers leave it as it is and many correct
    it. The horizon and the age of the customers enter through the purchase model only: all other
    columns say how a customer differs from the others of the same day. So a model learned from a
    shorter window, or from younger customers, carries to a longer one and to older ones.

    Parameters
    ----------
    penalty
        Pull towards the purchase model. The default expects corrections of about 0.45
        (1 / sqrt(5)) in the log odds per standard deviation of a column.
    level
        How much of the purchase model's error in the number of buyers is carried over, 0 to 1. By
        how much a whole window was off (a season, a slump) is one observation, however many
        customers there are: half of it is believed to last.

    Examples
    --------
    >>> X = pd.DataFrame({name: [-1.0, 1.0] * 20 for name in ("model_logit", *HYBRID_COLUMNS)})
    >>> odds = HybridChurn().fit(X, [True, False] * 20).predict_proba(X)[:2, 1]
    >>> bool(odds[0] > odds[1])
    True
    """

    columns = HYBRID_COLUMNS

    def __init__(self, penalty: float = 5.0, level: float = 0.5) -> None:
        super().__init__(penalty)
        self.level = level

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Take the log odds of churn apart, column by column.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        pandas.DataFrame
            As `HistoryChurn.contributions`, against the mean customer of the day; what the purchase
            model says stands under ``relative_logit``.
        """
        parts = super().contributions(X)
        parts["relative_logit"] -= X["relative_logit"]
        return parts

    def typical_log_odds(self, X: pd.DataFrame) -> Floats:
        """Return the log odds of the mean customer of the day, as the purchase model moves them.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        numpy.ndarray
            Shape (customers,).
        """
        model, relative = self._values(X, ("model_logit", "relative_logit")).T
        return np.asarray(super().typical_log_odds(X) - (model - relative), np.float64)

    def _known(self, X: pd.DataFrame) -> Any:
        return -self._values(X, ("model_logit",))[:, 0]

    def _prior(self, churned: NDArray[np.bool_]) -> Floats:
        return np.zeros(1 + len(self.columns))

    def _level(self, intercept: float, odds: Any, known: Any) -> float:
        return carried_level(intercept, odds, known, self.level)
