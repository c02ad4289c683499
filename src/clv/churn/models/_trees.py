"""Trees small enough for a table of customers, and the same whatever the order of its rows."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingRegressor

from clv.churn.models._classifier import Floats

__all__ = ["LEAST", "any_order", "cells", "newton_step", "shape"]

LEAST = 50  # customers in a leaf, so that few customers grow no tree at all
LEAST_AROUND = 200  # the same around the hybrid, which is hard to better
_UNSURE = 0.02  # chance below which the outcome of one customer counts no more in a Newton step


def cells(values: Floats, edges: Floats) -> Floats:
    """Columns as the number of the cell that each value lies in."""
    pairs = zip(values.T, edges.T, strict=True)
    return np.column_stack([np.searchsorted(edge, column) for column, edge in pairs]).astype(float)


def newton_step(
    values: Floats, churned: NDArray[np.bool_], odds: Floats, trees: int, rate: float
) -> HistGradientBoostingRegressor:
    """Boosted regression on what the log odds leave, weighted by how unsure they are."""
    chance = expit(odds)
    sure = np.clip(chance, _UNSURE, 1 - _UNSURE)
    weight = sure * (1 - sure)
    left = (churned - chance) / weight
    left -= np.average(left, weights=weight)  # the level is the hybrid's
    step = HistGradientBoostingRegressor(**shape(trees, rate, LEAST_AROUND))
    return step.fit(values, left, sample_weight=weight)


def shape(trees: int, rate: float, least: int) -> dict[str, float]:
    """Return the settings of small trees that do not depend on chance."""
    return {
        "max_iter": trees,
        "learning_rate": rate,
        "max_leaf_nodes": 8,
        "min_samples_leaf": least,
        "l2_regularization": 10.0,
        "early_stopping": False,
        "random_state": 0,
    }


def any_order(values: Floats, churned: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Order that depends on what rows hold and not on how they stood."""
    return np.lexsort((churned, *values.T))
