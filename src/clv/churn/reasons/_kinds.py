"""Which kind of reason a customer's numbers bear out; the columns are those of the themes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["alarming", "calming"]

Bools = NDArray[np.bool_]


def alarming(X: pd.DataFrame, raised: NDArray[np.float64]) -> NDArray[np.object_]:
    """Kind of reason for those at risk: of the themes that hold, the one that raises most."""
    holds = np.column_stack([np.ones(len(X), bool), _rare(X), _below(X, "log_mean_amount")])
    best = _first(raised, holds)
    once = (X["purchases"] <= 1).to_numpy()
    late = (X["inactivity"] > X["usual_gap"]).to_numpy()
    silence = np.where(late, "overdue", np.where(_rare(X), "few", "not_yet"))
    silence = np.where(once, np.where(late, "overdue_once", "once"), silence)
    few = np.where(once, "once", "few")
    return np.select([best == 0, best == 1, best == 2], [silence, few, "small"], "usual")


def calming(X: pd.DataFrame, raised: NDArray[np.float64]) -> NDArray[np.object_]:
    """Kind of reason for those not at risk: of the themes that hold, the one that lowers most."""
    in_rhythm = ((X["inactivity"] <= X["usual_gap"]) & (X["purchases"] > 1)).to_numpy()
    often = ((X["log_purchases"] > 0) & (X["log_pace"] > 0)).to_numpy()
    large = _below(-X, "log_mean_amount")
    best = _first(-raised, np.column_stack([in_rhythm, often, large]))
    named = ["calm_rhythm", "calm_often", "calm_large"]
    return np.select([best == k for k in range(3)], named, "calm")


def _rare(X: pd.DataFrame) -> Bools:
    return ((X["log_purchases"] < 0) & (X["log_pace"] < 0)).to_numpy()


def _below(X: pd.DataFrame, column: str) -> Bools:
    return (X[column] < 0).to_numpy()


def _first(size: NDArray[np.float64], holds: Bools) -> NDArray[np.intp]:
    """Return which theme that holds is the largest above 0; -1 if none is."""
    counted = np.where(holds, size, -np.inf)
    return np.where(counted.max(axis=1) > 0, counted.argmax(axis=1), -1)
