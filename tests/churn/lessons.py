"""Lessons for the tests of learners: a table, who churned, and when the others came back."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from clv.churn import churn_features
from tests.churn.tables import features, given_model

HORIZON = 56.0


def lesson(seed: int, n: int = 1500) -> tuple[pd.DataFrame, NDArray[np.bool_], NDArray[np.float64]]:
    """Customers whose daily chance of a purchase falls with how overdue they are."""
    table = features(n, seed)
    X = churn_features(table, table, given_model(table, seed), HORIZON)
    daily = expit((-4 - 0.6 * X["model_logit"].abs() - 1.2 * X["log_overdue"]).to_numpy())
    waits = np.random.default_rng(50 + seed).geometric(daily) - 1.0
    return X, waits >= HORIZON, waits.astype(np.float64)
