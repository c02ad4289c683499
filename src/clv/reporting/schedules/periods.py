"""The days that a schedule speaks from, and the moment at which each is due."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from clv.reporting.catalogue import Schedule

__all__ = ["due_at", "in_words", "periods"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def periods(schedule: Schedule, until: date) -> list[date]:
    """List the days that a report speaks from.

    Parameters
    ----------
    schedule
        Of the report. Quarters and years start with the month of its first day.
    until
        Last day that is of interest.

    Returns
    -------
    list of datetime.date
        Strictly increasing, from ``first`` to ``last`` or ``until``, whichever comes earlier.

    Examples
    --------
    >>> from datetime import time
    >>> monthly = Schedule("month", 31, time(6), "Europe/Berlin", date(2024, 1, 31))
    >>> [str(day) for day in periods(monthly, date(2024, 4, 30))]
    ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']
    """
    end = min(until, schedule.last or until)
    return list(takewhile(lambda day: day <= end, _days(schedule)))


def _days(schedule: Schedule) -> Iterator[date]:
    if schedule.every in _DAYS:
        step = timedelta(days=_DAYS[schedule.every])
        return (schedule.first + n * step for n in count())
    start = 12 * schedule.first.year + schedule.first.month - 1
    return (_in_month(schedule, start + n * _MONTHS[schedule.every]) for n in count())


def _in_month(schedule: Schedule, month: int) -> date:
    year, before = divmod(month, 12)
    return date(year, before + 1, min(int(schedule.on), monthrange(year, before + 1)[1]))


def due_at(schedule: Schedule, as_of: date) -> datetime:
    """Return the moment from which a report is to be made.

    Parameters
    ----------
    schedule
        Of the report.
    as_of
        The day that it speaks from.

    Returns
    -------
    datetime.datetime
        In the schedule's zone. A time that clocks skip moves to the next one that they show; of
        one that they show twice it is the first.

    Examples
    --------
    >>> from datetime import time
    >>> daily = Schedule("day", 1, time(2, 30), "Europe/Berlin", date(2024, 3, 1))
    >>> str(due_at(daily, date(2024, 3, 30))), str(due_at(daily, date(2024, 3, 31)))
    ('2024-03-30 02:30:00+01:00', '2024-03-31 03:00:00+02:00')
    """
    zone = ZoneInfo(schedule.time_zone)
    day = as_of + timedelta(days=schedule.wait_days)
    wall = datetime.combine(day, schedule.at, zone)
    shown = wall.astimezone(UTC).astimezone(zone)
    exists = shown.replace(tzinfo=None) == wall.replace(tzinfo=None)
    return wall if exists else _after_gap(wall, zone)


def _after_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the second in which clocks jump over a time."""
    late, early = wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        jumped = middle.astimezone(zone).replace(tzinfo=None) > wall.replace(tzinfo=None)
        late, early = (middle, early) if jumped else (late, middle)
    return late.astimezone(zone)


def in_words(schedule: Schedule | None) -> str:
    """Say when a report is made.

    Parameters
    ----------
    schedule
        None for a report that is made by hand only.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> from datetime import time
    >>> in_words(Schedule("week", "mon", time(6), "Europe/Berlin", date(2024, 1, 1)))
    'every week from Monday, made at 06:00 (Europe/Berlin)'
    """
    if schedule is None:
        return "by hand only"
    names = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
             "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}  # fmt: skip
    day = names.get(str(schedule.on), f"day {schedule.on}")
    since = "" if schedule.every == "day" else f" from {day}"
    wait = schedule.wait_days
    later = f" {wait} {'day' if wait == 1 else 'days'} later" if wait else ""
    return (
        f"every {schedule.every}{since}, made{later} at {schedule.at:%H:%M} ({schedule.time_zone})"
    )
