"""Metrics: each knows its direction, range, unit and perfect value, and counts in resamples."""

from clv.evaluation.metrics.activity import activity_gain
from clv.evaluation.metrics.agreement import adjusted_rand, cramers_v
from clv.evaluation.metrics.base import Metric
from clv.evaluation.metrics.concentration import normalised_gini
from clv.evaluation.metrics.decisions import decision_value
from clv.evaluation.metrics.distribution import coverage_80, coverage_95, decile_error
from clv.evaluation.metrics.errors import (
    bias,
    mean_absolute_error,
    root_mean_squared_error,
    wape,
)
from clv.evaluation.metrics.explained import r2_log_spend
from clv.evaluation.metrics.lift import lift
from clv.evaluation.metrics.probability import brier, count_log_loss, log_loss
from clv.evaluation.metrics.ranking import pr_auc, roc_auc, spearman
from clv.evaluation.metrics.registry import METRICS
from clv.evaluation.metrics.shares import top_share

__all__ = [
    "METRICS",
    "Metric",
    "activity_gain",
    "adjusted_rand",
    "bias",
    "brier",
    "count_log_loss",
    "coverage_80",
    "coverage_95",
    "cramers_v",
    "decile_error",
    "decision_value",
    "lift",
    "log_loss",
    "mean_absolute_error",
    "normalised_gini",
    "pr_auc",
    "r2_log_spend",
    "roc_auc",
    "root_mean_squared_error",
    "spearman",
    "top_share",
    "wape",
]
