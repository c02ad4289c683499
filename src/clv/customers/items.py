"""One row a customer: what was bought, through how many channels, at which discount and margin."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import ITEMS
from clv.transactions import Transactions

__all__ = ["describe_items"]

_MONEY = """
money AS (
    SELECT customer_id, min(day) FILTER (WHERE is_purchase) AS first_purchase,
        sum(CAST(discount AS DECIMAL(38, 10))) FILTER (WHERE is_purchase) AS saved,
        sum(CAST(amount AS DECIMAL(38, 10)))
            FILTER (WHERE is_purchase AND discount IS NOT NULL) AS paid,
        CASE WHEN count(cost) = count(*) THEN sum(CAST(amount AS DECIMAL(38, 10)))
            - sum(CAST(cost AS DECIMAL(38, 10))) END AS margin
    FROM purchase_days WHERE day < $as_of GROUP BY customer_id HAVING bool_or(is_purchase)
)
"""

# How often a category was bought: its rows without returns; those of the later half of the time
# since the first purchase; those of the day on which the customer met it, if within that half.
_CATEGORIES = """
category_counts AS (
    SELECT customer_id, day, category, sum(rows) AS n,
        CASE WHEN date_diff('day', max(first_purchase), day) > date_diff('day', day, $last)
            THEN sum(rows) ELSE 0 END AS later
    FROM category_days JOIN money USING (customer_id)
    WHERE day < $as_of AND category IS NOT NULL AND coalesce(amount, 0) >= 0
    GROUP BY customer_id, day, category
),
kinds AS (
    SELECT customer_id, category, sum(n) AS n, sum(later) AS later, min_by(later, day) AS new
    FROM category_counts GROUP BY customer_id, category
),
totals AS (
    SELECT customer_id, CAST(count(*) AS DOUBLE) AS categories, CAST(sum(n) AS DOUBLE) AS total,
        max(n) AS most, CAST(sum(new) AS DOUBLE) / nullif(sum(later), 0) AS new_category_share,
        CAST(sum(CAST(n * ln(n) AS DECIMAL(38, 16))) AS DOUBLE) AS spread
    FROM kinds GROUP BY customer_id
),
bought AS (
    SELECT customer_id, min(category) AS top_category, max(categories) AS categories,
        max(new_category_share) AS new_category_share,
        max(CASE WHEN total >= 2 THEN ln(total) - spread / total END) AS entropy
    FROM kinds JOIN totals USING (customer_id) WHERE n = most GROUP BY customer_id
)
"""

_NO_CATEGORIES = """
kinds AS (SELECT CAST(NULL AS VARCHAR) AS category),
bought AS (
    SELECT CAST(NULL AS VARCHAR) AS customer_id, category AS top_category,
        CAST(NULL AS DOUBLE) AS categories, CAST(NULL AS DOUBLE) AS new_category_share,
        CAST(NULL AS DOUBLE) AS entropy
    FROM kinds
)
"""

_CHANNELS = """
met AS (
    SELECT customer_id, CAST(count(DISTINCT channel) AS DOUBLE) AS channels FROM category_days
    WHERE day < $as_of AND channel IS NOT NULL AND coalesce(amount, 0) >= 0 GROUP BY customer_id
)
"""

_NO_CHANNELS = """
met AS (SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS channels)
"""

_SQL = """
WITH {money}, {categories}, {channels}
SELECT customer_id, CAST(margin AS DOUBLE) AS margin,
    CAST(saved AS DOUBLE) / nullif(CAST(saved + paid AS DOUBLE), 0) AS discount_depth,
    categories, entropy, new_category_share, top_category, channels,
    (SELECT count(DISTINCT category) FROM kinds) AS known
FROM money LEFT JOIN bought USING (customer_id) LEFT JOIN met USING (customer_id)
ORDER BY customer_id
"""


def describe_items(log: Transactions, as_of: str | date) -> pd.DataFrame:
    """Describe what every customer with a purchase before a day bought, and on which terms.

    Parameters
    ----------
    log
        The clean log; columns that it lacks make NaN.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise``.
        discount_depth (discount / (net amount + discount) over the purchase days whose discount is
        known, 0 to 1), margin (contribution less cost; NaN unless the cost of every day is known),
        categories (how many different ones were bought), category_entropy (Shannon entropy of the
        rows over the categories, divided by that of all categories in equal shares: 0 one
        category, 1 all of the log's in equal shares; NaN below 2 rows and in a log of one
        category), new_category_share (of the rows in the later half of the time since the first
        purchase, the share in a category that the customer bought that day for the first time; NaN
        without such rows), top_category (most rows; of equal ones the first in the alphabet),
        channels (how many different ones). Returns and rows without a category or channel do not
        count. ``attrs``: as_of, and categories (those in the log before that day).

    Raises
    ------
    InputError
        ``E_AS_OF``.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> days = ["2024-01-01", "2024-01-05", "2024-01-20", "2024-01-25"]
    >>> rows = {"customer_id": "ada", "date": days, "amount": 9.0, "discount": 1.0}
    >>> frame = pd.DataFrame({**rows, "category": ["tea", "tea", "tea", "rice"]})
    >>> table = describe_items(read_transactions(frame, as_of="2024-02-01"), "2024-02-01")
    >>> table[["discount_depth", "categories", "new_category_share", "top_category"]]
                 discount_depth  categories  new_category_share top_category
    customer_id
    ada                     0.1         2.0                 0.5          tea
    """
    day = log.day_within(as_of)
    sql = _SQL.format(
        money=_MONEY,
        categories=_CATEGORIES if "category" in log.columns else _NO_CATEGORIES,
        channels=_CHANNELS if "channel" in log.columns else _NO_CHANNELS,
    )
    table = log.query(sql, {"as_of": day, **_last(sql, day)})
    known = int(table["known"].max())
    # The last digits of a logarithm may differ between machines.
    evenness = table["entropy"] / (np.log(known) if known > 1 else np.nan)
    table["category_entropy"] = evenness.round(12).clip(0, 1)
    return customer_table(table, ITEMS, day, categories=known)


def _last(sql: str, day: date) -> dict[str, date]:
    """The last observed day, for a query that names it: an engine refuses what it is not asked."""
    return {"last": day - timedelta(days=1)} if "$last" in sql else {}
