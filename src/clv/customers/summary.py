"""One row a customer: what purchase models learn from."""

from datetime import date

import pandas as pd

from clv.customers.columns import SUMMARY, customer_table, days_per_unit
from clv.transactions import Transactions

__all__ = ["summarise"]

_SQL = """
WITH seen AS (
    SELECT *, min(day) FILTER (is_purchase) OVER (PARTITION BY customer_id) AS first
    FROM purchase_days WHERE day < $as_of
)
SELECT
    customer_id,
    first AS first_purchase,
    max(day) FILTER (is_purchase) AS last_purchase,
    count(*) FILTER (is_purchase) AS purchases,
    CAST(sum(CAST(amount AS DECIMAL(38, 10))) AS DOUBLE) AS contribution,
    CAST(sum(CAST(amount AS DECIMAL(38, 10))) FILTER (day > first) AS DOUBLE)
        AS repeat_amount
FROM seen WHERE first IS NOT NULL
GROUP BY customer_id, first
"""


def summarise(log: Transactions, as_of: str | date, unit: str = "W") -> pd.DataFrame:
    """Summarise every customer with a purchase before a day.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    unit
        Unit of recency and T: ``"D"``, ``"W"`` or ``"M"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted. frequency (purchase days less one), recency (age
        at the last purchase, in units), T (age at the last observed day, in units),
        monetary_value (net amount after the first purchase day, returns deducted, for each repeat
        purchase day; 0 where there is none),
        first_purchase, last_purchase, purchases (purchase days), contribution (net revenue,
        returns deducted), mean_amount (contribution per purchase day). Without amounts money is
        NaN, but for the monetary_value of one-time buyers. ``attrs``: as_of and time_unit.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_UNIT``.

    Notes
    -----
    The statistics (x, t_x, T) of Fader, Hardie and Lee (2005), with a customer's purchases of one
    day taken as one.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> summarise(log, "1997-10-01").loc["0001", ["frequency", "recency", "T"]].round(2).tolist()
    [2.0, 30.43, 38.86]
    """
    day, days = log.day_within(as_of), days_per_unit(unit)
    table = log.query(_SQL, {"as_of": day})
    table["frequency"] = table["purchases"] - 1
    table["recency"] = (table["last_purchase"] - table["first_purchase"]).dt.days / days
    table["T"] = ((pd.Timestamp(day) - table["first_purchase"]).dt.days - 1) / days
    repeated = table["frequency"] > 0
    table["monetary_value"] = (table["repeat_amount"] / table["frequency"]).where(repeated, 0.0)
    table["mean_amount"] = table["contribution"] / table["purchases"]
    return customer_table(table, SUMMARY, day, time_unit=unit)
