"""Reading a schedule: a zone that exists, days that belong to it."""

import re
from calendar import monthrange
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from clv.reporting.catalogue._faults import one_of
from clv.reporting.catalogue._fields import Fields
from clv.reporting.catalogue.entries import EVERY, Schedule

__all__ = ["WEEKDAYS", "read_schedule"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_LONGEST_WAIT = 366


def read_schedule(entry: Fields) -> Schedule | None:
    """Read when a report is due; None for one that is made by hand only."""
    if entry.said.get("schedule") is None:
        return None
    said = entry.inner(
        "schedule", ("every", "at", "time_zone", "first"), ("on", "wait_days", "last")
    )
    every, first, last = said.choice("every", EVERY), said.day("first"), said.day("last")
    if first is None:
        raise said.wrong("first", "it is a day of the calendar, YYYY-MM-DD")
    on = _on(said, every)
    _check_day(said, "first", every, on, first)
    if last is not None:
        _check_last(said, first, last)
        _check_day(said, "last", every, on, last)
    at, zone = time.fromisoformat(_at(said)), _zone(said)
    wait = said.number("wait_days", 0, 0, whole=True)
    if wait > _LONGEST_WAIT:
        raise said.wrong("wait_days", f"at most {_LONGEST_WAIT}")
    return Schedule(every, on, at, zone, first, wait, last)


def _on(said: Fields, every: str) -> str | int:
    if every == "day":
        if "on" in said:
            raise said.wrong("on", "leave it out: a daily report is due on every day")
        return 1
    if every == "week":
        if said.said.get("on") is None:
            raise said.wrong("every", f"say on which day: {one_of('', WEEKDAYS)}")
        return said.choice("on", WEEKDAYS)
    on = said.number("on", 1, 1, whole=True)
    if on > 31:
        raise said.wrong("on", "it is a day of the month, 1 to 31")
    return int(on)


def _check_day(said: Fields, key: str, every: str, on: str | int, day: date) -> None:
    if isinstance(on, str):
        if WEEKDAYS[day.weekday()] != on:
            raise said.wrong(key, f"it is a {on}, not a {WEEKDAYS[day.weekday()]}")
    elif every != "day":
        meant = min(on, monthrange(day.year, day.month)[1])
        if day.day != meant:
            raise said.wrong(key, f"a period starts on {day.replace(day=meant)}")


def _check_last(said: Fields, first: date, last: date) -> None:
    if last < first:
        raise said.wrong("last", f"it is not before first, {first}")


def _at(said: Fields) -> str:
    at = said.text("at")
    if not _TIME.fullmatch(at):
        raise said.wrong("at", 'it is a time of the day, such as "06:00"')
    return at


def _zone(said: Fields) -> str:
    name = said.text("time_zone")
    try:
        if not _ZONE.fullmatch(name):
            raise ValueError
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        near = (
            one_of(name, filter(_ZONE.fullmatch, available_timezones()))
            .partition("(")[2]
            .rstrip(")")
        )
        meant = f" ({near})" if near else ""
        raise said.wrong("time_zone", f"write it like Europe/Berlin{meant}") from None
    return name
