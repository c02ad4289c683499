"""Questions to a foreign database: one SELECT, or one table that its catalogue knows."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from clv.errors import InputError

__all__ = ["Listed", "select_from", "single_select"]

Listed = tuple[str, str, bool]
"""A table in a catalogue: its schema, its name, and whether the name alone finds it."""

_QUOTED = r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$"""
_COMMENT = r"--[^\n]*|/\*.*?\*/"
_PIECE = re.compile(rf"(?P<quoted>{_QUOTED})|{_COMMENT}", re.DOTALL)
_SELECT = re.compile(r"[\s(]*(SELECT|WITH)\b", re.IGNORECASE)


def single_select(sql: str) -> str:
    r"""Prove that a text is one query, before a database sees it.

    Parameters
    ----------
    sql
        A SELECT, which may begin with WITH and end in a semicolon.

    Returns
    -------
    str
        The query without comments and without the semicolon.

    Raises
    ------
    InputError
        ``E_QUERY`` if it is something else, or more than one.

    Notes
    -----
    A quick look that gives a clear message. That nothing is written is seen to by the database,
    which is opened for reading only.

    Examples
    --------
    >>> single_select("SELECT ';' AS mark -- a semicolon\n;")
    "SELECT ';' AS mark"
    """
    plain = _PIECE.sub(lambda found: found["quoted"] or " ", sql).strip().rstrip("; \t\r\n")
    bare = _PIECE.sub(" ", plain)
    if not _SELECT.match(bare):
        raise _refused("the query is no SELECT")
    if ";" in bare:
        raise _refused("the query holds more than one statement")
    return plain


def select_from(table: str, catalogue: Iterable[Listed]) -> str:
    """Write the query for all of a table that the catalogue lists.

    Parameters
    ----------
    table
        As ``"schema.name"``, or ``"name"`` where that is enough.
    catalogue
        What there is. Only its own spelling, in quotation marks, gets into the query.

    Returns
    -------
    str
        ``SELECT * FROM "schema"."name"``.

    Raises
    ------
    InputError
        ``E_TABLE`` if there is no such table.

    Examples
    --------
    >>> select_from("orders", [("shop", "orders", True)])
    'SELECT * FROM "shop"."orders"'
    """
    names: dict[str, tuple[str, str]] = {}
    for schema, name, alone in catalogue:
        names[f"{schema}.{name}"] = (schema, name)
        if alone:
            names.setdefault(name, (schema, name))
    if table not in names:
        close = ", ".join(repr(name) for name in get_close_matches(table, names, n=3, cutoff=0.4))
        remedy = f"did you mean {close}" if close else "check its schema and your rights"
        raise InputError("E_TABLE", f"the database has no table {table!r} to read", remedy)
    return "SELECT * FROM " + ".".join(_quoted(part) for part in names[table])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refused(found: str) -> InputError:
    return InputError("E_QUERY", found, "give one SELECT (it may begin with WITH)")
