"""Something to score for every metric: truth and a prediction that knows a part of it."""

from typing import Any

import numpy as np
from scipy.stats import binom

from clv.evaluation.metrics import Metric

ABOUT_GROUPS = {"r2_log_spend", "activity_gain", "adjusted_rand"}
"""Compare customers with others, and a copy of a customer is not another customer."""

_EVENTS = {"log_loss", "brier", "roc_auc", "pr_auc", "lift"}
_COVERAGES = {"coverage_80", "coverage_95"}
_DISTRIBUTIONS = {"count_log_loss", *_COVERAGES}
_PARTITIONS = {"adjusted_rand", "cramers_v"}


def draw(metric: Metric, seed: int, n: int) -> tuple[Any, Any]:
    """Truth and prediction of n customers."""
    rng = np.random.default_rng(seed)
    level = rng.integers(0, 4, n)
    if metric.name in _EVENTS:
        probability = 0.1 + 0.2 * level + rng.choice([0.0, 0.05], n)
        return rng.uniform(size=n) < probability, probability
    if metric.name in _DISTRIBUTIONS:
        return _counts(metric.name, rng, level)
    if metric.name in _PARTITIONS:
        return level, np.where(rng.uniform(size=n) < 0.7, level, rng.integers(0, 4, n))
    if metric.name == "activity_gain":
        return rng.uniform(size=n) < 0.1 + 0.2 * level, level
    spend = np.round(10.0**level * rng.uniform(0, 1, n), 1)
    if metric.name in {"r2_log_spend", "top_share", "spearman", "normalised_gini"}:
        return spend, level
    return spend, spend + rng.normal(0, 1, n)


def _counts(name: str, rng: np.random.Generator, level: Any) -> tuple[Any, Any]:
    if name in _COVERAGES:
        chances = binom.pmf(np.arange(13), 12, 0.1 + 0.25 * level[:, None])
        return rng.binomial(12, 0.1 + 0.25 * level), chances
    chances = np.eye(4)[level] * 0.5 + 0.1
    return np.where(rng.uniform(size=level.size) < 0.6, level, 5), chances


def flawless(metric: Metric) -> tuple[Any, Any]:
    """A truth and a prediction that cannot be bettered."""
    truth, one = np.array([0, 0, 1, 1, 1]), np.array([7.0, 0.0, 0.0, 0.0, 0.0])
    special: dict[str, tuple[Any, Any]] = {
        "r2_log_spend": (np.array([0.0, 0.0, 9.0, 9.0]), np.array(["a", "a", "b", "b"])),
        "decision_value": (one, one),
        "top_share": (one, np.array([2, 1, 1, 1, 1])),
        "lift": (np.arange(10) == 9, np.arange(10)),
        "count_log_loss": (truth, np.eye(2)[truth]),
        **dict.fromkeys(_COVERAGES, (np.array([0, 1]), np.full((2, 2), 0.5))),
    }
    if metric.name == "activity_gain":  # nobody is ever certain, so many are needed
        return np.repeat([0, 1], 10**6), np.repeat(["a", "b"], 10**6)
    return special.get(metric.name, (truth, truth.astype(float)))
