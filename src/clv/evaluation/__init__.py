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
from clv.evaluation.churn import CHURN_METRICS, ChurnTrial, judge_churn
from clv.evaluation.comparison import Comparison, compare
from clv.evaluation.competitors import RuleGroups, standard_competitors
from clv.evaluation.contest import Contest, Protocol
from clv.evaluation.groups import group_shares
from clv.evaluation.metrics import METRICS, Metric
from clv.evaluation.run_contest import run_contest
from clv.evaluation.tables import contest_table
from clv.evaluation.verdict import Verdict, decide

__all__ = [
    "CHURN_METRICS",
    "METRICS",
    "ChurnTrial",
    "Comparison",
    "Contest",
    "Metric",
    "Protocol",
    "RuleGroups",
    "Verdict",
    "backtest_by_frequency",
    "backtest_totals",
    "bootstrap_weights",
    "calibration_table",
    "churn_score_too_good",
    "compare",
    "contest_table",
    "decide",
    "error_interval",
    "forecast_errors",
    "group_shares",
    "horizon_beyond_history",
    "interval",
    "judge_churn",
    "one_time_buyers",
    "pitfalls",
    "resample",
    "run_contest",
    "standard_competitors",
]
