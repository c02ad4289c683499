"""A DuckDB file as a source: opened for reading only, one query, batch by batch."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa

from clv.errors import InputError
from clv.transactions.sources.arrow import plain_source
from clv.transactions.sources.source import Source
from clv.transactions.sources.statements import Listed, select_from, single_select

__all__ = ["duckdb_source"]

_CATALOGUE = (
    "SELECT table_schema, table_name, table_schema = current_schema() "
    "FROM information_schema.tables WHERE table_catalog = current_database() "
    "ORDER BY 1, 2"
)


def duckdb_source(
    path: Path, *, sql: str | None, table: str | None, memory_limit: str, threads: int
) -> Source:
    """Ask a DuckDB file.

    Parameters
    ----------
    path
        The file.
    sql
        One SELECT; ``None`` if a table is wanted.
    table
        As ``"schema.name"`` or ``"name"``.
    memory_limit
        What the query may hold before it spills to the temporary directory.
    threads
        Threads of the query.

    Returns
    -------
    Source
        The types are looked up at once, the rows when batches are read; the file is closed in
        between.

    Raises
    ------
    InputError
        ``E_DATABASE`` if the file cannot be opened, ``E_QUERY``, ``E_TABLE``; ``E_QUERY`` also
        while batches are read.
    """
    try:
        with closing(_opened(path, memory_limit, threads)) as connection:
            if table is None:
                query = single_select(sql or "")
            else:
                query = select_from(table, _catalogue(connection))
            schema = pa.RecordBatchReader.from_stream(connection.sql(query)).schema
    except (duckdb.Error, pa.ArrowException) as error:
        raise _failed(error) from None
    return plain_source(schema, _batches(path, query, memory_limit, threads), _failed)


def _batches(path: Path, query: str, memory_limit: str, threads: int) -> Iterator[pa.RecordBatch]:
    with closing(_opened(path, memory_limit, threads)) as connection:
        yield from pa.RecordBatchReader.from_stream(connection.sql(query))


def _opened(path: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    """Open the file so that a query can reach nothing else."""
    if not _is_duckdb(path):
        raise _unopened(path, "is not there, or no DuckDB file")
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(Path(tempfile.gettempdir()) / f"clv-{uuid4().hex}"),
        "preserve_insertion_order": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(path, read_only=True, config=settings)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET TimeZone = 'UTC'")  # not this machine's, on which days would hang
        connection.execute("SET lock_configuration = true")
    except duckdb.Error:
        found = "cannot be opened: it is open elsewhere for writing, or of another version"
        raise _unopened(path, found) from None
    return connection


def _is_duckdb(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError:
        return False


def _catalogue(connection: duckdb.DuckDBPyConnection) -> list[Listed]:
    return [
        (schema, name, alone) for schema, name, alone in connection.execute(_CATALOGUE).fetchall()
    ]


def _unopened(path: Path, found: str) -> InputError:
    remedy = "check the path, and close it where it is open"
    return InputError("E_DATABASE", f"{path.name} {found}", remedy)


def _failed(error: Exception) -> InputError:
    """Show the database's words where they are about the query, not where about values."""
    about_query = duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException
    words = str(error).partition("\n")[0] if isinstance(error, about_query) else "on some value"
    if isinstance(error, duckdb.PermissionException):
        words = "it reaches for something outside its database"
    return InputError("E_QUERY", f"the query fails: {words}", "mend it where you can run it")
