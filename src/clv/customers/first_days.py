"""How customers began, and what came of it: what likeness to earlier customers is judged by."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import FIRST_DAYS
from clv.customers.windows import window_days
from clv.periods import Duration
from clv.transactions import Transactions

__all__ = ["first_days"]

_AGE = "date_diff('day', first_purchase, day)"
_SUM = "sum(CAST(amount AS DECIMAL(38, 10)))"

_MONEY = f"""
firsts AS (
    SELECT customer_id, min(day) AS first_purchase, min_by(amount, day) AS basket,
        date_diff('day', min(day), $last) AS tenure
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id
),
sums AS (
    SELECT customer_id, {_SUM} FILTER (WHERE {_AGE} < $days) AS amount,
        count(*) FILTER (WHERE is_purchase AND {_AGE} < $days) AS purchases,
        coalesce({_SUM} FILTER (WHERE {_AGE} >= $days), 0) AS later
    FROM purchase_days JOIN firsts USING (customer_id)
    WHERE day < $as_of AND day >= first_purchase AND {_AGE} < $days + $horizon
    GROUP BY customer_id
)
"""

_CATEGORIES = f"""
met AS (
    SELECT customer_id, CAST(count(DISTINCT category) AS DOUBLE) AS categories
    FROM category_days JOIN firsts USING (customer_id)
    WHERE day < $as_of AND day >= first_purchase AND {_AGE} < $days
        AND category IS NOT NULL AND coalesce(amount, 0) >= 0
    GROUP BY customer_id
)
"""

_NO_CATEGORIES = """
met AS (SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS categories)
"""

_SQL = """
WITH {money}, {categories}
SELECT customer_id,
    CASE WHEN tenure >= $days THEN basket END AS first_basket,
    CASE WHEN tenure >= $days THEN CAST(purchases AS DOUBLE) END AS first_days_purchases,
    CASE WHEN tenure >= $days THEN CAST(amount AS DOUBLE) END AS first_days_amount,
    CASE WHEN tenure >= $days THEN categories END AS first_days_categories,
    CASE WHEN tenure + 1 >= $days + $horizon THEN CAST(later AS DOUBLE) END AS later_spend
FROM firsts JOIN sums USING (customer_id) LEFT JOIN met USING (customer_id)
ORDER BY customer_id
"""


def first_days(
    log: Transactions,
    as_of: str | date,
    days: str | int | Duration = 30,
    horizon: str | int | Duration = "26w",
) -> pd.DataFrame:
    """Tell how every customer began, frozen at the same age, and what they spent next.

    Parameters
    ----------
    log
        The clean log; columns that it lacks make NaN.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    days
        How many days make the beginning, the first purchase day included.
    horizon
        Length of the window that follows, such as ``"26w"`` or a number of days.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise``.
        first_basket (net amount of the first purchase day), first_days_purchases (purchase days
        among the first ``days``), first_days_amount (net of returns, of those days),
        first_days_categories (how many different ones were bought in them, returns left out; NaN
        if none is known): all NaN until the tenure reaches ``days``. later_spend (net of returns,
        in the ``horizon`` after the first ``days``; 0 without any) is NaN until that window has
        ended before ``as_of``. Money is NaN if the log has none. ``attrs``: as_of, first_days and
        horizon_days.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_DURATION``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> first_days(log, "1998-07-01").loc["0001"].dropna().round(2).tolist()
    [29.33, 2.0, 59.06, 0.0]
    """
    day = log.day_within(as_of)
    first, ahead = window_days(days), window_days(horizon)
    last = day - timedelta(days=1)
    categories = _CATEGORIES if "category" in log.columns else _NO_CATEGORIES
    table = log.query(
        _SQL.format(money=_MONEY, categories=categories),
        {"as_of": day, "last": last, "days": first, "horizon": ahead},
    )
    if not log.has_amounts:
        table["later_spend"] = np.nan
    return customer_table(table, FIRST_DAYS, day, first_days=first, horizon_days=ahead)
