"""Volume over time: purchases of all customers a week."""

import pandas as pd

from clv.transactions import Transactions

__all__ = ["purchases_per_week"]

_WEEKS = """
SELECT CAST(floor(date_diff('day', $first, day) / 7) AS BIGINT) AS week, count(*) AS purchases
FROM purchase_days WHERE is_purchase AND day >= $first
GROUP BY CAST(floor(date_diff('day', $first, day) / 7) AS BIGINT)
"""


def purchases_per_week(log: Transactions) -> pd.Series:
    """Count purchases a week, in weeks that end with the last observed day.

    Parameters
    ----------
    log
        A clean log.

    Returns
    -------
    pandas.Series
        ``purchases`` (int, 0 in a week without any), indexed by the week's first day; whole weeks
        before ``log.as_of`` only, so that no week is low because it is short.

    Examples
    --------
    >>> from clv.datasets import cdnow
    >>> from clv.transactions import read_transactions
    >>> purchases_per_week(read_transactions(cdnow(), as_of="1997-01-20")).index[0]
    Timestamp('1997-01-06 00:00:00')
    """
    weeks = (log.as_of - log.first_day).days // 7
    first = pd.Timestamp(log.as_of) - pd.Timedelta(weeks=weeks)
    found = log.query(_WEEKS, {"first": first.date()}).set_index("week")["purchases"]
    counts = found.reindex(range(weeks), fill_value=0).astype("int64")
    return counts.set_axis(pd.date_range(first, periods=weeks, freq="7D"))
