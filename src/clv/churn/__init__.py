"""Churn without contracts: definitions, features that carry over cuts, models and reasons."""

from clv.churn.cuts import Cuts, lesson_cuts, slice_cuts
from clv.churn.definitions.agreement import compare_definitions, definition_agreement
from clv.churn.definitions.by_model import certainly_alive, not_alive, unlikely_to_buy
from clv.churn.definitions.defining import DEFINITIONS, DefinedChurn, define_churn
from clv.churn.definitions.silence import silent_days, silent_intervals
from clv.churn.definitions.thresholds import ChurnThresholds
from clv.churn.features import HISTORY_COLUMNS, HYBRID_COLUMNS, churn_features
from clv.churn.labels import no_purchase, partial_defection
from clv.churn.leaks.feature_aucs import single_feature_aucs
from clv.churn.leaks.traps import LARGEST_PLAUSIBLE_AUC, check_leaks, stop_if_too_good
from clv.churn.models.boosting import BoostedChurn, BoostedHybridChurn
from clv.churn.models.calibrated import CalibratedChurn
from clv.churn.models.catalogue import CHURN_MODELS, churn_model, fit_churn_models
from clv.churn.models.hybrid import HybridChurn
from clv.churn.models.simple import HistoryChurn, ModelChurn, RecencyChurn, churn_probability
from clv.churn.models.survival import SurvivalChurn
from clv.churn.reasons.sentences import THEMES, churn_reasons, theme_contributions
from clv.churn.tables import churn_lessons, churn_table
from clv.churn.waits import days_to_purchase

__all__ = [
    "CHURN_MODELS",
    "DEFINITIONS",
    "HISTORY_COLUMNS",
    "HYBRID_COLUMNS",
    "LARGEST_PLAUSIBLE_AUC",
    "THEMES",
    "BoostedChurn",
    "BoostedHybridChurn",
    "CalibratedChurn",
    "ChurnThresholds",
    "Cuts",
    "DefinedChurn",
    "HistoryChurn",
    "HybridChurn",
    "ModelChurn",
    "RecencyChurn",
    "SurvivalChurn",
    "certainly_alive",
    "check_leaks",
    "churn_features",
    "churn_lessons",
    "churn_model",
    "churn_probability",
    "churn_reasons",
    "churn_table",
    "compare_definitions",
    "days_to_purchase",
    "define_churn",
    "definition_agreement",
    "fit_churn_models",
    "lesson_cuts",
    "no_purchase",
    "not_alive",
    "partial_defection",
    "silent_days",
    "silent_intervals",
    "single_feature_aucs",
    "slice_cuts",
    "stop_if_too_good",
    "theme_contributions",
    "unlikely_to_buy",
]
