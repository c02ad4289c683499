"""Sources of a log: a file or a frame, brought to batches of columns and loaded as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa

from clv.errors import InputError
from clv.transactions.columns import COLUMNS

__all__ = ["Source", "frame_source", "load_text"]


@dataclass(frozen=True)
class Source:
    """A log as it comes: names of its columns, and their content batch by batch.

    Parameters
    ----------
    columns
        Names in the source, in order; not necessarily distinct.
    batches
        Record batches whose columns stand in that order under any distinct names. Can be read once.
    types
        Type of each column; ``None`` where the source is text throughout.
    """

    columns: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]
    types: tuple[pa.DataType, ...] | None = None

    def is_number(self, position: int) -> bool:
        """Whether the column holds numbers rather than their text."""
        kind = self.types[position] if self.types else pa.string()
        tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
        return any(test(kind) for test in tests)

    def zone(self, position: int) -> str | None:
        """Time zone of a column of points in time, if it has one."""
        kind = self.types[position] if self.types else pa.string()
        return kind.tz if pa.types.is_timestamp(kind) else None


def frame_source(frame: pd.DataFrame) -> Source:
    """Wrap a pandas frame without changing it.

    Parameters
    ----------
    frame
        Any index, any column types; values of mixed types are taken as their text.

    Returns
    -------
    Source
        One batch.

    Examples
    --------
    >>> frame_source(pd.DataFrame({"customer_id": ["007"], "amount": [1.5]})).columns
    ('customer_id', 'amount')
    """
    arrays = [_array(frame.iloc[:, i]) for i in range(frame.shape[1])]
    batch = pa.RecordBatch.from_arrays(arrays, _positions(len(arrays)))
    return Source(
        tuple(str(c) for c in frame.columns), iter([batch]), tuple(a.type for a in arrays)
    )


def _array(values: pd.Series) -> pa.Array:
    """Turn a column into an array; NaN, NaT and None become null."""
    try:
        array = pa.array(values, from_pandas=True)
        return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    except (pa.ArrowException, OverflowError):
        text = [None if pd.api.types.is_scalar(v) and pd.isna(v) else str(v) for v in values]
        return pa.array(text, pa.string())


def _positions(n: int) -> list[str]:
    return [f"c{i}" for i in range(n)]


def load_text(
    connection: duckdb.DuckDBPyConnection, source: Source, positions: Mapping[str, int]
) -> int:
    """Load the columns that are wanted into the table ``raw``, every one as text.

    Parameters
    ----------
    connection
        Engine without a table ``raw``.
    source
        Read to its end.
    positions
        Position in the source of each of our columns.

    Returns
    -------
    int
        Number of rows.

    Raises
    ------
    InputError
        ``E_EMPTY`` if there is no row, ``E_DATE_ZONE`` if the dates are points in time of a zone.

    Notes
    -----
    ``raw`` has the columns customer_id, date, amount, order_id (NULL where the source has none)
    and content, a hash of the whole source row, columns that are not wanted included: two lines
    of one order that differ in their product do not repeat each other.
    """
    _refuse_zone(source.zone(positions["date"]))
    connection.execute(
        "CREATE TABLE raw (customer_id VARCHAR, date VARCHAR, amount VARCHAR, order_id VARCHAR, "
        "content UBIGINT)"
    )
    rows = 0
    for batch in source.batches:
        names = _positions(batch.num_columns)
        connection.register("batch", pa.Table.from_batches([batch.rename_columns(names)]))
        ours = (f"CAST(c{positions[c]} AS VARCHAR)" if c in positions else "NULL" for c in COLUMNS)
        connection.execute(
            f"INSERT INTO raw SELECT {', '.join(ours)}, hash({', '.join(names)}) FROM batch"
        )
        connection.unregister("batch")
        rows += batch.num_rows
    if not rows:
        raise InputError("E_EMPTY", "the source has no rows", "give at least one purchase")
    return rows


def _refuse_zone(zone: str | None) -> None:
    if zone is not None:
        raise InputError(
            "E_DATE_ZONE",
            f"the dates are points in time in the zone {zone}",
            "convert them to the business's own time zone and export the day",
        )
