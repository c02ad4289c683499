"""How long customers kept buying without a pause, and how long they paused."""

from datetime import date, timedelta

import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import RUNS
from clv.transactions import Transactions

__all__ = ["longest_runs"]

# Periods are numbered backwards from the as-of day, so a run of active ones keeps its distance to
# their rank. Pauses lie before the newest, between two, and after the oldest active period.
_SQL = """
WITH firsts AS (
    SELECT customer_id, CAST(floor(date_diff('day', greatest(min(day), $since), $last) / $period)
        AS BIGINT) AS oldest
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id
),
active AS (
    SELECT DISTINCT customer_id,
        CAST(floor(date_diff('day', day, $last) / $period) AS BIGINT) AS period
    FROM purchase_days WHERE is_purchase AND day < $as_of AND day >= $since
),
placed AS (
    SELECT customer_id, period,
        period - row_number() OVER (PARTITION BY customer_id ORDER BY period) AS run,
        period - coalesce(lag(period) OVER (PARTITION BY customer_id ORDER BY period), -1) - 1
            AS pause
    FROM active
),
runs AS (
    SELECT customer_id, count(*) AS length, max(pause) AS pause, max(period) AS period
    FROM placed GROUP BY customer_id, run
),
longest AS (
    SELECT customer_id, max(length) AS length, max(pause) AS pause, max(period) AS period
    FROM runs GROUP BY customer_id
)
SELECT customer_id, coalesce(length, 0) AS longest_active_run,
    greatest(coalesce(pause, 0), oldest - coalesce(period, -1)) AS longest_empty_run
FROM firsts LEFT JOIN longest USING (customer_id) ORDER BY customer_id
"""


def longest_runs(log: Transactions, day: date, start: date, period: int) -> pd.DataFrame:
    """Longest runs of periods with and without a purchase, between two days."""
    values = {"as_of": day, "since": start, "last": day - timedelta(days=1), "period": period}
    return customer_table(log.query(_SQL, values), RUNS, day)
