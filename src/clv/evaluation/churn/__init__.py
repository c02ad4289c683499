"""Probabilities of churn judged by who bought after the cut: at one cut or at several."""

from clv.evaluation.churn.backtest import ChurnBacktest, backtest_churn
from clv.evaluation.churn.judging import judge_churn_slices
from clv.evaluation.churn.lifts import lift_table
from clv.evaluation.churn.scoring import CHURN_METRICS
from clv.evaluation.churn.slices import POOLED, ChurnSlices
from clv.evaluation.churn.trial import ChurnTrial, judge_churn

__all__ = [
    "CHURN_METRICS",
    "POOLED",
    "ChurnBacktest",
    "ChurnSlices",
    "ChurnTrial",
    "backtest_churn",
    "judge_churn",
    "judge_churn_slices",
    "lift_table",
]
