"""Changes of the clock: local times that never came, or came twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

__all__ = ["ClockChange", "clock_changes", "clock_repairs"]

_FIRST, _LAST = date(1970, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class ClockChange:
    """Local times that a change of the clock left out or made twice.

    Parameters
    ----------
    start, end
        First of these times, and the first after them.
    repeated
        Whether they came twice (autumn); otherwise they never came (spring).
    """

    start: datetime
    end: datetime
    repeated: bool


def clock_changes(zone: str, first: date, last: date) -> tuple[ClockChange, ...]:
    """List the changes of the clock between two days, both included.

    Parameters
    ----------
    zone
        A name that `check_zone` has passed.
    first, last
        Only 1970 to 2100 is looked at.

    Returns
    -------
    tuple of ClockChange
        In order.

    Examples
    --------
    >>> spring, autumn = clock_changes("Europe/Berlin", date(2024, 1, 1), date(2024, 12, 31))
    >>> spring.start.isoformat(" "), autumn.repeated
    ('2024-03-31 02:00:00', True)
    """
    found = _changes(ZoneInfo(zone), max(first, _FIRST), min(last, _LAST))
    return tuple(c for c in found if c.start.date() <= last and c.end.date() >= first)


def _changes(zone: ZoneInfo, first: date, last: date) -> Iterator[ClockChange]:
    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset() or timedelta()

    day = datetime.combine(first - timedelta(days=1), time(), UTC)
    while day.date() <= last:
        after = day + timedelta(days=1)
        if offset(day) != offset(after):
            yield _change(zone, day, after)
        day = after


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> ClockChange:
    """Halve the stretch down to the second in which the clock changed."""
    old = before.astimezone(zone).utcoffset() or timedelta()
    new = after.astimezone(zone).utcoffset() or timedelta()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    instant = after.replace(tzinfo=None)
    return ClockChange(instant + min(old, new), instant + max(old, new), repeated=new < old)


def clock_repairs(
    moment: str, day: str, zone: str | None, first: date, last: date
) -> dict[str, str]:
    """Return the conditions for rows at a local time that never came, or came twice.

    Parameters
    ----------
    moment
        SQL of type TIMESTAMP for the local time.
    day
        SQL of type DATE for its day, which spares most rows the closer look.
    zone
        Of the business; without it nothing is known.
    first, last
        Days of the log.

    Returns
    -------
    dict of str to str
        ``local_time_nonexistent`` and ``local_time_ambiguous``, as far as there are any. The day
        of such a row is its day on the calendar.

    Examples
    --------
    >>> list(clock_repairs("date", "CAST(date AS DATE)", "UTC", date(2024, 1, 1), date(2025, 1, 1)))
    []
    """
    changes = clock_changes(zone, first, last) if zone else ()
    return {
        name: _any(moment, day, of_kind)
        for name, twice in (("local_time_nonexistent", False), ("local_time_ambiguous", True))
        if (of_kind := [change for change in changes if change.repeated is twice])
    }


def _any(moment: str, day: str, changes: list[ClockChange]) -> str:
    days = {d for c in changes for d in (c.start.date(), (c.end - timedelta.resolution).date())}
    listed = ", ".join(f"DATE '{d}'" for d in sorted(days))
    within = " OR ".join(
        f"({moment} >= TIMESTAMP '{c.start}' AND {moment} < TIMESTAMP '{c.end}')" for c in changes
    )
    return f"CASE WHEN {day} IN ({listed}) THEN {within} ELSE false END"
