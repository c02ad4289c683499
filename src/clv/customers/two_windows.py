"""Two windows beside each other: what each customer did before a day, and what since."""

from datetime import date, timedelta

import pandas as pd

from clv.customers._tables import customer_table
from clv.periods import Window
from clv.transactions import Transactions

__all__ = ["TWO_WINDOWS", "two_windows"]

TWO_WINDOWS = (
    "first_purchase",
    "purchases_before",
    "purchases_now",
    "sales_before",
    "sales_now",
    "returns_before",
    "returns_now",
)
"""Columns of `two_windows`."""

_SQL = """
SELECT customer_id, min(day) FILTER (WHERE is_purchase) AS first_purchase,
    count(*) FILTER (WHERE is_purchase AND day >= $start AND day < $since) AS purchases_before,
    count(*) FILTER (WHERE is_purchase AND day >= $since) AS purchases_now,
    {sales_before}, {sales_now}, {returns_before}, {returns_now}
FROM purchase_days WHERE day < $as_of
GROUP BY customer_id
HAVING min(day) FILTER (WHERE is_purchase) IS NOT NULL
ORDER BY customer_id
"""
_SUM = """CAST(coalesce(sum(CAST(amount AS DECIMAL(38, 10))) FILTER (WHERE {which}), 0) AS DOUBLE)
        AS {name}"""
_KINDS = {"sales": "is_purchase", "returns": "NOT is_purchase"}
_WHEN = {"before": "day >= $start AND day < $since", "now": "day >= $since"}


def two_windows(log: Transactions, since: str | date, as_of: str | date) -> pd.DataFrame:
    """Count what customers did from one day to another, and in as many days before.

    Parameters
    ----------
    log
        The clean log.
    since
        First day of the later window, and first day after the earlier one.
    as_of
        First day after the later window, not later than the log's as_of; nothing on or after it
        is seen.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise(log, as_of)``:
        first_purchase (day), for each window purchases (purchase days), sales (money of those
        days) and returns (money of the others, 0 or less), with ``_before`` and ``_now``; money
        is NaN if the log has none. ``attrs`` holds as_of, since, and the days of each window that
        the log covers: days_before (less than days_now where the log starts within the earlier
        window) and days_now.

    Raises
    ------
    InputError
        ``E_AS_OF`` if nothing was observed before ``since`` or not everything before ``as_of``,
        ``E_WINDOW`` if the later window holds no day.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow", as_of="1998-07-01")
    >>> table = two_windows(log, "1997-10-01", "1998-07-01")
    >>> [int(table[f"purchases_{window}"].sum()) for window in ("before", "now")]
    [47907, 19684]
    >>> table.attrs["days_before"], table.attrs["days_now"]
    (273, 273)
    """
    later = Window(log.day_within(since), log.day_within(as_of))
    start = later.start - timedelta(days=later.days)
    sums = {
        f"{kind}_{window}": _SUM.format(which=f"{of} AND {when}", name=f"{kind}_{window}")
        for kind, of in _KINDS.items()
        for window, when in _WHEN.items()
    }
    days = {"start": start, "since": later.start, "as_of": later.end}
    table = log.query(_SQL.format(**sums), days)
    if not log.has_amounts:
        table[list(sums)] = float("nan")
    seen = (later.start - max(start, log.first_day)).days
    covered = {"days_before": seen, "days_now": later.days}
    return customer_table(table, TWO_WINDOWS, later.end, since=later.start.isoformat(), **covered)
