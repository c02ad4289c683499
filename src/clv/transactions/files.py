"""Files as sources: Parquet or delimited text, known by their first bytes, not by their names."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from clv.errors import InputError
from clv.transactions.delimited import delimited_source
from clv.transactions.layout import damaged
from clv.transactions.source import Source

__all__ = ["file_source"]

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def file_source(
    path: Path,
    *,
    wanted: Collection[str] | None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
) -> Source:
    """Open a file.

    Parameters
    ----------
    path
        Delimited text, plain or gzipped, or Parquet.
    wanted
        Names of the columns to look for; ``None`` if a text file has no header line.
    delimiter
        Of a text file: see `clv.transactions.delimited.delimited_source`.
    encoding
        Of a text file.

    Returns
    -------
    Source
        All columns.

    Raises
    ------
    InputError
        ``E_FILE`` if it cannot be read or is of another kind, ``E_EMPTY``, and what the two kinds
        raise.
    """
    start = _first_bytes(path)
    if start == b"PAR1":
        return _parquet_source(path)
    if start in _WORKBOOK:
        raise InputError("E_FILE", f"{path.name} is a workbook or an archive", "save it as CSV")
    if path.suffix == ".parquet":
        raise InputError("E_FILE", f"{path.name} is not a Parquet file", "export it again")
    return delimited_source(path, wanted=wanted, delimiter=delimiter, encoding=encoding)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise InputError(
            "E_FILE", f"{path} cannot be read: {error.strerror}", "check the path and your rights"
        ) from None
    if not start:
        raise InputError("E_EMPTY", f"{path.name} has no content", "export it again")
    return start


def _parquet_source(path: Path) -> Source:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(path, error) from None
    schema = file.schema_arrow
    return Source(tuple(schema.names), _parquet_batches(path, file), tuple(schema.types))


def _parquet_batches(path: Path, file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches()
    except (pa.ArrowInvalid, OSError) as error:
        raise damaged(path, error) from None
