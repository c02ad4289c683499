"""What customers look like in counts of fixed classes, so that two runs can be held together."""

from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from clv.customers.summary import summarise
from clv.transactions import Transactions

__all__ = ["FREQUENCY_CLASSES", "INACTIVITY_CLASSES", "count_population", "newcomers_per_week"]

FREQUENCY_CLASSES = (0, 1, 2, 3, 5, 10)
"""Repeat purchases from which on a class begins; the last one has no end."""

INACTIVITY_CLASSES = (0, 30, 90, 180, 365, 730)
"""Days since the last purchase from which on a class begins; the last one has no end."""


def count_population(log: Transactions, as_of: str | date) -> dict[str, dict[str, int]]:
    """Count customers by how often and how lately they bought, in classes that never move.

    Parameters
    ----------
    log
        A clean log.
    as_of
        The day from which the counts speak, not later than the log's own.

    Returns
    -------
    dict
        ``frequency`` (repeat purchases) and ``inactivity`` (days from the last purchase to the
        last observed day); each a dict from the class, such as ``"3-4"`` or ``"10+"``, to its
        customers, 0 where there are none.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow", as_of="1998-07-01")
    >>> count_population(log, "1998-07-01")["frequency"]
    {'0': 12054, '1': 4040, '2': 2205, '3-4': 2427, '5-9': 1952, '10+': 892}
    """
    known = summarise(log, as_of, unit="D")
    silent = (known["T"] - known["recency"]).to_numpy()
    return {
        "frequency": _classes(known["frequency"].to_numpy(), FREQUENCY_CLASSES),
        "inactivity": _classes(silent, INACTIVITY_CLASSES),
    }


def _classes(values: npt.NDArray[np.number], starts: tuple[int, ...]) -> dict[str, int]:
    place = np.searchsorted(starts, values, side="right") - 1
    sizes = np.bincount(place, minlength=len(starts)).tolist()
    names = [_name(first, after - 1) for first, after in pairwise(starts)]
    return dict(zip([*names, f"{starts[-1]}+"], sizes, strict=True))


def _name(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


_NEWCOMERS = """
SELECT CAST(floor(date_diff('day', $first, first_purchase) / 7) AS BIGINT) AS week,
    count(*) AS customers
FROM customer_facts WHERE first_purchase >= $first
GROUP BY CAST(floor(date_diff('day', $first, first_purchase) / 7) AS BIGINT)
"""


def newcomers_per_week(log: Transactions) -> "pd.Series[int]":
    """Count new customers a week, in the weeks of `purchases_per_week`.

    Parameters
    ----------
    log
        A clean log.

    Returns
    -------
    pandas.Series
        ``newcomers`` (int, 0 in a week without any), indexed by the week's first day.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> newcomers_per_week(read_transactions("cdnow", as_of="1998-07-01")).tail(1).item()
    0
    """
    weeks = (log.as_of - log.first_day).days // 7
    first = pd.Timestamp(log.as_of) - pd.Timedelta(weeks=weeks)
    found = log.query(_NEWCOMERS, {"first": first.date()}).set_index("week")["customers"]
    counts = found.reindex(range(weeks), fill_value=0).astype("int64").rename("newcomers")
    return counts.set_axis(pd.date_range(first, periods=weeks, freq="7D"))
