"""From the log to one row a customer: summaries, features, facts, outcomes, cohorts."""

from clv.customers.cohorts import cohorts
from clv.customers.columns import (
    FACTS,
    FEATURES,
    ITEMS,
    OUTCOMES,
    SUMMARY,
    VOLUMES,
    require_columns,
)
from clv.customers.counts import count_customers
from clv.customers.facts import customer_facts
from clv.customers.features import choose_period, describe
from clv.customers.first_days import first_days
from clv.customers.habits import category_shares, describe_habits
from clv.customers.halves import compare_halves
from clv.customers.histories import HISTORY, distinct_histories
from clv.customers.holdout import calibration_holdout
from clv.customers.intervals import retention_interval, wilson_interval
from clv.customers.items import describe_items
from clv.customers.outcomes import outcomes
from clv.customers.pace import population_gap, typical_gap
from clv.customers.period_outcomes import period_outcomes
from clv.customers.population import count_population, newcomers_per_week
from clv.customers.repeats import weekly_repeat_purchases
from clv.customers.retention import RETENTION_MEASURES, retention
from clv.customers.summary import summarise
from clv.customers.two_windows import TWO_WINDOWS, two_windows
from clv.customers.volume import purchases_per_week

__all__ = [
    "FACTS",
    "FEATURES",
    "HISTORY",
    "ITEMS",
    "OUTCOMES",
    "RETENTION_MEASURES",
    "SUMMARY",
    "TWO_WINDOWS",
    "VOLUMES",
    "calibration_holdout",
    "category_shares",
    "choose_period",
    "cohorts",
    "compare_halves",
    "count_customers",
    "count_population",
    "customer_facts",
    "describe",
    "describe_habits",
    "describe_items",
    "distinct_histories",
    "first_days",
    "newcomers_per_week",
    "outcomes",
    "period_outcomes",
    "population_gap",
    "purchases_per_week",
    "require_columns",
    "retention",
    "retention_interval",
    "summarise",
    "two_windows",
    "typical_gap",
    "weekly_repeat_purchases",
    "wilson_interval",
]
