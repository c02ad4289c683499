"""Which kind of reason a customer's numbers bear out; the columns are those of the themes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["alarming", "calming"]

_NOTHING = 1e-9  # what rounding leaves of a column in which all are alike

Bools = NDArray[np.bool_]


def alarming(X: pd.DataFrame, raised: NDArray[np.float64]) -> NDArray[np.object_]:
    """Kind of reason for those at risk: of the themes that hold, the one that raises most."""
    holds = np.column_stack([np.ones(len(X), bool), _rare(X), _below(X, "log_mean_amount")])
    best = _first(raised, holds)
    once = (X["purchases"] <= 1).to_numpy()
    late = _late(X)
    silence = np.where(late, "overdue", np.where(_rare(X), "few", "not_yet"))
    silence = np.where(once, np.where(late, "overdue_once", "once"), silence)
    few = np.where(once, "once", "few")
    own = np.where(once, "once", "not_yet")
    other = np.where(raised.sum(axis=1) > _NOTHING, own, "usual")
    return np.select([best == 0, best == 1, best == 2], [silence, few, "small"], other)


def calming(X: pd.DataFrame, raised: NDArray[np.float64]) -> NDArray[np.object_]:
    """Kind of reason for those not at risk: of the themes that hold, the one that lowers most."""
    in_rhythm = ~_late(X) & (X["purchases"] > 1).to_numpy()
    often = _above(X, "log_purchases") & _above(X, "log_pace")
    large = _above(X, "log_mean_amount")
    best = _first(-raised, np.column_stack([in_rhythm, often, large]))
    named = ["calm_rhythm", "calm_often", "calm_large"]
    return np.select([best == k for k in range(3)], named, "calm")


def _late(X: pd.DataFrame) -> Bools:
    """Whether the silence is longer than the usual gap, in the whole days that are told."""
    return (X["inactivity"].round() > X["usual_gap"].clip(lower=1).round()).to_numpy()


def _rare(X: pd.DataFrame) -> Bools:
    return _below(X, "log_purchases") & _below(X, "log_pace")


def _above(X: pd.DataFrame, column: str) -> Bools:
    return (X[column] > _NOTHING).to_numpy()


def _below(X: pd.DataFrame, column: str) -> Bools:
    return (X[column] < -_NOTHING).to_numpy()


def _first(size: NDArray[np.float64], holds: Bools) -> NDArray[np.intp]:
    """Return which theme that holds is the largest above 0; -1 if none is."""
    counted = np.where(holds, size, -np.inf)
    return np.where(counted.max(axis=1) > 0, counted.argmax(axis=1), -1)
