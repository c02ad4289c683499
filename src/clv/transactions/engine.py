"""The engine in which the log stays: DuckDB inside the process, with no way to the outside."""

import tempfile
from pathlib import Path
from uuid import uuid4

import duckdb

__all__ = ["connect", "number", "numbers", "samples", "text_literal"]


def connect(memory_limit: str = "2GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory that can neither read nor write files for a query.

    Parameters
    ----------
    memory_limit
        What the engine may hold before it spills to disk, such as ``"2GB"``.
    threads
        Threads per query; results do not depend on it.

    Returns
    -------
    duckdb.DuckDBPyConnection
        With its configuration locked.

    Examples
    --------
    >>> connect().execute("SELECT 6 * 7").fetchone()
    (42,)
    """
    # A query may touch files in the temporary directory: it has to be a place of its own. The
    # engine makes it when it has to spill, and removes it.
    scratch = Path(tempfile.gettempdir()) / f"clv-{uuid4().hex}"
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory_limit,
            "threads": threads,
            "temp_directory": str(scratch),
        },
    )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def numbers(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    """Return the whole numbers that a query ends in.

    Parameters
    ----------
    connection
        Where to ask.
    sql
        A query for one row of numbers; NULL counts as 0.

    Returns
    -------
    tuple of int
        That row; empty if there is none.

    Examples
    --------
    >>> numbers(connect(), "SELECT count(*), max(range) FROM range(5)")
    (5, 4)
    """
    row = connection.execute(sql).fetchone() or ()
    return tuple(int(value or 0) for value in row)


def number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the whole number that a query ends in.

    Parameters
    ----------
    connection
        Where to ask.
    sql
        A query for one row with one number; NULL counts as 0.

    Returns
    -------
    int
        That number.

    Examples
    --------
    >>> number(connect(), "SELECT count(*) FROM range(5)")
    5
    """
    return numbers(connection, sql)[0]


def samples(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Return up to three texts that a query finds, always the same ones.

    Parameters
    ----------
    connection
        Where to ask.
    sql
        A query for one column.

    Returns
    -------
    list of str
        The first three distinct values in their order.

    Examples
    --------
    >>> samples(connect(), "SELECT range FROM range(5)")
    ['0', '1', '2']
    """
    rows = connection.execute(f"SELECT DISTINCT * FROM ({sql}) ORDER BY 1 LIMIT 3").fetchall()
    return [str(row[0]) for row in rows]


def text_literal(text: str) -> str:
    """Write a text as SQL does.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        In quotation marks, those inside doubled.

    Examples
    --------
    >>> text_literal("o'clock")
    "'o''clock'"
    """
    return "'" + text.replace("'", "''") + "'"
