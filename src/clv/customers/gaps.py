"""How regularly customers buy: the times between their purchases, in one number."""

from datetime import date

import pandas as pd

from clv.customers.grains import grain_sql
from clv.transactions import Transactions

__all__ = ["log_gaps"]

# The logarithms are summed as exact decimals, so that neither order nor threads can change a digit.
_SQL = """
WITH purchase AS (
    SELECT DISTINCT customer_id, {stretch} AS day
    FROM purchase_days WHERE is_purchase AND day < $as_of
),
gap AS (
    SELECT customer_id, {number} - lag({number}) OVER (PARTITION BY customer_id ORDER BY day) AS gap
    FROM purchase
)
SELECT customer_id, CAST(sum(CAST(ln(gap) AS DECIMAL(38, 10))) AS DOUBLE) AS log_gaps
FROM gap WHERE gap IS NOT NULL GROUP BY customer_id ORDER BY customer_id
"""

_NUMBERS = {
    "D": "date_diff('day', DATE '1970-01-01', day)",
    "W": "date_diff('day', DATE '1970-01-05', day) / 7",
    "M": "(12 * extract('year' FROM day) + extract('month' FROM day))",
}
"""Which stretch of the grid a first day begins, by grain."""


def log_gaps(log: Transactions, as_of: date, grain: str) -> pd.Series:
    """Sum the logarithms of the times between purchases, in stretches of a grid.

    Parameters
    ----------
    log
        The clean log.
    as_of
        Nothing on or after this day is seen.
    grain
        Purchases within one stretch of this grid count as one: ``"D"``, ``"W"`` or ``"M"``.

    Returns
    -------
    pandas.Series
        ``log_gaps``, by customer_id (text), sorted; only customers with a repeat purchase. It has
        ten digits after the decimal point for each gap.

    Notes
    -----
    The statistic of Platzer and Reutterer (2016), "Ticking away the moments", that tells regular
    buyers from random ones.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> log_gaps(log, date(1997, 10, 1), "D").head(2).round(3)
    customer_id
    0001    8.111
    0002    2.485
    Name: log_gaps, dtype: float64
    """
    sql = _SQL.format(stretch=grain_sql(grain, "day"), number=_NUMBERS[grain])
    return log.query(sql, {"as_of": as_of}).set_index("customer_id")["log_gaps"]
