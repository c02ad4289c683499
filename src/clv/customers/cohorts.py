"""Customers by when they first bought: how many, what they brought, how many came back."""

from datetime import date

import pandas as pd

from clv.customers.grains import grain_sql, grain_start, require_grain
from clv.transactions import Transactions

__all__ = ["cohorts"]

_SQL = """
WITH customers AS (
    SELECT customer_id, min(day) FILTER (WHERE is_purchase) AS first_purchase,
        count(*) FILTER (WHERE is_purchase) AS purchases,
        sum(CAST(amount AS DECIMAL(38, 10))) AS money
    FROM purchase_days WHERE day < $as_of GROUP BY customer_id HAVING bool_or(is_purchase)
)
SELECT {cohort} AS cohort, count(*) AS customers, CAST(sum(purchases) AS BIGINT) AS purchases,
    CAST(sum(money) AS DOUBLE) AS revenue,
    count(*) FILTER (WHERE purchases > 1) / count(*) AS repeat_share
FROM customers GROUP BY {cohort} ORDER BY cohort
"""


def cohorts(log: Transactions, as_of: str | date, by: str = "M") -> pd.DataFrame:
    """Sum up customers by the stretch of the calendar in which they first bought.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks; nothing on or after it is seen.
    by
        ``"W"`` weeks from Monday to Sunday, ``"M"`` months or ``"Q"`` quarters of the calendar.

    Returns
    -------
    pandas.DataFrame
        Indexed by cohort (its first day), sorted: customers, purchases (purchase days), revenue
        (net of returns, NaN if the log has no money), repeat_share (share of the customers with a
        purchase after their first purchase day), whole (whether the stretch had ended before
        ``as_of``; while it has not, customers are still joining). Stretches in which nobody first
        bought are left out. ``attrs``: as_of and by.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_GRAIN``.

    Notes
    -----
    Older cohorts have had more time: compare their retention at the same age (`retention`), not
    their revenue.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> cohorts(log, "1997-10-01")[["customers", "purchases"]]
                customers  purchases
    cohort
    1997-01-01        781       1687
    1997-02-01        857       1755
    1997-03-01        719       1372
    """
    day, grain = log.day_within(as_of), require_grain(by, "WMQ")
    sql = _SQL.format(cohort=grain_sql(grain, "first_purchase"))
    table = log.query(sql, {"as_of": day}).set_index("cohort")
    table["whole"] = table.index < pd.Timestamp(grain_start(day, grain))
    table.attrs = {"as_of": day.isoformat(), "by": grain}
    return table
