"""The queries behind `clv.customers.describe`."""

__all__ = ["MEDIAN_GAP", "describe_sql"]


def _square(value: str, level: str) -> str:
    """Square of the relative deviation from a level; NULL where the level is not positive."""
    relative = f"({value} / CASE WHEN {level} > 0 THEN {level} END - 1)"
    return f"try_cast({relative} * {relative} AS DECIMAL(38, 16))"


_SUM = "sum(CAST(amount AS DECIMAL(38, 10)))"

# Squares of relative deviations are summed as exact decimals: neither the unit of money nor the
# order of rows nor the number of threads can change a digit of a coefficient of variation.
# A day before the window counts as nothing earned, and where money is not known as not known.
_CUSTOMERS = f"""
bought AS (
    SELECT customer_id, min(day) AS first_purchase, max(day) AS last_purchase,
        count(*) FILTER (WHERE day >= $since) AS purchases,
        sum(CAST(CASE WHEN day >= $since THEN amount ELSE 0 * amount END AS DECIMAL(38, 10)))
            AS money
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id
),
returned AS (
    SELECT customer_id, {_SUM} AS money, {_SUM} FILTER (WHERE day >= first_purchase) AS later_money
    FROM purchase_days JOIN bought USING (customer_id)
    WHERE NOT is_purchase AND day >= $since AND day < $as_of GROUP BY customer_id
),
customers AS (
    SELECT customer_id, first_purchase, purchases,
        CAST(bought.money AS DOUBLE) / nullif(purchases, 0) AS level,
        CAST(bought.money + coalesce(returned.money, 0) AS DOUBLE) AS contribution,
        CAST(bought.money + coalesce(later_money, 0) AS DOUBLE) AS later_contribution,
        date_diff('day', last_purchase, $last) AS inactivity,
        date_diff('day', first_purchase, $last) AS tenure,
        date_diff('day', greatest(first_purchase, $since), $last) AS span
    FROM bought LEFT JOIN returned USING (customer_id)
)
"""

_GAPS = """
SELECT customer_id, amount,
    date_diff('day', lag(day) OVER (PARTITION BY customer_id ORDER BY day), day) AS gap
FROM purchase_days WHERE is_purchase AND day < $as_of
"""

MEDIAN_GAP = f"SELECT median(gap) AS gap FROM ({_GAPS}) AS gaps"
"""Days between two purchases, over all customers."""

_TIMING = f"""
timing AS (
    SELECT customer_id, median(gap) AS median_gap, count(gap) AS n, sum(gap) AS total,
        sum(gap * gap) AS gap_squares, sum({_square("amount", "level")}) AS amount_squares
    FROM ({_GAPS} AND day >= $since) AS gaps JOIN customers USING (customer_id)
    GROUP BY customer_id
)
"""


def _spread_sql(name: str, period: str) -> str:
    """Spend over the periods of a grid: how many were active, squares of deviations."""
    number = f"CAST(floor(date_diff('day', day, $last) / {period}) AS BIGINT)"
    observed = f"CAST(floor(max(span) / {period}) AS BIGINT) + 1"
    level = "(later_contribution / observed)"
    return f"""
{name}_cells AS (
    SELECT customer_id, {number} AS period, bool_or(is_purchase) AS active,
        CAST({_SUM} AS DOUBLE) AS spend, {observed} AS observed,
        max(later_contribution) AS later_contribution
    FROM purchase_days JOIN customers USING (customer_id)
    WHERE day < $as_of AND day >= greatest(first_purchase, $since) GROUP BY customer_id, {number}
),
{name} AS (
    SELECT customer_id, max(observed) AS observed, count(*) FILTER (WHERE active) AS active,
        max(observed) - count(*) + sum({_square("spend", level)}) AS squares
    FROM {name}_cells GROUP BY customer_id
)
"""


def _spread_cv(name: str) -> str:
    return f"""CASE WHEN purchases >= 3 AND {name}.observed >= 3
        THEN sqrt({name}.squares / ({name}.observed - 1)) END"""


def describe_sql(volumes: bool) -> str:
    """Write the query for the features.

    Parameters
    ----------
    volumes
        Also measure how the monthly and the quarterly spend vary.

    Returns
    -------
    str
        A query with the values as_of, since, last and period, ordered by customer.
    """
    lengths = {"spread": "$period"} | ({"month": "30", "quarter": "91"} if volumes else {})
    spreads = ", ".join(_spread_sql(name, days) for name, days in lengths.items())
    joins = " ".join(f"LEFT JOIN {name} USING (customer_id)" for name in lengths)
    more = "".join(f", {_spread_cv(name)} AS {name}_cv" for name in lengths if name != "spread")
    observed = "(CAST(floor(span / $period) AS BIGINT) + 1)"
    return f"""
WITH {_CUSTOMERS}, {_TIMING}, {spreads}
SELECT customer_id, purchases, contribution, contribution / nullif(purchases, 0) AS mean_amount,
    inactivity, tenure, coalesce(spread.active, 0) / {observed} AS active_share,
    {observed} AS periods_observed, median_gap,
    sqrt((n * gap_squares - total * total) / nullif(n * (n - 1), 0)) * n / total AS gap_cv,
    sqrt(amount_squares / nullif(purchases - 1, 0)) AS amount_cv,
    {_spread_cv("spread")} AS spend_cv{more}
FROM customers LEFT JOIN timing USING (customer_id) {joins}
ORDER BY customer_id
"""
