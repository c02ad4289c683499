"""Churn as no purchase in the horizon: labels, features that carry over cuts, three models."""

from clv.churn.features import HYBRID_COLUMNS, churn_features
from clv.churn.labels import no_purchase
from clv.churn.models import HybridChurn, ModelChurn, RecencyChurn, churn_probability
from clv.churn.reasons import THEMES, churn_reasons
from clv.churn.tables import churn_table

__all__ = [
    "HYBRID_COLUMNS",
    "THEMES",
    "HybridChurn",
    "ModelChurn",
    "RecencyChurn",
    "churn_features",
    "churn_probability",
    "churn_reasons",
    "churn_table",
    "no_purchase",
]
