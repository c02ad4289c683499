"""Metrics: each knows its direction, range, unit and perfect value, and counts in resamples."""

from clv.evaluation.metrics.agreement import adjusted_rand, cramers_v
from clv.evaluation.metrics.base import Metric
from clv.evaluation.metrics.concentration import normalised_gini
from clv.evaluation.metrics.errors import bias, mean_absolute_error, root_mean_squared_error
from clv.evaluation.metrics.explained import r2_log_spend
from clv.evaluation.metrics.probability import brier, count_log_loss, log_loss
from clv.evaluation.metrics.ranking import pr_auc, roc_auc, spearman
from clv.evaluation.metrics.registry import METRICS
from clv.evaluation.metrics.shares import top_share

__all__ = [
    "METRICS",
    "Metric",
    "adjusted_rand",
    "bias",
    "brier",
    "count_log_loss",
    "cramers_v",
    "log_loss",
    "mean_absolute_error",
    "normalised_gini",
    "pr_auc",
    "r2_log_spend",
    "roc_auc",
    "root_mean_squared_error",
    "spearman",
    "top_share",
]
