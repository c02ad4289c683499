"""Sources of a log: what every way in gives, and how its columns come into the engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as pads

from clv.errors import InputError
from clv.transactions.columns import MEASURED
from clv.transactions.engines.engine import Engine
from clv.transactions.readings.reading import Kind

__all__ = ["Source", "frame_source", "kind_of", "load"]


@dataclass(frozen=True)
class Source:
    """A log as it comes: names of its columns, what they hold, and their content.

    Parameters
    ----------
    columns
        Names in the source, in order; not necessarily distinct.
    batches
        Record batches whose columns stand in that order, whatever they are called. Read once.
    types
        Type of each column; ``None`` where the source is text throughout.
    outside
        The same rows, columns in that order, where the engine can look at them as often as it
        needs and need not copy them: an Arrow table, the data set of Parquet files, a table of
        Spark. Preferred to the batches.
    files
        Paths of these Parquet files, if the engine may read them by itself: it then keeps within
        its memory limit, which Arrow's reader does not know.
    """

    columns: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]
    types: tuple[pa.DataType, ...] | None = None
    outside: Any = None
    files: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What each column holds."""
        return tuple(kind_of(kind) for kind in self.types or [pa.string()] * len(self.columns))


def kind_of(kind: pa.DataType) -> Kind:
    """Say what values of an Arrow type are to the gate.

    Parameters
    ----------
    kind
        Type of a column.

    Returns
    -------
    str
        ``"number"``, ``"day"``, ``"moment"``, ``"zoned"`` (a point in time) or ``"text"``, as
        which everything else is taken.

    Examples
    --------
    >>> kind_of(pa.timestamp("us", "UTC")), kind_of(pa.bool_())
    ('zoned', 'text')
    """
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_date(kind):
        return "day"
    if pa.types.is_timestamp(kind):
        return "moment" if kind.tz is None else "zoned"
    return "text"


def frame_source(frame: pd.DataFrame) -> Source:
    """Wrap a pandas frame without changing it.

    Parameters
    ----------
    frame
        Any index, any column types; values of mixed types are taken as their text.

    Returns
    -------
    Source
        One table.

    Examples
    --------
    >>> frame_source(pd.DataFrame({"customer_id": ["007"], "amount": [1.5]})).columns
    ('customer_id', 'amount')
    """
    arrays = [_array(frame.iloc[:, i]) for i in range(frame.shape[1])]
    table = pa.Table.from_arrays(arrays, _positions(len(arrays)))
    names = tuple(str(c) for c in frame.columns)
    return Source(names, iter(()), tuple(a.type for a in arrays), table)


def _array(values: pd.Series) -> pa.Array:
    """Turn a column into an array; NaN, NaT and None become null."""
    try:
        array = pa.array(values, from_pandas=True)
    except (pa.ArrowException, OverflowError):
        text = [None if pd.api.types.is_scalar(v) and pd.isna(v) else str(v) for v in values]
        return pa.array(text, pa.string())
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _positions(n: int) -> list[str]:
    return [f"c{i}" for i in range(n)]


def load(
    engine: Engine,
    source: Source,
    positions: Mapping[str, int],
    advance: Callable[[int], object],
) -> dict[str, Kind]:
    """Bring the columns that are wanted into the engine as ``raw``.

    Parameters
    ----------
    engine
        Where the log is to lie.
    source
        Batches are read to their end; a table that lies outside stays where it is.
    positions
        Position in the source of each of our columns.
    advance
        Told the number of rows that were read, batch by batch.

    Returns
    -------
    dict of str to str
        Kind of each of our columns that the source has.

    Raises
    ------
    InputError
        ``E_EMPTY`` if there is no row.

    Notes
    -----
    ``raw`` has our columns that the source has (text, but for those of `MEASURED`, which keep
    their kind) and content, a hash of the whole source row, columns that are not wanted included:
    two lines of one order that differ in their product do not repeat each other.
    """
    kinds = {name: source.kinds[position] for name, position in positions.items()}
    select = _select(len(source.columns), positions, kinds)
    if source.outside is not None:
        engine.adopt("source", source.outside)
        engine.view("raw", f"{select} FROM source")
        found = _has_rows(engine, source.outside)
    else:
        found = _copy(engine, source.batches, select, advance)
    if not found:
        raise InputError("E_EMPTY", "the source has no rows", "give at least one purchase")
    return kinds


def _has_rows(engine: Engine, outside: Any) -> bool:
    """Ask the files or the table themselves where they know."""
    if isinstance(outside, pa.Table):
        return bool(outside.num_rows)
    if isinstance(outside, pads.Dataset):
        return bool(outside.count_rows())
    return bool(engine.rows("SELECT 1 FROM source LIMIT 1"))


def _select(n: int, positions: Mapping[str, int], kinds: Mapping[str, Kind]) -> str:
    """Select our columns and the hash of all."""
    chosen = [
        f"c{position} AS {ours}"
        if ours in MEASURED and kinds[ours] != "text"
        else f"CAST(c{position} AS VARCHAR) AS {ours}"
        for ours, position in positions.items()
    ]
    return f"SELECT {', '.join(chosen)}, hash({', '.join(_positions(n))}) AS content"


def _copy(
    engine: Engine,
    batches: Iterator[pa.RecordBatch],
    select: str,
    advance: Callable[[int], object],
) -> bool:
    """Copy batches into ``raw``, and say whether there was a row."""
    rows = 0
    for batch in batches:
        names = _positions(batch.num_columns)  # those of the source need not be distinct
        engine.adopt("batch", pa.Table.from_batches([batch.rename_columns(names)]))
        engine.append("raw", f"{select} FROM batch")
        engine.drop("batch")
        rows += batch.num_rows
        advance(batch.num_rows)
    return rows > 0
