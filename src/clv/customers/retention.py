"""The retention triangle: how much of each cohort is still there, month by month."""

from datetime import date

import numpy as np
import pandas as pd

from clv.customers.grains import grain_numbers, grain_sql, grain_start, require_grain
from clv.errors import InputError
from clv.transactions import Transactions

__all__ = ["RETENTION_MEASURES", "retention"]

RETENTION_MEASURES = ("active", "purchases", "revenue")
"""What `retention` can show of a cohort in a stretch of time."""

# What came back before the first purchase belongs to the stretch of that purchase, so that the
# money of all stretches adds up to the contribution.
_SQL = """
WITH firsts AS (
    SELECT customer_id, min(day) AS first_purchase
    FROM purchase_days WHERE is_purchase AND day < $end GROUP BY customer_id
),
visits AS (
    SELECT customer_id, max({cohort}) AS cohort, {stretch} AS stretch,
        count(*) FILTER (WHERE is_purchase) AS purchases,
        sum(CAST(amount AS DECIMAL(38, 10))) AS money
    FROM purchase_days JOIN firsts USING (customer_id) WHERE day < $end
    GROUP BY customer_id, {stretch}
)
SELECT cohort, stretch, CAST(count(*) FILTER (WHERE purchases > 0) AS DOUBLE) AS active,
    CAST(sum(purchases) AS DOUBLE) AS purchases, CAST(sum(money) AS DOUBLE) AS revenue
FROM visits GROUP BY cohort, stretch ORDER BY cohort, stretch
"""


def retention(
    log: Transactions, as_of: str | date, by: str = "M", measure: str = "active"
) -> pd.DataFrame:
    """Follow cohorts of customers from the stretch of their first purchase on.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks; nothing on or after it is seen.
    by
        ``"W"`` weeks from Monday to Sunday, ``"M"`` months or ``"Q"`` quarters of the calendar.
    measure
        For each stretch ``"active"``: share of the cohort with a purchase; ``"purchases"``:
        purchase days per customer of the cohort; ``"revenue"``: net revenue per customer of the
        cohort, NaN if the log has no money. The cohort stays whole: who has left counts.

    Returns
    -------
    pandas.DataFrame
        Indexed by cohort (its first day), sorted. First column customers, then one for each
        stretch, named by the number of stretches since the first purchase: 0 is its own. Only
        stretches that had ended before ``as_of``, and cohorts of such; where a cohort has not been
        observed so long, NaN. ``attrs``: as_of, by and measure.

    Raises
    ------
    InputError
        ``E_AS_OF``, ``E_GRAIN``, ``E_MEASURE``, or ``E_COHORTS`` if no stretch with a first
        purchase had ended.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> retention(log, "1997-05-15").round(3)
                customers    0      1      2     3
    cohort
    1997-01-01        781  1.0  0.159  0.122  0.09
    1997-02-01        857  1.0  0.156  0.128   NaN
    1997-03-01        719  1.0  0.121    NaN   NaN
    """
    day, grain = log.day_within(as_of), require_grain(by, "WMQ")
    if measure not in RETENTION_MEASURES:
        words = ", ".join(RETENTION_MEASURES)
        raise InputError("E_MEASURE", "retention has no such measure", f"use {words}", [measure])
    end = grain_start(day, grain)
    cohort, stretch = (grain_sql(grain, name) for name in ("first_purchase", "day"))
    sql = _SQL.format(cohort=cohort, stretch=f"greatest({cohort}, {stretch})")
    table = _triangle(log.query(sql, {"end": end}), end, grain, measure)
    table.attrs = {"as_of": day.isoformat(), "by": grain, "measure": measure}
    return table


def _triangle(cells: pd.DataFrame, end: date, grain: str, measure: str) -> pd.DataFrame:
    if cells.empty:
        raise InputError(
            "E_COHORTS",
            f"nobody first bought in a stretch that ended before {end}",
            "choose a later as_of (--as-of) or shorter cohorts (by='W')",
        )
    cells["age"] = grain_numbers(cells["stretch"], grain) - grain_numbers(cells["cohort"], grain)
    customers = cells[cells["age"] == 0].set_index("cohort")["active"]
    starts = grain_numbers(pd.DatetimeIndex(customers.index), grain)
    oldest = grain_numbers(pd.DatetimeIndex([end]), grain).item() - starts
    ages = np.arange(oldest.max())
    sums = cells.pivot(index="cohort", columns="age", values=measure).reindex(columns=ages)
    if cells[measure].notna().any():
        sums = sums.fillna(0.0)
    values = sums.where(ages < oldest[:, None]).div(customers, axis=0).rename_axis(columns=None)
    return pd.concat([customers.astype("int64").rename("customers"), values], axis=1)
