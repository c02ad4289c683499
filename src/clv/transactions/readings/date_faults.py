"""Why dates cannot be read, and what their owner can do about it."""

from datetime import date, timedelta

from clv.errors import InputError
from clv.transactions.engines.engine import numbers, samples, text_literal
from clv.transactions.readings.date_formats import candidates, formatted_day
from clv.transactions.readings.texts import Texts, is_shaped

__all__ = ["COMPACT", "ISO", "ZONED", "date_fault", "zone_needed"]

_TIME = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
_DAY = r"\d{4}-\d{2}-\d{2}"

ISO = rf"{_DAY}([T ]{_TIME})?"
"""Shape of an ISO date with or without a time of day."""

COMPACT = r"((19|20)\d{6}|99991231|00010101)(\.0)?"
"""Shape of YYYYMMDD, also where it went through a column of floating-point numbers."""

ZONED = rf"{_DAY}[T ]{_TIME} ?(Z|UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
"""Shape of an ISO date with a time of day and its offset from UTC."""

_EITHER_FIRST = rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-](\d{{4}}|\d{{2}})(,? {_TIME}( ?[AaPp][Mm])?)?"
_NUMBER = r"-?(\d{1,7}|\d{9,})([.,]\d+)?"
_TRIED = 1000


def date_fault(texts: Texts, zone: str | None) -> InputError:
    """Say why the dates in ``raw`` are not all of one kind that reads itself.

    Parameters
    ----------
    texts
        The dates in ``raw``.
    zone
        The business's time zone, if declared.

    Returns
    -------
    InputError
        ``E_DATE_ZONE``, ``E_DATE_AMBIGUOUS``, ``E_DATE_NUMERIC`` or ``E_DATE``, to be raised.
    """
    zoned, either, numeric = (is_shaped(shape) for shape in (ZONED, _EITHER_FIRST, _NUMBER))
    n_zoned, n_either, n_numeric = texts.counts(zoned, either, numeric)
    if n_zoned:
        return _zone_fault(texts, n_zoned, zone)
    if n_either:
        what = "dates that may be day first or month first"
        return _fault("E_DATE_AMBIGUOUS", what, texts, either, _format_to_declare(texts))
    if n_numeric:
        what = "dates that are numbers"
        return _fault("E_DATE_NUMERIC", what, texts, numeric, _meaning_of_number(texts, numeric))
    return _other_fault(texts)


def zone_needed(found: str, shown: list[str]) -> InputError:
    """Say that points in time have no day before somebody says where.

    Parameters
    ----------
    found
        What was found.
    shown
        Up to three of them.

    Returns
    -------
    InputError
        ``E_DATE_ZONE``, to be raised.
    """
    remedy = "declare the business's own zone, such as time_zone='Europe/Berlin' (--time-zone)"
    return InputError("E_DATE_ZONE", found, remedy, shown)


def _fault(code: str, what: str, texts: Texts, condition: str, remedy: str) -> InputError:
    n, total = texts.counts(condition, "true")
    share = f"{n} of {total}" if n < total else f"{n}"
    return InputError(code, f"{what}: {share}", remedy, texts.samples(condition))


def _zone_fault(texts: Texts, n: int, zone: str | None) -> InputError:
    shape = text_literal(ZONED)
    shown = samples(
        texts.engine, f"SELECT date FROM raw WHERE regexp_full_match(trim(date), {shape})"
    )
    if zone is None:
        return zone_needed(f"dates with a time zone: {n}", shown)
    bare = texts.count("true") - n
    found = f"dates with an offset from UTC: {n}, and without: {bare}"
    return InputError("E_DATE_ZONE", found, "write all with an offset, or none", shown)


def _other_fault(texts: Texts) -> InputError:
    strange = f"NOT {is_shaped(ISO)} AND NOT {is_shaped(COMPACT)}"
    n, total = texts.counts(strange, "true")
    if not n:
        mixed = "YYYY-MM-DD and YYYYMMDD are mixed"
        return InputError("E_DATE", mixed, "write all as YYYY-MM-DD", texts.samples("true"))
    remedy = "mend them or leave them blank" if n < total / 2 else _format_to_declare(texts)
    return _fault("E_DATE", "dates of no known kind", texts, strange, remedy)


def _format_to_declare(texts: Texts) -> str:
    """Name the formats that read every date; to choose is the user's."""
    fits = [repr(f) for f in _promising(texts) if not texts.count(_unread(f))]
    if not fits:
        return "write all as YYYY-MM-DD"
    return f"declare date_format={' or '.join(fits)} (--date-format)"


def _promising(texts: Texts) -> list[str]:
    """Formats that read some of the texts, tried at once."""
    formats = list(candidates())
    unread = ", ".join(f"count(*) FILTER (WHERE {_unread(f)})" for f in formats)
    tried = f"(SELECT text FROM {texts.table} LIMIT {_TRIED}) AS tried"
    counts = numbers(texts.engine, f"SELECT {unread} FROM {tried}")
    return [f for f, n in zip(formats, counts, strict=True) if not n]


def _unread(date_format: str) -> str:
    return f"{formatted_day('text', date_format, None)} IS NULL"


def _meaning_of_number(texts: Texts, numeric: str) -> str:
    """Guess aloud what the first number means, without acting on it."""
    value = float(texts.samples(numeric)[0].replace(",", "."))
    if 1 <= value < 1e5:
        kind, name, day = "a spreadsheet's day", "excel", date(1899, 12, 30) + timedelta(int(value))
    elif 1e8 <= value < 4.2e9 or 1e11 <= value < 4.2e12:
        seconds, name = (value, "unix") if value < 1e10 else (value / 1000, "unix_ms")
        kind, day = "a computer's clock", date(1970, 1, 1) + timedelta(seconds=seconds)
    else:
        return _format_to_declare(texts)
    declare = f"declare date_format='{name}' (--date-format {name})"
    return f"as {kind} the first would be {day}: {declare} or export them as YYYY-MM-DD"
