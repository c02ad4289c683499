"""Which column of a source is which of ours: declared, never guessed."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from clv.errors import InputError

__all__ = ["COLUMNS", "MEASURED", "NEEDED", "resolve_columns"]

NEEDED = ("customer_id", "date")
"""Columns that every log has."""

MEASURED = ("date", "amount", "discount", "cost")
"""Columns whose values are days or money; all others are text for ever."""

COLUMNS = (*NEEDED, "amount", "order_id", "category", "discount", "cost", "currency", "channel")
"""All columns that a log may have."""

_SHOWN = 12
_DATA = re.compile(r"[-+]?\d+([.,:/ -]\d+)*|\S+@\S+")
"""A number, a date, an address: what stands in rows and not in headers."""


def resolve_columns(
    columns: Mapping[str, str | int | None] | None, found: Sequence[str]
) -> dict[str, int]:
    """Find the position of each of our columns in a source.

    Parameters
    ----------
    columns
        Our names mapped to those of the source, or to positions counted from 0. A name that is
        not mapped stands for itself; ``None`` leaves an optional column out.
    found
        Names of the source's columns, in order.

    Returns
    -------
    dict of str to int
        Position by our name; those that a log may lack only where there is such a column.

    Raises
    ------
    InputError
        ``E_COLUMN_UNKNOWN``, ``E_COLUMN_MISSING`` or ``E_COLUMN_TWICE``.

    Examples
    --------
    >>> resolve_columns({"customer_id": "client", "date": "day"}, ["day", "client", "amount"])
    {'customer_id': 1, 'date': 0, 'amount': 2}
    """
    given = dict(columns or {})
    for name in given:
        if name not in COLUMNS:
            raise InputError(
                "E_COLUMN_UNKNOWN",
                f"the mapping names the column {name!r}, which a log does not have",
                f"use {', '.join(COLUMNS)}",
            )
    wanted = {name: given.get(name, name) for name in COLUMNS}
    return {
        name: _position(name, wanted, found)
        for name, theirs in wanted.items()
        if name in NEEDED or (theirs is not None and (name in given or theirs in found))
    }


def _position(name: str, wanted: Mapping[str, str | int | None], found: Sequence[str]) -> int:
    theirs = wanted[name]
    if isinstance(theirs, int) and 0 <= theirs < len(found):
        return theirs
    matches = [i for i, column in enumerate(found) if column == theirs]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise InputError(
            "E_COLUMN_TWICE",
            f"{len(matches)} columns are called {theirs!r}",
            f"rename all but the one that holds {name}",
        )
    if any(_DATA.fullmatch(column.strip()) for column in found) and isinstance(theirs, str):
        raise InputError(
            "E_COLUMN_MISSING",
            f"no column {theirs!r} for {name}; the first line looks like data, not like names",
            "add a header line, or map positions: columns={'customer_id': 0, 'date': 1}",
        )
    raise InputError(
        "E_COLUMN_MISSING",
        f"no column {theirs!r} for {name}; the source has {_shown(found)}",
        _nearest(name, theirs, [column for column in found if column not in wanted.values()]),
    )


def _shown(found: Sequence[str]) -> str:
    names = ", ".join(repr(column) for column in found[:_SHOWN])
    return names + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")


def _nearest(name: str, theirs: str | int | None, found: Sequence[str]) -> str:
    plain = {column.strip().lower(): column for column in found}
    close = get_close_matches(str(theirs).strip().lower(), plain, n=1, cutoff=0.5)
    if not close:
        return f"map it: columns={{{name!r}: ...}} (--map {name}=...)"
    likely = plain[close[0]]
    quoted = f'"{likely}"' if likely != likely.strip() else likely
    return f"map it: columns={{{name!r}: {likely!r}}} (--map '{name}={quoted}')"
