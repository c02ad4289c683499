"""The periods into which a time ahead is divided."""

from calendar import monthrange
from datetime import date, timedelta

from clv.errors import InputError
from clv.periods import Duration, Window

__all__ = ["MOST_PERIODS", "periods_ahead"]

MOST_PERIODS = 120
"""More of them no reader looks at."""


def periods_ahead(start: date, horizon: Duration, period: Duration) -> tuple[Window, ...]:
    """Divide the time ahead into periods, the last of which is cut off by the horizon.

    Parameters
    ----------
    start
        First day of the first period.
    horizon
        Length of all of them.
    period
        Length of one. Days and weeks are counted; months are those of the calendar, each up to the
        same day of a later month, or to the last day of one that is shorter.

    Returns
    -------
    tuple of Window
        One after the other, each with at least one day.

    Raises
    ------
    InputError
        ``E_PERIOD`` if the period is longer than the horizon, or there are more than 120.

    Examples
    --------
    >>> from clv.periods import parse_duration
    >>> parts = periods_ahead(date(1998, 1, 31), parse_duration("10w"), parse_duration("1m"))
    >>> [str(part) for part in parts]
    ['[1998-01-31, 1998-02-28)', '[1998-02-28, 1998-03-31)', '[1998-03-31, 1998-04-11)']
    """
    end = start + timedelta(days=horizon.days)
    edges = [start]
    while edges[-1] < end and len(edges) <= MOST_PERIODS + 1:
        edges.append(min(_later(start, period, len(edges)), end))
    if period.days > horizon.days or len(edges) > MOST_PERIODS + 1:
        raise InputError(
            "E_PERIOD",
            f"periods of {period.words} do not divide a horizon of {horizon.words} into 1 to "
            f"{MOST_PERIODS} parts",
            "choose another period",
        )
    return tuple(map(Window, edges, edges[1:]))


def _later(start: date, period: Duration, times: int) -> date:
    if period.unit != "M":
        return start + timedelta(days=times * period.days)
    years, month = divmod(start.year * 12 + start.month - 1 + times * period.n, 12)
    return date(years, month + 1, min(start.day, monthrange(years, month + 1)[1]))
