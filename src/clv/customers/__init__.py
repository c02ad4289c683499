"""From the log to one row a customer: summaries, features, outcomes, cohorts, histories."""

from clv.customers.cohorts import cohorts
from clv.customers.columns import (
    FEATURES,
    ITEMS,
    OUTCOMES,
    SUMMARY,
    VOLUMES,
    require_columns,
)
from clv.customers.counts import count_customers
from clv.customers.features import choose_period, describe
from clv.customers.histories import HISTORY, distinct_histories
from clv.customers.holdout import calibration_holdout
from clv.customers.intervals import retention_interval, wilson_interval
from clv.customers.items import describe_items
from clv.customers.outcomes import outcomes
from clv.customers.repeats import weekly_repeat_purchases
from clv.customers.retention import RETENTION_MEASURES, retention
from clv.customers.summary import summarise
from clv.customers.volume import purchases_per_week

__all__ = [
    "FEATURES",
    "HISTORY",
    "ITEMS",
    "OUTCOMES",
    "RETENTION_MEASURES",
    "SUMMARY",
    "VOLUMES",
    "calibration_holdout",
    "choose_period",
    "cohorts",
    "count_customers",
    "describe",
    "describe_items",
    "distinct_histories",
    "outcomes",
    "purchases_per_week",
    "require_columns",
    "retention",
    "retention_interval",
    "summarise",
    "weekly_repeat_purchases",
    "wilson_interval",
]
