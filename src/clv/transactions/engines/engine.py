"""The engine in which the log stays: DuckDB inside the process, or a cluster's Spark.

Every query is written once, in DuckDB's dialect. The engine keeps tables by name and gives back
small answers only.
"""

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from clv.errors import InputError

__all__ = ["DuckDBEngine", "Engine", "connect", "number", "numbers", "samples", "text_literal"]

_BATCH = 1_000_000
_SIZE = re.compile(r"[1-9]\d*(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)


class Engine(Protocol):
    """Where a log lies: tables by name, queries in DuckDB's dialect."""

    def adopt(self, name: str, table: Any) -> None:
        """Name a table that lies outside, with columns c0, c1, ... in its order."""

    def table(self, name: str, select: str) -> None:
        """Run a query and keep its rows under a name, instead of what had that name."""

    def append(self, name: str, select: str) -> None:
        """Add the rows of a query to a table, which is made if it is not there."""

    def view(self, name: str, select: str) -> None:
        """Name a query that is run whenever it is used, instead of what had that name."""

    def drop(self, *names: str) -> None:
        """Forget tables and views; those that are not there are no fault."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return an answer as plain values."""

    def frame(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return an answer as a table, with values for ``$name`` in the query."""

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """Return an answer piece by piece, however large it is."""


class DuckDBEngine:
    """DuckDB inside the process.

    Parameters
    ----------
    connection
        An open database.
    allowed
        Parquet files that it may read by itself.

    Examples
    --------
    >>> engine = connect()
    >>> engine.table("squares", "SELECT range * range AS n FROM range(4)")
    >>> engine.rows("SELECT sum(n) FROM squares")
    [(14,)]
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, allowed: Sequence[str] = ()) -> None:
        self.connection = connection
        self.allowed = list(allowed)

    def adopt(self, name: str, table: Any) -> None:
        """Name a table that lies outside, with columns c0, c1, ... in its order.

        Anything that gives Arrow batches: a table, the data set of Parquet files, a reader. Files
        that were allowed when the database was opened are read by the engine itself, within its
        memory limit.
        """
        columns = (f"{_quoted(theirs)} AS c{i}" for i, theirs in enumerate(table.schema.names))
        self.drop(name)
        if self.allowed and getattr(table, "files", None) == self.allowed:
            files = ", ".join(map(text_literal, self.allowed))
            there = f"read_parquet([{files}], binary_as_string = true, hive_partitioning = false)"
        else:
            there = f"{name}_outside"
            self.connection.register(there, table)
        self.connection.execute(f"CREATE VIEW {name} AS SELECT {', '.join(columns)} FROM {there}")

    def table(self, name: str, select: str) -> None:
        """Run a query and keep its rows under a name, instead of what had that name."""
        self.connection.execute(f"CREATE TABLE {name}_new AS {select}")
        self.drop(name)  # only now: the query may have read from what had the name
        self.connection.execute(f"ALTER TABLE {name}_new RENAME TO {name}")

    def append(self, name: str, select: str) -> None:
        """Add the rows of a query to a table, which is made if it is not there."""
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS {name} AS {select} LIMIT 0")
        self.connection.execute(f"INSERT INTO {name} {select}")

    def view(self, name: str, select: str) -> None:
        """Name a query that is run whenever it is used, instead of what had that name."""
        self.drop(name)
        self.connection.execute(f"CREATE VIEW {name} AS {select}")

    def drop(self, *names: str) -> None:
        """Forget tables and views; those that are not there are no fault."""
        for name in names:
            kinds = self.connection.execute(
                "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
            ).fetchall()
            for (kind,) in kinds:
                self.connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {name}")
            self.connection.unregister(f"{name}_outside")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return an answer as plain values."""
        return self.connection.execute(sql).fetchall()

    def frame(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return an answer as a table, with values for ``$name`` in the query."""
        return self.connection.execute(sql, values).df()

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """Return an answer piece by piece, however large it is."""
        return self.connection.sql(sql).to_arrow_reader(_BATCH)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def connect(
    memory_limit: str = "2GB", threads: int = 2, allowed: Sequence[str] = ()
) -> DuckDBEngine:
    """Open an empty database in memory whose queries can touch no file but those that are allowed.

    Parameters
    ----------
    memory_limit
        What the engine may hold before it spills to disk, such as ``"2GB"``.
    threads
        Threads per query; results do not depend on it.
    allowed
        Paths of the Parquet files that are to be read, if any.

    Returns
    -------
    DuckDBEngine
        With its configuration locked.

    Raises
    ------
    InputError
        ``E_MEMORY_LIMIT`` if the limit is no size or too small to work in.

    Examples
    --------
    >>> connect().rows("SELECT 6 * 7")
    [(42,)]
    """
    # A query may touch files in the temporary directory: it has to be a place of its own. The
    # engine makes it when it has to spill, and removes it.
    scratch = Path(tempfile.gettempdir()) / f"clv-{uuid4().hex}"
    settings: dict[str, Any] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(scratch),
        "preserve_insertion_order": False,
    }
    if not _SIZE.fullmatch(memory_limit) or threads < 1:
        raise InputError(
            "E_MEMORY_LIMIT",
            f"the engine cannot work with a memory limit of {memory_limit!r} and {threads} threads",
            "give a size such as 500MB or 2GB (--memory-limit) and one thread or more (--threads)",
        )
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("CREATE MACRO hex_number(x) AS CAST('0x' || x AS BIGINT)")
    connection.execute(f"SET allowed_paths = [{', '.join(map(text_literal, allowed))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return DuckDBEngine(connection, allowed)


def numbers(engine: Engine, sql: str) -> tuple[int, ...]:
    """Return the whole numbers that a query ends in.

    Parameters
    ----------
    engine
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
    answer = engine.rows(sql)
    return tuple(int(value or 0) for value in answer[0]) if answer else ()


def number(engine: Engine, sql: str) -> int:
    """Return the whole number that a query ends in.

    Parameters
    ----------
    engine
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
    return numbers(engine, sql)[0]


def samples(engine: Engine, sql: str) -> list[str]:
    """Return up to three texts that a query finds, always the same ones.

    Parameters
    ----------
    engine
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
    rows = engine.rows(f"SELECT DISTINCT * FROM ({sql}) AS found ORDER BY 1 LIMIT 3")
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
