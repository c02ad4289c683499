"""Buying habits: which categories, on which terms, at which prices."""

from datetime import date

import numpy as np
import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import HABITS
from clv.transactions import Transactions

__all__ = ["category_shares", "describe_habits"]

# Money is summed as exact decimals: neither the order of rows nor threads can change a digit.
_BOUGHT = """
bought AS (
    SELECT customer_id,
        CAST(count(*) FILTER (WHERE discount > 0) AS DOUBLE) / count(*) AS deal_share
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id
)
"""

_KINDS = """
kinds AS (
    SELECT customer_id, category, sum(rows) AS n, sum(CAST(amount AS DECIMAL(38, 10))) AS spend
    FROM category_days JOIN bought USING (customer_id)
    WHERE day < $as_of AND category IS NOT NULL AND coalesce(amount, 0) >= 0
    GROUP BY customer_id, category
)
"""

_SHARES = f"""
WITH {_BOUGHT}, {_KINDS},
totals AS (
    SELECT customer_id, sum(n) AS n, CAST(sum(spend) AS DOUBLE) AS spend
    FROM kinds GROUP BY customer_id
)
SELECT customer_id, category, CAST(kinds.n AS BIGINT) AS rows,
    CAST(kinds.n AS DOUBLE) / totals.n AS row_share, CAST(kinds.spend AS DOUBLE) AS spend,
    CAST(kinds.spend AS DOUBLE) / nullif(totals.spend, 0) AS spend_share
FROM kinds JOIN totals USING (customer_id) ORDER BY customer_id, category
"""

# A row's price relative to those of its category: over a customer's rows, spend / level adds up.
_PRICES = f"""
{_KINDS},
levels AS (
    SELECT category, CAST(sum(spend) AS DOUBLE) / sum(n) AS level
    FROM kinds GROUP BY category HAVING sum(spend) > 0
),
prices AS (
    SELECT customer_id,
        CAST(sum(try_cast(CAST(spend AS DOUBLE) / level AS DECIMAL(38, 16))) AS DOUBLE) / sum(n)
            AS price_level
    FROM kinds JOIN levels USING (category) GROUP BY customer_id
)
"""

_NO_PRICES = """
prices AS (SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS price_level)
"""

_SQL = """
WITH {bought}, {prices}
SELECT customer_id, deal_share, price_level FROM bought LEFT JOIN prices USING (customer_id)
ORDER BY customer_id
"""


def category_shares(log: Transactions, as_of: str | date) -> pd.DataFrame:
    """Share out what every customer bought over the categories.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.

    Returns
    -------
    pandas.DataFrame
        One row for each category of each customer, sorted: customer_id, category (text), rows
        (int), row_share (of the customer's rows, above 0, sum 1), spend (money; NaN if the log has
        none), spend_share (of the customer's spend, sum 1; NaN where that is 0 or unknown). Returns
        and rows without a category do not count; customers without any other row are left out, and
        so is everybody in a log without categories. ``attrs``: as_of.

    Raises
    ------
    InputError
        ``E_AS_OF``.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> rows = {"customer_id": "ada", "date": "2024-01-05", "amount": [5.0, 7.0, 4.0]}
    >>> frame = pd.DataFrame({**rows, "category": ["tea", "tea", "rice"]})
    >>> category_shares(read_transactions(frame, as_of="2024-02-01"), "2024-02-01")
      customer_id category  rows  row_share  spend  spend_share
    0         ada     rice     1   0.333333    4.0         0.25
    1         ada      tea     2   0.666667   12.0         0.75
    """
    day = log.day_within(as_of)
    if "category" in log.columns:
        table = log.query(_SHARES, {"as_of": day})
    else:
        text, money = pd.Series(dtype="str"), pd.Series(dtype="float64")
        count = pd.Series(dtype="int64")
        columns = {"customer_id": text, "category": text, "rows": count, "row_share": money}
        table = pd.DataFrame({**columns, "spend": money, "spend_share": money})
    table.attrs = {"as_of": day.isoformat()}
    return table


def describe_habits(log: Transactions, as_of: str | date) -> pd.DataFrame:
    """Tell how often every customer buys at a discount, and how dearly.

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
        deal_share (share of the purchase days with a discount above 0; a blank discount is none),
        price_level (over the customer's categories, weighted by rows: mean amount of a row of the
        customer's relative to that of all customers; 1 as everybody, NaN without rows in a category
        that earned anything). Returns and rows without a category do not count in the latter.
        ``attrs``: as_of.

    Raises
    ------
    InputError
        ``E_AS_OF``.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> rows = {"customer_id": ["ada", "bo"], "date": "2024-01-05", "category": "tea"}
    >>> frame = pd.DataFrame({**rows, "amount": [9.0, 3.0], "discount": [0.0, 1.0]})
    >>> describe_habits(read_transactions(frame, as_of="2024-02-01"), "2024-02-01")
                 deal_share  price_level
    customer_id
    ada                 0.0          1.5
    bo                  1.0          0.5
    """
    day = log.day_within(as_of)
    prices = _PRICES if "category" in log.columns else _NO_PRICES
    table = log.query(_SQL.format(bought=_BOUGHT, prices=prices), {"as_of": day})
    if "discount" not in log.columns:
        table["deal_share"] = np.nan
    return customer_table(table, HABITS, day)
