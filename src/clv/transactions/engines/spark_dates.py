"""Dates by a declared format for Spark, read as DuckDB's ``try_strptime`` reads them."""

import re
from collections.abc import Iterator

from clv.errors import InputError
from clv.transactions.engines.engine import text_literal

__all__ = ["moment_sql"]

_FULL_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
]  # fmt: skip
_MONTHS = [month[:3] for month in _FULL_MONTHS]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

# Possessive quantifiers: digits once read are not given back, just as DuckDB does it.
_SHAPES = {
    "Y": r"\d{1,4}+",
    "y": r"\d{1,2}+",
    "m": r"\d{1,2}+",
    "d": r"\d{1,2}+",
    "H": r"\d{1,2}+",
    "I": r"0?[1-9](?!\d)|1[0-2]",
    "M": r"\d{1,2}+",
    "S": r"[0-5]?\d",
    "f": r"\d{1,6}+",
    "p": "am|pm",
    "b": "|".join(_MONTHS),
    "B": "|".join(_FULL_MONTHS),
    "a": "|".join(day[:3] for day in _DAYS),
    "A": "|".join(_DAYS),
}


def moment_sql(text: str, date_format: str) -> str:
    """Write Spark's expression for what ``try_strptime`` is in DuckDB.

    Parameters
    ----------
    text
        Spark's SQL of the text.
    date_format
        As of strptime, with ``%Y %y %m %d %b %B %a %A %H %I %M %S %f %p``.

    Returns
    -------
    str
        SQL of the type TIMESTAMP_NTZ; NULL where the text is written otherwise, or where there is
        no such day.

    Raises
    ------
    InputError
        ``E_DATE_FORMAT`` for other directives.

    Examples
    --------
    >>> "try_make_timestamp_ntz" in moment_sql("text", "%d/%m/%Y")
    True
    """
    shape, directives = _shape(date_format)
    parts = {
        directive: f"regexp_extract({text}, {_literal(shape)}, {number})"
        for number, directive in enumerate(directives, start=1)
    }
    moment = (
        f"try_make_timestamp_ntz({_year(parts)}, {_month(parts)}, {_whole(parts, 'd', 1)}, "
        f"{_hour(parts)}, {_whole(parts, 'M', 0)}, {_second(parts)})"
    )
    return f"CASE WHEN {text} RLIKE {_literal(shape)} THEN {moment} END"


def _shape(date_format: str) -> tuple[str, list[str]]:
    """Return the regular expression of the whole text and the directive of each group."""
    directives: list[str] = []
    shape = ""
    for directive, other in _tokens(date_format):
        if not directive:
            shape += r"\s+" if other.isspace() else re.escape(other)
        elif directive in _SHAPES and directive not in directives:
            directives.append(directive)
            shape += f"({_SHAPES[directive]})"
        else:
            raise InputError(
                "E_DATE_FORMAT",
                "the date format cannot be used on Spark",
                "write it with %Y %y %m %d %b %B %H %I %M %S %f %p, each once (--date-format)",
                [date_format],
            )
    return rf"(?i)\A\s*{shape}\s*\z", directives


def _tokens(date_format: str) -> Iterator[tuple[str, str]]:
    """Split a format into directives and what stands between them."""
    for match in re.finditer(r"%-?(.)|%|\s+|[^%\s]+", date_format):
        directive = match[1] or ""
        yield ("", "%") if directive == "%" or match[0] == "%" else (directive, match[0])


def _literal(shape: str) -> str:
    return text_literal(shape.replace("\\", "\\\\"))


def _whole(parts: dict[str, str], directive: str, otherwise: int) -> str:
    if directive not in parts:
        return str(otherwise)
    return f"CAST({parts[directive]} AS INT)"


def _year(parts: dict[str, str]) -> str:
    if "y" not in parts:
        return f"greatest({_whole(parts, 'Y', 1900)}, 1)"  # Python's days begin in the year 1
    short = _whole(parts, "y", 0)
    return f"{short} + CASE WHEN {short} < 69 THEN 2000 ELSE 1900 END"


def _month(parts: dict[str, str]) -> str:
    for directive in ("b", "B"):
        if directive in parts:
            names = f"'{','.join(_MONTHS)}'"
            return f"find_in_set(lower(left({parts[directive]}, 3)), {names})"
    return _whole(parts, "m", 1)


def _hour(parts: dict[str, str]) -> str:
    hour = _whole(parts, "I", 0) if "I" in parts else _whole(parts, "H", 0)
    if "p" not in parts:
        return hour
    return f"{hour} % 12 + CASE WHEN lower({parts['p']}) = 'pm' THEN 12 ELSE 0 END"


def _second(parts: dict[str, str]) -> str:
    second = parts.get("S", "'0'")
    fraction = parts.get("f", "'0'")
    return f"CAST(concat({second}, '.', {fraction}) AS DECIMAL(16, 6))"
