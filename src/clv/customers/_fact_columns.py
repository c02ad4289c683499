"""The columns that rules need beside the features, by the table that has them."""

__all__ = ["ENDS", "FIRST_DAYS", "HABITS", "HALVES", "RUNS"]

HALVES = (
    "spend_earlier",
    "spend_later",
    "visits_earlier",
    "visits_later",
    "discount_depth_earlier",
    "discount_depth_later",
    "category_entropy_earlier",
    "category_entropy_later",
    "margin_per_purchase_earlier",
    "margin_per_purchase_later",
    "returns_later",
    "new_item_share_later",
)
"""Columns of `clv.customers.compare_halves`."""

FIRST_DAYS = (
    "first_basket",
    "first_days_purchases",
    "first_days_amount",
    "first_days_categories",
    "later_spend",
)
"""Columns of `clv.customers.first_days`."""

HABITS = ("deal_share", "price_level")
"""Columns of `clv.customers.describe_habits`."""

ENDS = (
    "first_purchase",
    "last_purchase",
    "first_amount",
    "last_amount",
    "largest_amount",
    "purchases_total",
)
"""Columns of `clv.customers.customer_facts` about the first, the last and the largest purchase."""

RUNS = ("longest_active_run", "longest_empty_run")
"""Columns of `clv.customers.customer_facts` about activity and pauses on the grid."""
