"""Tables in Arrow's form as sources: polars, Arrow, DuckDB, whatever offers a stream."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Protocol

import duckdb
import pyarrow as pa

from clv.errors import InputError
from clv.transactions.sources.source import Source

__all__ = ["ArrowTable", "arrow_source", "plain_source"]


class ArrowTable(Protocol):
    """Anything that hands out its rows as a stream in Arrow's form."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give a new stream of record batches."""


def arrow_source(table: ArrowTable) -> Source:
    """Wrap a table that speaks Arrow without changing it.

    Parameters
    ----------
    table
        Such as a polars frame, an Arrow table or a relation of DuckDB. A reader of batches is read
        to its end.

    Returns
    -------
    Source
        Categories as their values; lists, structures and other values that are neither text nor
        number, day or moment as their text.

    Raises
    ------
    InputError
        ``E_FILE`` if its types cannot be handed over; and while batches are read, if it breaks
        off.

    Examples
    --------
    >>> source = arrow_source(pa.table({"customer_id": ["007"], "amount": [1.5]}))
    >>> source.columns, source.types
    (('customer_id', 'amount'), (DataType(string), DataType(double)))
    """
    try:
        reader = pa.RecordBatchReader.from_stream(table)
    except (pa.ArrowException, duckdb.Error, OSError) as error:
        raise _broken(error) from None
    return plain_source(reader.schema, reader, _broken)


def plain_source(
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    broken: Callable[[Exception], InputError],
) -> Source:
    """Bring record batches to types that every engine knows.

    Parameters
    ----------
    schema
        Of all batches.
    batches
        Read once.
    broken
        Makes the error to raise if they break off.

    Returns
    -------
    Source
        As of `arrow_source`.
    """
    types = tuple(_plain_type(kind) for kind in schema.types)
    return Source(tuple(schema.names), _plain_batches(batches, types, broken), types)


def _broken(error: Exception) -> InputError:
    why = str(error).partition("\n")[0]
    return InputError(
        "E_FILE",
        f"the table cannot be read to its end: {why}",
        "convert its columns, or build it again",
    )


def _plain_batches(
    batches: Iterable[pa.RecordBatch],
    types: tuple[pa.DataType, ...],
    broken: Callable[[Exception], InputError],
) -> Iterator[pa.RecordBatch]:
    names = [f"c{i}" for i in range(len(types))]
    try:
        for batch in batches:
            arrays = [_plain(values, kind) for values, kind in zip(batch, types, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, names)
    except (pa.ArrowException, duckdb.Error, OSError) as error:
        raise broken(error) from None


def _plain_type(kind: pa.DataType) -> pa.DataType:
    """Return the type in which values are delivered; text where no other is certain."""
    known = pa.types
    if known.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if known.is_date(kind):
        return pa.date32()
    if known.is_float16(kind):
        return pa.float32()
    kept = (
        known.is_string, known.is_large_string, known.is_string_view, known.is_integer,
        known.is_floating, known.is_decimal128, known.is_timestamp, known.is_boolean,
    )  # fmt: skip
    return kind if any(test(kind) for test in kept) else pa.string()


def _plain(values: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        values = _decoded(values)
    if values.type == kind:
        return values
    return _texts(values) if kind == pa.string() else values.cast(kind)


def _decoded(values: pa.DictionaryArray) -> pa.Array:
    """Put the categories in their places; Arrow cannot do so with views of texts."""
    categories, kind = values.dictionary, values.dictionary.type
    if pa.types.is_string_view(kind):
        categories = categories.cast(pa.large_string())
    decoded = pa.DictionaryArray.from_arrays(values.indices, categories).dictionary_decode()
    return decoded.cast(kind)


def _texts(values: pa.Array) -> pa.Array:
    """Write values of any type as text: bytes as UTF-8, others by DuckDB where it knows them."""
    if pa.types.is_binary(values.type) or pa.types.is_large_binary(values.type):
        with suppress(pa.ArrowInvalid):
            return values.cast(pa.string())
    try:
        with duckdb.connect() as engine:
            engine.register("given", pa.table({"v": values}))
            found = pa.table(engine.sql("SELECT CAST(v AS VARCHAR) FROM given"))
        return found.column(0).combine_chunks().cast(pa.string())
    except (duckdb.Error, pa.ArrowException):
        return pa.array([None if v is None else str(v) for v in values.to_pylist()], pa.string())
