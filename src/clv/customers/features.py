"""One row a customer: what rules, churn models and segments look at."""

from datetime import date, timedelta

import pandas as pd

from clv.customers.columns import FEATURES, customer_table
from clv.errors import InputError
from clv.transactions import Transactions

__all__ = ["PERIODS", "choose_period", "describe"]

PERIODS = (7, 14, 30, 91)
"""Lengths of a period that may be chosen, in days."""


def _square(value: str, level: str) -> str:
    """Square of the relative deviation from a level; NULL where the level is not positive."""
    relative = f"({value} / CASE WHEN {level} > 0 THEN {level} END - 1)"
    return f"try_cast({relative} ** 2 AS DECIMAL(38, 16))"


_GAPS = """
SELECT customer_id, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap
FROM purchase_days WHERE is_purchase AND day < $as_of
"""

# Squares of relative deviations are summed as exact decimals: neither the unit of money nor the
# order of rows nor the number of threads can change a digit of a coefficient of variation.
_SQL = f"""
WITH seen AS (
    SELECT *, min(day) FILTER (is_purchase) OVER (PARTITION BY customer_id) AS first,
        CAST(amount AS DECIMAL(38, 10)) AS money, ($last - day) // $period AS period
    FROM purchase_days WHERE day < $as_of
),
customers AS (
    SELECT customer_id,
        count(*) FILTER (is_purchase) AS purchases,
        CAST(sum(money) AS DOUBLE) AS contribution,
        contribution / purchases AS mean_amount,
        $last - max(day) FILTER (is_purchase) AS inactivity,
        $last - first AS tenure,
        tenure // $period + 1 AS periods_observed,
        CAST(sum(money) FILTER (is_purchase) AS DOUBLE) / purchases AS level,
        CAST(sum(money) FILTER (day >= first) AS DOUBLE) / periods_observed AS period_level
    FROM seen WHERE first IS NOT NULL GROUP BY customer_id, first
),
amounts AS (
    SELECT customer_id, sum({_square("amount", "level")}) AS amount_squares
    FROM seen JOIN customers USING (customer_id) WHERE is_purchase GROUP BY customer_id
),
gaps AS (
    SELECT customer_id, median(gap) AS median_gap, count(*) AS n, sum(gap) AS total,
        sqrt((n * sum(gap * gap) - total * total) / nullif(n * (n - 1), 0)) * n / total AS gap_cv
    FROM ({_GAPS}) WHERE gap IS NOT NULL GROUP BY customer_id
),
periods AS (
    SELECT customer_id, period, bool_or(is_purchase) AS active, CAST(sum(money) AS DOUBLE) AS spend
    FROM seen WHERE day >= first GROUP BY customer_id, period
),
spread AS (
    SELECT customer_id, count(*) FILTER (active) / any_value(periods_observed) AS active_share,
        any_value(periods_observed) - count(*) + sum({_square("spend", "period_level")})
            AS spend_squares
    FROM periods JOIN customers USING (customer_id) GROUP BY customer_id
)
SELECT customers.*, active_share, median_gap, gap_cv,
    sqrt(amount_squares / nullif(purchases - 1, 0)) AS amount_cv,
    CASE WHEN purchases >= 3 AND periods_observed >= 3
        THEN sqrt(spend_squares / (periods_observed - 1)) END AS spend_cv
FROM customers JOIN amounts USING (customer_id) JOIN spread USING (customer_id)
    LEFT JOIN gaps USING (customer_id)
"""


def choose_period(log: Transactions, as_of: str | date) -> int:
    """Choose the period that is nearest to twice the median time between purchases.

    Parameters
    ----------
    log
        The clean log.
    as_of
        Nothing on or after this day is seen.

    Returns
    -------
    int
        Days, one of `PERIODS`; 30 where nobody has bought twice. Of two that are equally near the
        shorter one: a coarse grid, in which everybody is active all the time, tells nothing.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> choose_period(read_transactions(cdnow_sample(), as_of="1998-07-01"), "1997-10-01")
    30
    """
    day = log.day_within(as_of)
    gap = log.query(f"SELECT median(gap) AS gap FROM ({_GAPS})", {"as_of": day})["gap"].item()
    return 30 if pd.isna(gap) else min(PERIODS, key=lambda days: abs(days - 2 * gap))


def describe(log: Transactions, as_of: str | date, period: int | str = "auto") -> pd.DataFrame:
    """Describe every customer with a purchase before a day.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    period
        Days in a period of the grid on which activity is counted, or ``"auto"`` for
        `choose_period`. The grid is anchored at ``as_of`` and runs backwards.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise``.
        purchases (purchase days), contribution (net revenue), mean_amount (contribution per
        purchase day), inactivity (days from the last purchase to the last observed day), tenure
        (days from the first), active_share (share of the periods since the first purchase with a
        purchase, above 0, at most 1), periods_observed (those periods), median_gap (days between
        purchases; NaN with 1 purchase), gap_cv (their coefficient of variation; NaN below 3
        purchases), amount_cv (of the amounts per purchase day; NaN with 1), spend_cv (of the net
        spend per period; NaN below 3 periods or 3 purchases). Variation is the sample standard
        deviation over the mean, NaN where the mean is not positive. Money is NaN if the log has
        none. ``attrs`` holds as_of, time_unit (``"D"``) and period_days.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_PERIOD``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> features = describe(log, "1997-10-01", period=30)
    >>> features.loc["0001", ["purchases", "inactivity", "periods_observed"]].astype(int).tolist()
    [3, 59, 10]
    """
    day = log.day_within(as_of)
    days = choose_period(log, day) if period == "auto" else _checked(period)
    last = day - timedelta(days=1)
    table = log.query(_SQL, {"as_of": day, "last": last, "period": days})
    return customer_table(table, FEATURES, day, time_unit="D", period_days=days)


def _checked(period: int | str) -> int:
    if isinstance(period, int) and 1 <= period <= 366:
        return period
    raise InputError(
        "E_PERIOD", "the period is not a number of days", "use 'auto' or 1 to 366", [period]
    )
