"""One row a customer: what purchase models learn from."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import SUMMARY, days_per_unit
from clv.customers.gaps import log_gaps
from clv.customers.grains import grain_numbers, grain_sql, require_grain
from clv.transactions import Transactions, customer_facts_sql

__all__ = ["summarise"]

_SUM = "sum(CAST(amount AS DECIMAL(38, 10)))"

# Money is summed as exact decimals: neither the order of rows nor threads can change a digit.
_STRETCHES = f"""
WITH purchase AS (
    SELECT customer_id, {{stretch}} AS day, min(day) AS opened, max(day) AS closed, {_SUM} AS money
    FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id, {{stretch}}
),
bought AS (
    SELECT customer_id, min(opened) AS first_purchase, max(closed) AS last_purchase,
        count(*) AS purchases, sum(money) AS money, min_by(money, day) AS first_money
    FROM purchase GROUP BY customer_id
),
returned AS (
    SELECT customer_id, {_SUM} AS money,
        {_SUM} FILTER (WHERE {{stretch}} > {{first_stretch}}) AS later_money
    FROM purchase_days JOIN bought USING (customer_id)
    WHERE NOT is_purchase AND day < $as_of GROUP BY customer_id
)
SELECT customer_id, first_purchase, last_purchase, purchases,
    CAST(bought.money + coalesce(returned.money, 0) AS DOUBLE) AS contribution,
    CAST(bought.money - first_money + coalesce(later_money, 0) AS DOUBLE) AS repeat_amount
FROM bought LEFT JOIN returned USING (customer_id) ORDER BY customer_id
"""

_DAYS = """
SELECT customer_id, first_purchase, last_purchase, purchases, contribution, repeat_amount
FROM {facts} ORDER BY customer_id
"""


def summarise(
    log: Transactions,
    as_of: str | date,
    unit: str = "W",
    grain: str = "D",
    gaps: bool = False,
) -> pd.DataFrame:
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
    grain
        Purchases within one stretch of this grid count as one, and ages are counted in whole
        stretches: ``"D"`` days, ``"W"`` weeks from Monday to Sunday, ``"M"`` calendar months (in
        units, a month is the declared twelfth of 365.25 days).
    gaps
        Whether to add log_gaps, by which models of regular buyers tell how regular they are.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted. frequency (purchase days less one), recency (age
        at the last purchase, in units), T (age at the last observed day, in units),
        monetary_value (net amount after the first purchase day, returns deducted, for each repeat
        purchase day; 0 where there is none),
        first_purchase, last_purchase, purchases (purchase days), contribution (net revenue,
        returns deducted), mean_amount (contribution per purchase day), and with ``gaps`` log_gaps
        (sum of ln of the time from each purchase day to the next, in units; 0 where there is no
        next). With another grain, read week or month for day, but for first_purchase and
        last_purchase, which stay days. Without amounts money is NaN, but for the monetary_value of
        one-time buyers. ``attrs``: as_of, time_unit, and grain unless it is ``"D"``.

    Raises
    ------
    InputError
        ``E_AS_OF``, ``E_UNIT`` or ``E_GRAIN``.

    Notes
    -----
    The statistics (x, t_x, T) of Fader, Hardie and Lee (2005), with a customer's purchases of one
    day taken as one. ``grain="W"`` is what lifetimes makes of ``freq="W"``, except that lifetimes
    sees the days after the end of observation that lie in its week.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> summarise(log, "1997-10-01").loc["0001", ["frequency", "recency", "T"]].round(2).tolist()
    [2.0, 30.43, 38.86]
    >>> summarise(log, "1997-10-01", grain="W").loc["0001", ["recency", "T"]].tolist()
    [30.0, 39.0]
    """
    day, days = log.day_within(as_of), days_per_unit(unit)
    table = _ask(log, day, require_grain(grain, "DWM"))
    first, last = (grain_numbers(table[f"{end}_purchase"], grain) for end in ("first", "last"))
    now = grain_numbers(pd.DatetimeIndex([day - timedelta(days=1)]), grain)
    table["frequency"] = table["purchases"] - 1
    table["recency"] = (last - first) * days_per_unit(grain) / days
    table["T"] = (now - first) * days_per_unit(grain) / days
    repeated = table["frequency"] > 0
    table["monetary_value"] = (table["repeat_amount"] / table["frequency"]).where(repeated, 0.0)
    table["mean_amount"] = table["contribution"] / table["purchases"]
    attrs = {"time_unit": unit} if grain == "D" else {"time_unit": unit, "grain": grain}
    if not gaps:
        return customer_table(table, SUMMARY, day, **attrs)
    stretches = table["customer_id"].map(log_gaps(log, day, grain)).fillna(0.0)
    table["log_gaps"] = stretches + table["frequency"] * np.log(days_per_unit(grain) / days)
    return customer_table(table, (*SUMMARY, "log_gaps"), day, **attrs)


def _ask(log: Transactions, day: date, grain: str) -> pd.DataFrame:
    if grain != "D":
        stretch, first = (grain_sql(grain, day) for day in ("day", "first_purchase"))
        sql = _STRETCHES.format(stretch=stretch, first_stretch=first)
        return log.query(sql, {"as_of": day})
    if day == log.as_of:  # what the log knows of its customers already
        return log.query(_DAYS.format(facts="customer_facts"))
    facts = f"({customer_facts_sql('day < $as_of')}) AS facts"
    return log.query(_DAYS.format(facts=facts), {"as_of": day})
