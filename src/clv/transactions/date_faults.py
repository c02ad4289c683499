"""Why dates cannot be read, and what their owner can do about it."""

from datetime import date, timedelta

from clv.errors import InputError
from clv.transactions.engine import text_literal
from clv.transactions.texts import Texts, is_shaped

__all__ = ["COMPACT", "ISO", "date_fault"]

_TIME = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_DAY = r"\d{4}-\d{2}-\d{2}"

ISO = rf"{_DAY}([T ]{_TIME})?"
"""Shape of an ISO date with or without a time of day."""

COMPACT = r"((19|20)\d{6}|99991231|00010101)(\.0)?"
"""Shape of YYYYMMDD, also where it went through a column of floating-point numbers."""

_ZONED = rf"{_DAY}[T ]{_TIME} ?(Z|UTC|[+-]\d{{2}}(:?\d{{2}})?)"
_EITHER_FIRST = rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-](\d{{4}}|\d{{2}})(,? {_TIME}( ?[AaPp][Mm])?)?"
_NUMBER = r"\d{5}(\.\d+)?|\d{10}|\d{13}"

_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d")
_NAMED_DAYS = ("%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y年%m月%d日")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")


def date_fault(texts: Texts) -> InputError:
    """Say why the dates in ``raw`` are neither all ISO nor all YYYYMMDD.

    Parameters
    ----------
    texts
        The dates in ``raw``.

    Returns
    -------
    InputError
        ``E_DATE_ZONE``, ``E_DATE_AMBIGUOUS``, ``E_DATE_NUMERIC`` or ``E_DATE``, to be raised.
    """
    zone = "convert them to the business's own time zone and export the day"
    faults = (
        ("E_DATE_ZONE", "dates with a time zone", _ZONED, lambda _: zone),
        (
            "E_DATE_AMBIGUOUS",
            "dates that may be day first or month first",
            _EITHER_FIRST,
            _format_to_declare,
        ),
        ("E_DATE_NUMERIC", "dates that are numbers", _NUMBER, _meaning_of_number),
    )
    for code, what, shape, remedy in faults:
        condition = is_shaped(shape)
        if n := texts.count(condition):
            shown = texts.samples(condition)
            return InputError(code, f"{what}: {n}", remedy(texts), shown)
    return _other_fault(texts)


def _other_fault(texts: Texts) -> InputError:
    strange = f"NOT {is_shaped(ISO)} AND NOT {is_shaped(COMPACT)}"
    n = texts.count(strange)
    found = f"dates of no known kind: {n}" if n else "YYYY-MM-DD and YYYYMMDD are mixed"
    return InputError(
        "E_DATE",
        found,
        _format_to_declare(texts),
        texts.samples(strange if n else "true"),
    )


def _format_to_declare(texts: Texts) -> str:
    """Name the formats that read every date; to choose is the user's."""
    fits = [repr(f) for f in _formats() if _reads_all(texts, f)]
    return f"declare date_format={' or '.join(fits)}" if fits else "write all as YYYY-MM-DD"


def _formats() -> list[str]:
    days = [day.replace("/", mark) for mark in "/.-" for day in _DAYS]
    return [day + time for day in (*days, *_NAMED_DAYS) for time in _TIMES]


def _reads_all(texts: Texts, date_format: str) -> bool:
    unread = f"try_strptime(text, {text_literal(date_format)}) IS NULL"
    return not texts.count(unread)


def _meaning_of_number(texts: Texts) -> str:
    """Guess aloud what the first number means, without acting on it."""
    value = float(texts.samples(is_shaped(_NUMBER))[0])
    if value < 1e5:
        kind, day = "a spreadsheet's day", date(1899, 12, 30) + timedelta(days=int(value))
    else:
        seconds = value if value < 1e11 else value / 1000
        kind, day = "a computer's clock", date(1970, 1, 1) + timedelta(seconds=seconds)
    return f"as {kind} the first would be {day}: export them as YYYY-MM-DD"
