"""The end of observation where nobody has declared it: assumed, and said aloud."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from clv.errors import InputError, Notice
from clv.transactions.log import Transactions

__all__ = ["FAR_AHEAD", "read_to_last_day"]

FAR_AHEAD = date(2101, 1, 1)
"""The day after the last one that can be one of purchase."""

_LONGEST_SILENCE = 92
"""Days that nobody may have bought in before the last rows, a quarter of a year."""

_CHANCE = 3
"""And as many times the longest silence that chance would leave."""

_FEW = 0.01
"""Share of the rows that is too small to be taken for the log going on after a break."""


def read_to_last_day(read: Callable[[date], Transactions]) -> Transactions:
    """Read a log as of the day after its last row.

    Parameters
    ----------
    read
        Reads the log as of a day; it is called twice, so the source has to be one that can be
        read again.

    Returns
    -------
    Transactions
        With the notice ``W_AS_OF_ASSUMED`` before all others.

    Raises
    ------
    InputError
        ``E_AS_OF`` where the last rows are so far from all others that they may be mistakes; and
        whatever ``read`` raises.

    Notes
    -----
    Among n purchases in D days the longest silence by chance is near D / n * log(n). A single day,
    or a hundredth of the rows, after one that is three times as long and longer than a quarter of
    a year is taken for a mistake.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> log = read_to_last_day(lambda day: read_transactions("cdnow", as_of=day))
    >>> log.as_of, log.audit.notices[0].code
    (datetime.date(1998, 7, 1), 'W_AS_OF_ASSUMED')
    """
    log = read(_last_day(read) + timedelta(days=1))
    notices = (_assumed(log), *log.audit.notices)
    return replace(log, audit=replace(log.audit, notices=notices))


def _last_day(read: Callable[[date], Transactions]) -> date:
    """Look at a log once; its engine is gone before the next look, which needs the memory."""
    far = read(FAR_AHEAD)
    _refuse_implausible(far)
    _refuse_far(far)
    return far.last_day


def _assumed(log: Transactions) -> Notice:
    return Notice(
        "W_AS_OF_ASSUMED",
        f"nobody has said when observation ended, so {log.as_of} is assumed, the day after the "
        "last row",
        "declare it: as_of (--as-of), later if the last days were watched and nobody bought",
    )


def _refuse_implausible(far: Transactions) -> None:
    """Refuse a log that may hold days after the last possible one.

    The account shows the latest of the days that cannot be; 9999-12-31 stands for no day at all.
    """
    shown = far.audit.samples.get("date_implausible", ())
    late = [day for day in shown if FAR_AHEAD.isoformat() <= day < "9999-12-31"]
    if late:
        raise _undeclared("rows dated beyond all that can be one of purchase", late)


def _refuse_far(far: Transactions) -> None:
    """Refuse a log whose last rows lie far from all others."""
    days = far.query(
        "SELECT day, CAST(sum(rows) AS BIGINT) AS n FROM purchase_days GROUP BY day ORDER BY day"
    )
    gaps = days["day"].diff().dt.days
    before = days["n"].cumsum().shift(fill_value=0)
    after = days["n"].sum() - before
    span = (days["day"].shift() - days["day"].iloc[0]).dt.days
    chance = span / before.clip(lower=1) * (1 + before).map(math.log)
    is_far = (gaps > _LONGEST_SILENCE) & (gaps > _CHANCE * chance)
    is_tail = (after <= _FEW * days["n"].sum()) | (days.index == len(days) - 1)
    if (is_far & is_tail & (before > 0)).any():
        place = int((is_far & is_tail).to_numpy().argmax())
        n, gap = int(after[place]), int(gaps[place])
        found = f"the last rows lie {gap} days after all others: {n}"
        raise _undeclared(found, [f"{day.date()}" for day in days["day"][place:][:3]])


def _undeclared(found: str, days: Iterable[str]) -> InputError:
    return InputError(
        "E_AS_OF",
        f"the end of observation is not declared and cannot be read off the rows: {found}",
        "declare as_of (--as-of)",
        days,
    )
