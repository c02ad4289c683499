"""The query behind `clv.customers.compare_halves`."""

__all__ = ["halves_sql"]

_HALVES = {"earlier": "NOT later", "later": "later"}
_LIVED = {"earlier": "TRUE", "later": "span > 0"}

_FIRSTS = """
firsts AS (
    SELECT customer_id, greatest(min(day), $since) AS start,
        date_diff('day', greatest(min(day), $since), $last) AS span
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id
)
"""

_LATER = "date_diff('day', start, day) > date_diff('day', day, $last) AS later"


def _sum(column: str, condition: str, alias: str) -> str:
    exact = f"sum(CAST({column} AS DECIMAL(38, 10)))"
    return f"CAST({exact} FILTER (WHERE {condition}) AS DOUBLE) AS {alias}"


def _money_sql() -> str:
    """Sums over the days of a half; NULL where there is no such day."""
    sums = ", ".join(
        f"""
        {_sum("amount", half, f"spend_{name}")},
        CAST(count(*) FILTER (WHERE {half} AND is_purchase) AS DOUBLE) AS visits_{name},
        {_sum("discount", f"{half} AND is_purchase", f"saved_{name}")},
        {_sum("amount", f"{half} AND is_purchase AND discount IS NOT NULL", f"paid_{name}")},
        {_sum("cost", half, f"cost_{name}")},
        count(*) FILTER (WHERE {half} AND cost IS NULL) AS costless_{name}"""
        for name, half in _HALVES.items()
    )
    return f"""
money AS (
    SELECT customer_id, {sums},
        CAST(count(*) FILTER (WHERE later AND NOT is_purchase) AS DOUBLE) AS returns
    FROM (
        SELECT customer_id, amount, discount, cost, is_purchase, {_LATER}
        FROM purchase_days JOIN firsts USING (customer_id) WHERE day < $as_of AND day >= start
    ) AS days GROUP BY customer_id
)
"""


_NO_CATEGORIES = """
bought AS (
    SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS entropy_earlier,
        CAST(NULL AS DOUBLE) AS entropy_later, CAST(NULL AS DOUBLE) AS new_item_share
),
kinds AS (SELECT CAST(NULL AS VARCHAR) AS category)
"""


def _categories_sql() -> str:
    """Rows by category: those of either half, and those of the days before both."""
    entropies = ", ".join(
        f"""
        CASE WHEN sum({name}) >= 2 THEN ln(sum({name})) - CAST(sum(CAST({name} *
            ln(nullif({name}, 0)) AS DECIMAL(38, 16))) AS DOUBLE) / sum({name}) END
            AS entropy_{name}"""
        for name in _HALVES
    )
    return f"""
kinds AS (
    SELECT customer_id, category, coalesce(sum(rows) FILTER (WHERE later), 0) AS later,
        coalesce(sum(rows) FILTER (WHERE NOT later AND day >= start), 0) AS earlier,
        coalesce(sum(rows) FILTER (WHERE NOT later), 0) AS known_before
    FROM (
        SELECT customer_id, day, start, category, rows, {_LATER}
        FROM category_days JOIN firsts USING (customer_id)
        WHERE day < $as_of AND category IS NOT NULL AND coalesce(amount, 0) >= 0
    ) AS days GROUP BY customer_id, category
),
bought AS (
    SELECT customer_id, {entropies},
        CAST(sum(CASE WHEN known_before = 0 THEN later ELSE 0 END) AS DOUBLE)
            / nullif(sum(later), 0) AS new_item_share
    FROM kinds GROUP BY customer_id
)
"""


def _half_columns(name: str) -> str:
    lived = _LIVED[name]
    return f"""
    CASE WHEN {lived} THEN coalesce(spend_{name}, 0) END AS spend_{name},
    CASE WHEN {lived} THEN coalesce(visits_{name}, 0) END AS visits_{name},
    saved_{name} / nullif(saved_{name} + paid_{name}, 0) AS discount_depth_{name},
    CASE WHEN costless_{name} = 0
        THEN (spend_{name} - cost_{name}) / nullif(visits_{name}, 0) END
        AS margin_per_purchase_{name},
    entropy_{name}"""


def halves_sql(categories: bool) -> str:
    """Write the query, with the values as_of, since and last, ordered by customer."""
    kinds = _categories_sql() if categories else _NO_CATEGORIES
    halves = ",".join(_half_columns(name) for name in _HALVES)
    return f"""
WITH {_FIRSTS}, {_money_sql()}, {kinds}
SELECT customer_id, {halves},
    CASE WHEN span > 0 THEN coalesce(returns, 0) END AS returns_later,
    new_item_share AS new_item_share_later,
    (SELECT count(DISTINCT category) FROM kinds) AS known
FROM firsts LEFT JOIN money USING (customer_id) LEFT JOIN bought USING (customer_id)
ORDER BY customer_id
"""
