"""When the next purchase came."""

from datetime import date

import pandas as pd

from clv.periods import Window
from clv.transactions import Transactions

__all__ = ["days_to_purchase"]

_SQL = """
SELECT customer_id, date_diff('day', $start, min(day) FILTER (WHERE day >= $start)) AS wait
FROM purchase_days WHERE is_purchase AND day < $end
GROUP BY customer_id HAVING min(day) < $start ORDER BY customer_id
"""


def days_to_purchase(log: Transactions, start: str | date, end: str | date) -> "pd.Series[float]":
    """Count the days from a cut to each customer's next purchase.

    Parameters
    ----------
    log
        The clean log.
    start
        The cut, first day of the window.
    end
        First day after the window, not later than the log's as_of.

    Returns
    -------
    pandas.Series
        ``wait`` by customer_id (text), sorted, the same customers as of `clv.customers.outcomes`:
        0 for the day of the cut, NaN for those who bought nothing in the window.

    Raises
    ------
    InputError
        ``E_AS_OF`` if the window is not covered by the log, ``E_WINDOW`` if it holds no day.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> int(days_to_purchase(log, "1997-10-01", "1998-07-01").notna().sum())
    684
    """
    window = Window(log.day_within(start), log.day_within(end))
    table = log.query(_SQL, {"start": window.start, "end": window.end})
    waits: pd.Series[float] = table.set_index("customer_id")["wait"].astype(float)
    waits.index = waits.index.astype("str")
    return waits
