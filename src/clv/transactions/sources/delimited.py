"""Delimited text as a source: all of it or nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from clv.errors import InputError
from clv.transactions.sources.encodings import wrong_encoding
from clv.transactions.sources.layout import BLANKS, Layout, beginning, damaged, find_layout, is_gzip
from clv.transactions.sources.source import Source

__all__ = ["delimited_source"]

_NEVER = "\x1f"
_BLOCK = 8 << 20


@dataclass
class _Refused:
    """Rows that do not have as many fields as the first line."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        self.count += 1
        if len(self.first) < 3:
            self.first.append(getattr(row, "text", row))
        return "skip"


def delimited_source(
    path: Path, *, wanted: Collection[str] | None, delimiter: str | None, encoding: str
) -> Source:
    """Open a delimited text file.

    Parameters
    ----------
    path
        Plain or gzipped; known by its first bytes.
    wanted
        Names of the columns to look for, which decide between delimiters; ``None`` if the file
        has no header line.
    delimiter
        A single character, a blank for runs of blanks, or ``None`` to find it in the first line.
    encoding
        Any that Python knows.

    Returns
    -------
    Source
        All columns; those of a file without a header line are called ``"0"``, ``"1"``, ...

    Raises
    ------
    InputError
        ``E_EMPTY``, ``E_ENCODING``, ``E_DELIMITER``, ``E_FILE``; and while batches are read
        ``E_RAGGED``, ``E_ENCODING`` or ``E_FILE``.
    """
    layout = find_layout(path, wanted=wanted, delimiter=delimiter, encoding=encoding)
    batches = _split_lines(layout) if layout.delimiter == BLANKS else _separated(layout)
    return Source(layout.names, batches)


def _separated(layout: Layout) -> Iterator[pa.RecordBatch]:
    """Yield the rows, and stop with an error at the end if any was refused."""
    refused = _Refused()
    names = [f"c{i}" for i in range(len(layout.names))]
    parsing = arrow_csv.ParseOptions(
        delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=refused
    )
    yield from _batches(layout, names, parsing)
    if refused.count:
        raise _ragged(layout, refused)


def _split_lines(layout: Layout) -> Iterator[pa.RecordBatch]:
    """Yield the rows of whole lines, split at runs of blanks; stop as for other delimiters."""
    refused = _Refused()
    parsing = arrow_csv.ParseOptions(
        delimiter=_NEVER, quote_char=False, invalid_row_handler=refused
    )
    for batch in _batches(layout, ["line"], parsing):
        lines = pc.utf8_trim_whitespace(batch.column(0))
        lines = lines.filter(pc.not_equal(lines, ""))
        fields = pc.utf8_split_whitespace(lines)
        fits = pc.equal(pc.list_value_length(fields), len(layout.names))
        for line in lines.filter(pc.invert(fits)).to_pylist():
            refused(line)
        whole = fields.filter(fits)
        columns = [pc.list_element(whole, i) for i in range(len(layout.names))]
        yield pa.RecordBatch.from_arrays(columns, list(layout.names))
    if refused.count:
        raise _ragged(layout, refused)


def _batches(layout: Layout, names: list[str], parsing: Any) -> Iterator[pa.RecordBatch]:
    """Read a file as text, block by block."""
    utf8 = layout.encoding.lower() in ("utf-8", "utf8", "utf-8-sig")
    reading = arrow_csv.ReadOptions(
        column_names=names,
        skip_rows=layout.skip,
        encoding="utf8" if utf8 else layout.encoding,
        use_threads=False,  # so that the refused rows that are shown are the first ones
        block_size=_BLOCK,
    )
    as_text = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    try:
        with pa.OSFile(str(layout.path)) as file:
            stream = pa.CompressedInputStream(file, "gzip") if is_gzip(layout.path) else file
            yield from arrow_csv.open_csv(stream, reading, parsing, as_text)
    except (UnicodeDecodeError, pa.ArrowInvalid, OSError) as error:
        raise _unreadable(layout, error) from None


def _unreadable(layout: Layout, error: Exception) -> InputError:
    reason = str(error)
    if isinstance(error, UnicodeDecodeError) or "invalid UTF8" in reason:
        return wrong_encoding(layout.path, beginning(layout.path, _BLOCK), layout.encoding)
    if "skip initial" in reason or "Empty CSV" in reason:
        return InputError("E_EMPTY", f"{layout.path.name} has a first line only", "export it again")
    if "straddling" in reason:
        found = f"a quotation mark in {layout.path.name} is not closed"
        return InputError("E_RAGGED", found, "close it, or export the file again")
    return damaged(layout.path, error)


def _ragged(layout: Layout, refused: _Refused) -> InputError:
    return InputError(
        "E_RAGGED",
        f"rows of {layout.path.name} that do not have {len(layout.names)} fields, as the first "
        f"line has, or leave a quotation mark open: {refused.count}",
        "mend them, or export the file again; nothing was read",
        refused.first,
    )
