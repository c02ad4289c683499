"""From the log to one row a customer: summaries, features, outcomes, distinct histories."""

from clv.customers.columns import FEATURES, OUTCOMES, SUMMARY, require_columns
from clv.customers.counts import count_customers
from clv.customers.features import choose_period, describe
from clv.customers.histories import HISTORY, distinct_histories
from clv.customers.outcomes import outcomes
from clv.customers.summary import summarise
from clv.customers.volume import purchases_per_week

__all__ = [
    "FEATURES",
    "HISTORY",
    "OUTCOMES",
    "SUMMARY",
    "choose_period",
    "count_customers",
    "describe",
    "distinct_histories",
    "outcomes",
    "purchases_per_week",
    "require_columns",
    "summarise",
]
