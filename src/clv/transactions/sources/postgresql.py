"""PostgreSQL as a source: one read-only snapshot, batch by batch, exact numbers kept exact."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from clv.transactions.sources.postgres_session import snapshot
from clv.transactions.sources.source import Source
from clv.transactions.sources.statements import Listed, select_from, single_select

__all__ = ["postgres_source"]

_CATALOGUE = (
    "SELECT n.nspname, c.relname, pg_table_is_visible(c.oid) "
    "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT LIKE 'pg\\_%' "
    "AND n.nspname <> 'information_schema' ORDER BY 1, 2"
)

_KEPT = {
    "bool", "int2", "int4", "int8", "float4", "float8", "text", "varchar",
    "date", "timestamp", "timestamptz",
}  # fmt: skip
_EXACT = {"numeric", "money"}


def postgres_source(
    address: str, title: str, *, sql: str | None, table: str | None, timeout: float
) -> Source:
    """Ask a PostgreSQL database.

    Parameters
    ----------
    address
        ``postgresql://...``; no part of it gets into a message.
    title
        What to call the database instead.
    sql
        One SELECT; ``None`` if a table is wanted.
    table
        As ``"schema.name"`` or ``"name"``.
    timeout
        Seconds from the start of the query to its last row.

    Returns
    -------
    Source
        The types are looked up at once, the rows when batches are read. NUMERIC is exact, to 10
        decimals where the column says nothing else; NaN is null; types without a form of
        their own here, such as arrays, are text.

    Raises
    ------
    InputError
        ``E_EXTRA`` without the driver, ``E_DATABASE``, ``E_QUERY``, ``E_TABLE``.
    """
    with snapshot(address, title, timeout) as cursor:
        if table is None:
            query = single_select(sql or "")
        else:
            query = select_from(table, _catalogue(cursor))
        schema = cursor.adbc_execute_schema(query)
    columns = ", ".join(_column(i, field) for i, field in enumerate(schema))
    aliases = ", ".join(f"c{i}" for i in range(len(schema)))
    select = f"SELECT {columns} FROM (\n{query}\n) AS source({aliases})"
    types = tuple(_type(field) for field in schema)
    return Source(tuple(schema.names), _rows(address, title, timeout, select, types), types)


def _rows(
    address: str, title: str, timeout: float, select: str, types: tuple[pa.DataType, ...]
) -> Iterator[pa.RecordBatch]:
    with snapshot(address, title, timeout) as cursor:
        cursor.execute(select)
        for batch in cursor.fetch_record_batch():
            arrays = [array.cast(kind) for array, kind in zip(batch, types, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, batch.schema.names)


def _server_type(field: pa.Field) -> str:
    told: dict[bytes, bytes] = field.metadata or {}
    return told.get(b"POSTGRESQL:type", b"").decode()


def _type(field: pa.Field) -> pa.DataType:
    """Return the type in which a column is delivered."""
    server_type = _server_type(field)
    if server_type in _KEPT:
        return field.type
    return _decimal(field) if server_type in _EXACT else pa.string()


def _decimal(field: pa.Field) -> pa.DataType:
    """Return the exact type of a NUMERIC; 10 decimals where the server names no number of them."""
    modifier = int(field.metadata.get(b"POSTGRESQL:typmod", b"-1")) - 4
    precision, scale = modifier >> 16, modifier & 0x7FF
    declared = modifier >= 0 and scale <= precision <= 38
    return pa.decimal128(precision, scale) if declared else pa.decimal128(38, 10)


def _column(position: int, field: pa.Field) -> str:
    """Ask for a column so that no value changes on the way; numbers travel as their text."""
    name, server_type = f"c{position}", _server_type(field)
    if server_type in {"date", "timestamp", "timestamptz"}:
        return f"CASE WHEN isfinite({name}) THEN {name} END AS {name}"
    if server_type in _EXACT:
        exact = _decimal(field)
        number = f"NULLIF(CAST({name} AS numeric), 'NaN')"
        number = f"CAST({number} AS numeric({exact.precision}, {exact.scale}))"
        return f"CAST({number} AS text) AS {name}"
    return name if server_type in _KEPT else f"CAST({name} AS text) AS {name}"


def _catalogue(cursor: Any) -> list[Listed]:
    cursor.execute(_CATALOGUE)
    return [(schema, name, alone) for schema, name, alone in cursor.fetchall()]
