"""Declared formats of dates, and those that may be worth declaring."""

import re
from collections.abc import Iterator

from clv.errors import InputError
from clv.transactions.engines.engine import text_literal
from clv.transactions.readings.texts import narrow
from clv.transactions.readings.zones import local_day

__all__ = ["candidates", "check_format", "formatted_day", "has_offset", "has_time"]

_DIRECTIVES = set("aAbBdfHIjmMpSyYz%")

_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d", "%y/%m/%d")
_NAMED_DAYS = ("%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y年%m月%d日")
_RUN_TOGETHER = ("%d%m%Y", "%m%d%Y", "%y%m%d", "%Y%m%d%H%M%S")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")


def check_format(date_format: str, zone: str | None) -> str:
    """Refuse a format that cannot make a day.

    Parameters
    ----------
    date_format
        As of strptime.
    zone
        The business's time zone, if declared; without it points in time have no day.

    Returns
    -------
    str
        The format, full-width signs as ASCII has them, as `cleaned` leaves the texts.

    Raises
    ------
    InputError
        ``E_DATE_FORMAT``.

    Examples
    --------
    >>> check_format("%d/%m", None)
    Traceback (most recent call last):
    clv.errors.InputError: E_DATE_FORMAT: the date format cannot be used (for example '%d/%m'); ...
    """
    found = _directives(date_format)
    has_day = "j" in found or ("d" in found and found & {"m", "b", "B"})
    readable = found <= _DIRECTIVES and found & {"y", "Y"} and has_day
    if not readable or (zone is None and "z" in found):
        raise InputError(
            "E_DATE_FORMAT",
            "the date format cannot be used",
            "write day, month and year like %d/%m/%Y; %z needs time_zone (--time-zone) beside it",
            [date_format],
        )
    return narrow(date_format)


def has_time(date_format: str) -> bool:
    """Whether the format has a time of day, so that nearly every text is another.

    Parameters
    ----------
    date_format
        As of strptime.

    Returns
    -------
    bool
        Whether it has.
    """
    return bool(_directives(date_format) & set("HIMSf"))


def has_offset(date_format: str) -> bool:
    """Whether the format has an offset from UTC.

    Parameters
    ----------
    date_format
        As of strptime.

    Returns
    -------
    bool
        Whether it has.
    """
    return "z" in _directives(date_format)


def formatted_day(text: str, date_format: str, zone: str | None) -> str:
    """Return the expression for the day that a text of a format means.

    Parameters
    ----------
    text
        SQL of type VARCHAR.
    date_format
        A format that `check_format` has passed.
    zone
        The business's time zone, needed only for a format with an offset.

    Returns
    -------
    str
        SQL of type DATE; NULL where the text is none of the format.
    """
    moment = f"try_strptime({text}, {text_literal(date_format)})"
    if zone and has_offset(date_format):
        return local_day(moment, zone)
    day = f"CAST({moment} AS DATE)"
    if "Y" not in _directives(date_format):
        return day
    # The engine takes 24 for a year of four digits.
    year = f"lpad(CAST(year({day}) AS VARCHAR), 4, '0')"
    return f"CASE WHEN {day} >= DATE '1000-01-01' OR contains({text}, {year}) THEN {day} END"


def candidates() -> Iterator[str]:
    """Formats that people use.

    Yields
    ------
    str
        As of strptime, none with an offset.
    """
    days = [day.replace("/", mark) for mark in "/.-" for day in _DAYS]
    yield from (day + time for day in (*days, *_NAMED_DAYS) for time in _TIMES)
    yield from _RUN_TOGETHER


def _directives(date_format: str) -> set[str]:
    return set(re.findall(r"%-?(.|$)", date_format, re.DOTALL))
