"""Repeat purchases a week of the customers known at a day: what a tracking plot is drawn from."""

from datetime import date, timedelta

import pandas as pd

from clv.transactions import Transactions

__all__ = ["weekly_repeat_purchases"]

_WEEKS = """
WITH known AS (
    SELECT customer_id, min(day) AS first_purchase FROM purchase_days
    WHERE is_purchase AND day < $cut GROUP BY customer_id
)
SELECT CAST(floor(date_diff('day', $cut, day) / 7) AS BIGINT) AS week, count(*) AS purchases
FROM purchase_days JOIN known USING (customer_id)
WHERE is_purchase AND day > first_purchase AND day < $until
GROUP BY CAST(floor(date_diff('day', $cut, day) / 7) AS BIGINT)
"""


def weekly_repeat_purchases(
    log: Transactions, cut: str | date, until: str | date | None = None
) -> pd.Series:
    """Count the repeat purchases a week of the customers who first bought before a day.

    Parameters
    ----------
    log
        A clean log.
    cut
        Customers are known if they first bought before it; a week begins on it.
    until
        First day that is not seen, not later than the log's own; that by default.

    Returns
    -------
    pandas.Series
        ``repeat_purchases`` (purchase days but each customer's first, 0 in a week without any),
        indexed by the week's first day: weeks from that of the log's first day, which may have
        begun before the log, to the last whole one before ``until``. ``attrs``: cut.

    Raises
    ------
    InputError
        ``E_AS_OF``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> weekly = weekly_repeat_purchases(log, "1997-10-01")
    >>> len(weekly), int(weekly[:"1997-09-30"].sum()), int(weekly["1997-10-01":].sum())
    (78, 2457, 1882)
    """
    start = log.day_within(cut)
    end = log.as_of if until is None else log.day_within(until)
    first, last = (log.first_day - start).days // 7, (end - start).days // 7
    found = log.query(_WEEKS, {"cut": start, "until": start + timedelta(weeks=last)})
    counts = found.set_index("week")["purchases"].reindex(range(first, last), fill_value=0)
    days = pd.Timestamp(start) + pd.to_timedelta(7 * counts.index.to_numpy(), unit="D")
    weekly = counts.astype("int64").set_axis(days.rename("week")).rename("repeat_purchases")
    weekly.attrs = {"cut": start.isoformat()}
    return weekly
