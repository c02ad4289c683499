"""Titles of sheets that every spreadsheet takes, whatever the names they are made from."""

import re
from collections.abc import Iterable

from clv.reporting._cells import utf16

__all__ = ["safe_titles"]

_LONGEST = 31  # UTF-16 units
_FORBIDDEN = re.compile(
    r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_RESERVED = ("", "history")


def safe_titles(names: Iterable[str]) -> list[str]:
    """Make titles that are allowed, and different regardless of case, in the order of the names."""
    titles: list[str] = []
    used: set[str] = set()
    for name in names:
        title = _free(_allowed(str(name)), used)
        used.add(title.casefold())
        titles.append(title)
    return titles


def _allowed(name: str) -> str:
    title = _cut(_FORBIDDEN.sub("_", name).strip(" '"), _LONGEST)
    return f"{title}_" if title.casefold() in _RESERVED else title


def _cut(text: str, room: int) -> str:
    while utf16(text) > room:
        text = text[:-1]
    return text.strip(" '")


def _free(title: str, used: set[str]) -> str:
    """Number a title that is taken."""
    found, number = title, 1
    while found.casefold() in used:
        number += 1
        mark = f" ({number})"
        found = _cut(title, _LONGEST - len(mark)) + mark
    return found
