"""What is due and not done."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clv.reporting.catalogue import Report, Schedule
from clv.reporting.publishing.journal import read_journal
from clv.reporting.schedules.periods import due_at, periods

__all__ = ["Period", "due", "next_period", "published_days"]

_AHEAD = timedelta(days=800)
"""No two periods lie further apart, wait included."""


class Period(NamedTuple):
    """A day that a report speaks from, and when it is due.

    Parameters
    ----------
    due
        In the schedule's zone.
    as_of
        The day.
    """

    due: datetime
    as_of: date


def published_days(home: Path) -> list[date]:
    """List the days of which a good run is published.

    Parameters
    ----------
    home
        ``<output>/<name>``.

    Returns
    -------
    list of datetime.date
        Oldest first; a link that leads nowhere does not count.
    """
    places = (path.parent.name for path in home.glob("[0-9]*/manifest.json"))
    return sorted(day for name in places if (day := _day(name)))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _done(home: Path) -> set[date]:
    """Published, held, or known to the journal as good once: retention makes nothing due again."""
    lines = [(str(line["as_of"]), line["status"]) for line in read_journal(home)]
    held = {name for name, status in dict(lines).items() if status == "held"}
    good = {name for name, status in lines if status == "good"}
    return {*published_days(home), *(day for name in held | good if (day := _day(name)))}


def due(report: Report, home: Path, now: datetime) -> list[date]:
    """List the days whose report is due and not done.

    Parameters
    ----------
    report
        As catalogued.
    home
        ``<output>/<name>``, which need not exist.
    now
        The moment; one without a zone is of the schedule's zone.

    Returns
    -------
    list of datetime.date
        Oldest first; empty for a report that is made by hand only. A day whose run was held waits
        for somebody to accept it and is not due again; one whose last run failed is. A day that
        was good once is done, whether its run is still kept or not.
    """
    schedule = report.schedule
    if schedule is None:
        return []
    moment = _moment(schedule, now)
    done = _done(home)
    return [p.as_of for p in _periods(schedule, moment) if p.due <= moment and p.as_of not in done]


def next_period(report: Report, home: Path, now: datetime) -> Period | None:
    """Return the first period that is not done, which may be overdue.

    Parameters
    ----------
    report
        As catalogued.
    home
        ``<output>/<name>``, which need not exist.
    now
        The moment; one without a zone is of the schedule's zone.

    Returns
    -------
    Period or None
        None where nothing will be due any more.
    """
    if report.schedule is None:
        return None
    done = _done(home)
    coming = _periods(report.schedule, max(_moment(report.schedule, now), _start(report.schedule)))
    return next((period for period in coming if period.as_of not in done), None)


def _start(schedule: Schedule) -> datetime:
    return due_at(schedule, schedule.first).astimezone(UTC)


def _moment(schedule: Schedule, now: datetime) -> datetime:
    # Two times of one zone would be compared by the clock on the wall, which goes back in autumn.
    there = now if now.tzinfo else now.replace(tzinfo=ZoneInfo(schedule.time_zone))
    return there.astimezone(UTC)


def _periods(schedule: Schedule, moment: datetime) -> Iterator[Period]:
    for as_of in periods(schedule, (moment + _AHEAD).date()):
        yield Period(due_at(schedule, as_of), as_of)
