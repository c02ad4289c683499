"""What results are worth: metrics, intervals, the contest, churn trials, backtests, checks."""

from clv.evaluation.backtest import backtest_by_frequency, backtest_totals, forecast_errors
from clv.evaluation.bootstrap import (
    bootstrap_weights,
    error_interval,
    interval,
    resample,
    simultaneous_reach,
)
from clv.evaluation.calibration import calibration_table
from clv.evaluation.changes import Changes, changed_since, explain_changes
from clv.evaluation.checks import (
    churn_score_too_good,
    horizon_beyond_history,
    one_time_buyers,
    pitfalls,
)
from clv.evaluation.choice import ModelChoice, choose_purchase_model
from clv.evaluation.churn import (
    CHURN_METRICS,
    ChurnBacktest,
    ChurnSlices,
    ChurnTrial,
    backtest_churn,
    judge_churn,
    judge_churn_slices,
    lift_table,
)
from clv.evaluation.churn.offers import RetentionOffer
from clv.evaluation.churn.profit import ProfitCurve, profit_curve
from clv.evaluation.claims import CLAIMS, VERDICTS, Claim, claims_table, judge_claims, judge_order
from clv.evaluation.classes import backtest_by_class, frequency_classes, recency_classes
from clv.evaluation.comparison import Comparison, compare
from clv.evaluation.contest import (
    CONTEST_METRICS,
    STANDARD_OCCASIONS,
    Case,
    Contest,
    JoinedCells,
    Lesson,
    MedianCells,
    Occasion,
    Protocol,
    RuleBands,
    RuleGroups,
    Series,
    contest_case,
    contest_table,
    run_contest,
    run_series,
    standard_competitors,
    standard_logs,
    standard_occasions,
    tree_leaves,
)
from clv.evaluation.coverage import coverage
from clv.evaluation.groups import group_shares
from clv.evaluation.leaderboard import (
    AverageForecaster,
    Forecaster,
    HybridForecaster,
    Leaderboard,
    LifetimesForecaster,
    ModelForecaster,
    RegressorForecaster,
    extend_leaderboard,
    load_leaderboard,
    origins,
    run_leaderboard,
    save_leaderboard,
    standard_forecasters,
)
from clv.evaluation.metrics import METRICS, Metric
from clv.evaluation.new_customers import count_frequencies, track_purchases
from clv.evaluation.purchases import (
    PURCHASE_METRICS,
    compare_purchase_models,
    score_purchase_models,
)
from clv.evaluation.record import (
    ForecastRecord,
    judge_periods,
    judge_record,
    keep_forecast,
)
from clv.evaluation.renewals import project_renewals, renewal_errors
from clv.evaluation.revision import split_revision
from clv.evaluation.spend import backtest_spend, spend_density
from clv.evaluation.sweep import sweep_cuts
from clv.evaluation.value_surface import value_surface
from clv.evaluation.verdict import Verdict, decide

__all__ = [
    "CHURN_METRICS",
    "CLAIMS",
    "CONTEST_METRICS",
    "METRICS",
    "PURCHASE_METRICS",
    "STANDARD_OCCASIONS",
    "VERDICTS",
    "AverageForecaster",
    "Case",
    "Changes",
    "ChurnBacktest",
    "ChurnSlices",
    "ChurnTrial",
    "Claim",
    "Comparison",
    "Contest",
    "ForecastRecord",
    "Forecaster",
    "HybridForecaster",
    "JoinedCells",
    "Leaderboard",
    "Lesson",
    "LifetimesForecaster",
    "MedianCells",
    "Metric",
    "ModelChoice",
    "ModelForecaster",
    "Occasion",
    "ProfitCurve",
    "Protocol",
    "RegressorForecaster",
    "RetentionOffer",
    "RuleBands",
    "RuleGroups",
    "Series",
    "Verdict",
    "backtest_by_class",
    "backtest_by_frequency",
    "backtest_churn",
    "backtest_spend",
    "backtest_totals",
    "bootstrap_weights",
    "calibration_table",
    "changed_since",
    "choose_purchase_model",
    "churn_score_too_good",
    "claims_table",
    "compare",
    "compare_purchase_models",
    "contest_case",
    "contest_table",
    "count_frequencies",
    "coverage",
    "decide",
    "error_interval",
    "explain_changes",
    "extend_leaderboard",
    "forecast_errors",
    "frequency_classes",
    "group_shares",
    "horizon_beyond_history",
    "interval",
    "judge_churn",
    "judge_churn_slices",
    "judge_claims",
    "judge_order",
    "judge_periods",
    "judge_record",
    "keep_forecast",
    "lift_table",
    "load_leaderboard",
    "one_time_buyers",
    "origins",
    "pitfalls",
    "profit_curve",
    "project_renewals",
    "recency_classes",
    "renewal_errors",
    "resample",
    "run_contest",
    "run_leaderboard",
    "run_series",
    "save_leaderboard",
    "score_purchase_models",
    "simultaneous_reach",
    "spend_density",
    "split_revision",
    "standard_competitors",
    "standard_forecasters",
    "standard_logs",
    "standard_occasions",
    "sweep_cuts",
    "track_purchases",
    "tree_leaves",
    "value_surface",
]
