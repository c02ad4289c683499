"""The metrics by name."""

import math

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
from clv.evaluation.metrics.shares import top_share

__all__ = ["METRICS"]

_ALL = (
    Metric("r2_log_spend", "out-of-sample R² of log later spend", "higher",
           -math.inf, 1, 1, "", r2_log_spend),
    Metric("top_share", "share of later spend in the top 20%", "higher", 0, 1, 1, "", top_share),
    Metric("activity_gain", "log loss saved on who buys again", "higher",
           -math.inf, math.log(2), math.log(2), "nats", activity_gain),
    Metric("decision_value", "gain of contacts between chance and foresight", "higher",
           -math.inf, 1, 1, "", decision_value),
    Metric("adjusted_rand", "adjusted Rand index", "higher", -0.5, 1, 1, "", adjusted_rand),
    Metric("cramers_v", "Cramér's V", "higher", 0, 1, 1, "", cramers_v),
    Metric("log_loss", "log loss", "lower", 0, math.inf, 0, "nats", log_loss),
    Metric("brier", "Brier score", "lower", 0, 1, 0, "", brier),
    Metric("roc_auc", "area under the ROC curve", "higher", 0, 1, 1, "", roc_auc),
    Metric("pr_auc", "average precision", "higher", 0, 1, 1, "", pr_auc),
    Metric("lift", "lift in the top 10%", "higher", 0, 10, 10, "", lift),
    Metric("spearman", "Spearman rank correlation", "higher", -1, 1, 1, "", spearman),
    Metric("normalised_gini", "normalised Gini index", "higher", -1, 1, 1, "", normalised_gini),
    Metric("count_log_loss", "log loss of the count", "lower", 0, math.inf, 0, "nats",
           count_log_loss),
    Metric("bias", "bias (forecast less actual)", "zero",
           -math.inf, math.inf, 0, "unit forecast", bias),
    Metric("mae", "mean absolute error", "lower",
           0, math.inf, 0, "unit forecast", mean_absolute_error),
    Metric("rmse", "root mean squared error", "lower",
           0, math.inf, 0, "unit forecast", root_mean_squared_error),
    Metric("wape", "absolute errors over all that happened", "lower", 0, math.inf, 0, "", wape),
    Metric("decile_error", "error of tenths by forecast", "lower", 0, math.inf, 0, "",
           decile_error),
    Metric("coverage_80", "share inside the central 80%, less 80%", "zero", -0.8, 0.2, 0, "",
           coverage_80),
    Metric("coverage_95", "share inside the central 95%, less 95%", "zero", -0.95, 0.05, 0, "",
           coverage_95),
)  # fmt: skip

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
"""Every metric under its name."""
