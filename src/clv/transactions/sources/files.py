"""Files as sources, known by their first bytes, not by their names."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from clv.datasets import is_address, refuse_address
from clv.errors import InputError
from clv.transactions.sources.delimited import delimited_source
from clv.transactions.sources.layout import damaged
from clv.transactions.sources.source import Source
from clv.transactions.sources.workbook import workbook_source

__all__ = ["file_source"]

_ALIKE = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_float32,
    pa.types.is_float64, pa.types.is_decimal128, pa.types.is_date32, pa.types.is_timestamp,
    pa.types.is_boolean,
)  # fmt: skip
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def file_source(
    path: Path,
    *,
    wanted: Collection[str] | None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
    sheet: str | None = None,
) -> Source:
    """Open a file, or a folder of Parquet files.

    Parameters
    ----------
    path
        Delimited text, plain or gzipped, a Parquet file, a folder with Parquet files of the same
        columns at any depth, or a workbook.
    wanted
        Names of the columns to look for; ``None`` if a text file has no header line.
    delimiter
        Of a text file: see `clv.transactions.sources.delimited.delimited_source`.
    encoding
        Of a text file.
    sheet
        Of a workbook.

    Returns
    -------
    Source
        All columns.

    Raises
    ------
    InputError
        ``E_FILE`` if it cannot be read or is of another kind, ``E_EMPTY``, and what the kinds
        raise.
    """
    if os.path.isdir(path):
        return _parquet_folder(path)
    if os.path.exists(path) and not os.path.isfile(path):
        raise InputError(
            "E_FILE", f"{path.name} is no file, but a stream", "save it as a file first"
        )
    start = _first_bytes(path)
    if start.startswith(b"PAR1"):
        return _parquet_source(path, [path])
    if start.startswith(_WORKBOOK):
        return workbook_source(path, sheet)
    if start.endswith(b"DUCK"):
        raise InputError(
            "E_QUERY",
            f"{path.name} is a database",
            "say what to read of it: DatabaseQuery(table=..., database=...) (--table, or --sql)",
        )
    if path.suffix == ".parquet":
        raise InputError("E_FILE", f"{path.name} is not a Parquet file", "export it again")
    return delimited_source(path, wanted=wanted, delimiter=delimiter, encoding=encoding)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(12)
    except (OSError, ValueError) as error:
        if is_address(str(path)):
            raise refuse_address(str(path)) from None
        why = getattr(error, "strerror", None) or error
        raise InputError("E_FILE", f"{_told(path)} cannot be read: {why}", _nearest(path)) from None
    if not start:
        raise InputError("E_EMPTY", f"{path.name} has no content", "export it again")
    return start


def _told(path: Path) -> str:
    """A path as seen from where the command runs; of one that lies elsewhere the name only."""
    inside = not path.is_absolute() or path.is_relative_to(Path.cwd())
    return os.path.relpath(path) if inside else path.name


def _nearest(path: Path) -> str:
    """Name the file beside it that was probably meant."""
    with suppress(OSError, ValueError):
        there = [] if path.exists() else sorted(each.name for each in path.parent.iterdir())
        if near := get_close_matches(path.name, there, n=1):
            return f"did you mean {_told(path.with_name(near[0]))}"
    return "check the path and your rights"


def _parquet_folder(folder: Path) -> Source:
    files = sorted(folder.rglob("*.parquet"))
    if not files:
        raise InputError(
            "E_FILE",
            f"the folder {folder.name} holds no Parquet file",
            "name a file, or its folder",
        )
    for file in files:
        _first_bytes(file)
    return _parquet_source(folder, files)


def _parquet_source(path: Path, files: list[Path]) -> Source:
    try:
        schemas = [pq.read_schema(file) for file in files]
        _refuse_different(path, files, schemas)
        schema = _as_text(schemas[0])
        data = pads.dataset([str(file) for file in files], schema, format="parquet")
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from None
    names, types = tuple(schema.names), tuple(schema.types)
    if len({name.lower() for name in names}) == len(names):
        return Source(names, iter(()), types, data, _read_alike(data))
    return Source(names, _batches(path, files, types), types)


def _read_alike(data: pads.FileSystemDataset) -> tuple[str, ...]:
    """Return the files if the engine takes them for the same as Arrow does."""
    alike = all(any(test(kind) for test in _ALIKE) for kind in data.schema.types)
    patterns = any(mark in path for path in data.files for mark in "*?[")
    return tuple(data.files) if alike and not patterns else ()


def _as_text(schema: pa.Schema) -> pa.Schema:
    """Take bytes for the text that they are: older writers do not mark it as such."""
    for i, kind in enumerate(schema.types):
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            schema = schema.set(i, schema.field(i).with_type(pa.string()))
    return schema


def _refuse_different(path: Path, files: list[Path], schemas: list[pa.Schema]) -> None:
    """Refuse files of different columns: a column that is absent would pass for blank."""
    other = [
        file.name
        for file, schema in zip(files, schemas, strict=True)
        if not schema.equals(schemas[0], check_metadata=False)
    ]
    if other:
        raise InputError(
            "E_FILE",
            f"{len(other)} of {len(files)} files in {path.name} have other columns or types than "
            f"{files[0].name}",
            "write them alike, or put them into folders of their own",
            other,
        )


def _batches(
    path: Path, files: list[Path], types: tuple[pa.DataType, ...]
) -> Iterator[pa.RecordBatch]:
    names = [f"c{i}" for i in range(len(types))]
    try:
        for file in files:
            for batch in pq.ParquetFile(file).iter_batches():
                arrays = [values.cast(kind) for values, kind in zip(batch, types, strict=True)]
                yield pa.RecordBatch.from_arrays(arrays, names)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, error) from None
