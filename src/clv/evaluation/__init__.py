"""What results are worth: metrics, intervals, the contest, churn trials, backtests, checks."""

from clv.evaluation.backtest import backtest_by_frequency, backtest_totals, forecast_errors
from clv.evaluation.bootstrap import bootstrap_weights, error_interval, interval, resample
from clv.evaluation.calibration import calibration_table
from clv.evaluation.checks import (
    churn_score_too_good,
    horizon_beyond_history,
    one_time_buyers,
    pitfalls,
)
from clv.evaluation.choice import ModelChoice, choose_purchase_model
from clv.evaluation.churn import CHURN_METRICS, ChurnTrial, judge_churn
from clv.evaluation.claims import CLAIMS, VERDICTS, Claim, claims_table, judge_claims
from clv.evaluation.classes import backtest_by_class, frequency_classes, recency_classes
from clv.evaluation.comparison import Comparison, compare
from clv.evaluation.competitors import RuleGroups, standard_competitors
from clv.evaluation.contest import Contest, Protocol
from clv.evaluation.groups import group_shares
from clv.evaluation.metrics import METRICS, Metric
from clv.evaluation.new_customers import count_frequencies, track_purchases
from clv.evaluation.purchases import (
    PURCHASE_METRICS,
    compare_purchase_models,
    score_purchase_models,
)
from clv.evaluation.renewals import project_renewals, renewal_errors
from clv.evaluation.run_contest import run_contest
from clv.evaluation.spend import backtest_spend, spend_density
from clv.evaluation.sweep import sweep_cuts
from clv.evaluation.tables import contest_table
from clv.evaluation.value_surface import value_surface
from clv.evaluation.verdict import Verdict, decide

__all__ = [
    "CHURN_METRICS",
    "CLAIMS",
    "METRICS",
    "PURCHASE_METRICS",
    "VERDICTS",
    "ChurnTrial",
    "Claim",
    "Comparison",
    "Contest",
    "Metric",
    "ModelChoice",
    "Protocol",
    "RuleGroups",
    "Verdict",
    "backtest_by_class",
    "backtest_by_frequency",
    "backtest_spend",
    "backtest_totals",
    "bootstrap_weights",
    "calibration_table",
    "choose_purchase_model",
    "churn_score_too_good",
    "claims_table",
    "compare",
    "compare_purchase_models",
    "contest_table",
    "count_frequencies",
    "decide",
    "error_interval",
    "forecast_errors",
    "frequency_classes",
    "group_shares",
    "horizon_beyond_history",
    "interval",
    "judge_churn",
    "judge_claims",
    "one_time_buyers",
    "pitfalls",
    "project_renewals",
    "recency_classes",
    "renewal_errors",
    "resample",
    "run_contest",
    "score_purchase_models",
    "spend_density",
    "standard_competitors",
    "sweep_cuts",
    "track_purchases",
    "value_surface",
]
