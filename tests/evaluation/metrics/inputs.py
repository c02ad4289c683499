"""Something to score for every metric: truth and a prediction that knows a part of it."""

from typing import Any

import numpy as np

from clv.evaluation.metrics import Metric

ABOUT_GROUPS = {"r2_log_spend", "adjusted_rand"}
"""Compare customers with others, and a copy of a customer is not another customer."""

_EVENTS = {"log_loss", "brier", "roc_auc", "pr_auc"}
_PARTITIONS = {"adjusted_rand", "cramers_v"}


def draw(metric: Metric, seed: int, n: int) -> tuple[Any, Any]:
    """Truth and prediction of n customers."""
    rng = np.random.default_rng(seed)
    level = rng.integers(0, 4, n)
    if metric.name in _EVENTS:
        probability = 0.1 + 0.2 * level + rng.choice([0.0, 0.05], n)
        return rng.uniform(size=n) < probability, probability
    if metric.name == "count_log_loss":
        chances = np.eye(4)[level] * 0.5 + 0.1
        return np.where(rng.uniform(size=n) < 0.6, level, 5), chances
    if metric.name in _PARTITIONS:
        return level, np.where(rng.uniform(size=n) < 0.7, level, rng.integers(0, 4, n))
    spend = np.round(10.0**level * rng.uniform(0, 1, n), 1)
    if metric.name in {"r2_log_spend", "top_share", "spearman", "normalised_gini"}:
        return spend, level
    return spend, spend + rng.normal(0, 1, n)


def flawless(metric: Metric) -> tuple[Any, Any]:
    """A truth and a prediction that cannot be bettered."""
    if metric.name == "r2_log_spend":
        return np.array([0.0, 0.0, 9.0, 9.0]), np.array(["a", "a", "b", "b"])
    if metric.name == "top_share":
        return np.array([7.0, 0.0, 0.0, 0.0, 0.0]), np.array([2, 1, 1, 1, 1])
    truth = np.array([0, 0, 1, 1, 1])
    if metric.name == "count_log_loss":
        return truth, np.eye(2)[truth]
    return truth, truth.astype(float)
