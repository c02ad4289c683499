"""A line for each customer: one pass over the log that notices and summaries share."""

from clv.transactions.engines.engine import Engine

__all__ = ["customer_facts_sql", "keep_customer_facts"]

# Money is summed as exact decimals: neither the order of rows nor threads can change a digit.
# Days that hold only returns are few: apart, they leave the purchases to one pass without a window.
_SQL = """
WITH bought AS (
    SELECT customer_id, min(day) AS first_purchase, max(day) AS last_purchase,
        count(*) AS purchases, sum(rows) AS rows, sum(CAST(amount AS DECIMAL(38, 10))) AS money,
        min_by(amount, day) AS first_amount
    FROM purchase_days WHERE is_purchase AND {seen} GROUP BY customer_id
),
returned AS (
    SELECT customer_id, sum(purchase_days.rows) AS rows,
        sum(CAST(amount AS DECIMAL(38, 10))) AS money,
        sum(CAST(amount AS DECIMAL(38, 10))) FILTER (WHERE day > first_purchase) AS later_money
    FROM purchase_days JOIN bought USING (customer_id)
    WHERE NOT is_purchase AND {seen} GROUP BY customer_id
)
SELECT bought.customer_id, first_purchase, last_purchase, purchases,
    CAST(bought.rows + coalesce(returned.rows, 0) AS BIGINT) AS rows,
    CAST(bought.money + coalesce(returned.money, 0) AS DOUBLE) AS contribution,
    CAST(bought.money - CAST(first_amount AS DECIMAL(38, 10)) + coalesce(later_money, 0)
        AS DOUBLE) AS repeat_amount
FROM bought LEFT JOIN returned ON returned.customer_id = bought.customer_id
"""


def customer_facts_sql(seen: str = "TRUE") -> str:
    """Write the query that sums a customer's days up.

    Parameters
    ----------
    seen
        Condition over ``purchase_days`` for the days that are seen.

    Returns
    -------
    str
        SQL for one row for each customer with a purchase: customer_id, first_purchase,
        last_purchase, purchases (days with one), rows (in use), contribution (net) and
        repeat_amount (net, of the days after that of the first purchase). Money is NULL in a log
        without amounts.
    """
    return _SQL.format(seen=seen)


def keep_customer_facts(engine: Engine) -> None:
    """Keep the table ``customer_facts`` over the whole log.

    Parameters
    ----------
    engine
        Has ``purchase_days``.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table(
    ...     "purchase_days",
    ...     "SELECT '7' AS customer_id, DATE '2024-01-05' AS day, 5.0 AS amount, 2 AS rows, "
    ...     "true AS is_purchase",
    ... )
    >>> keep_customer_facts(engine)
    >>> engine.rows("SELECT customer_id, purchases, rows, contribution FROM customer_facts")
    [('7', 1, 2, 5.0)]
    """
    engine.table("customer_facts", customer_facts_sql())
