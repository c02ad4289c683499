"""Delimited text as a source: plain or gzipped, in any encoding, all of it or nothing."""

import csv
import gzip
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from clv.errors import InputError
from clv.transactions.encodings import decode, wrong_encoding
from clv.transactions.source import Source

__all__ = ["BLANKS", "delimited_source"]

BLANKS = " "
"""As a delimiter: runs of blanks."""

_DELIMITERS = (",", ";", "\t", "|")
_NEVER = "\x1f"
_BLOCK = 8 << 20


@dataclass
class _Layout:
    """How a file is to be read."""

    path: Path
    encoding: str
    skip: int = 0
    width: int = 0
    delimiter: str = ","

    @property
    def blanks(self) -> bool:
        return self.delimiter == BLANKS


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
    if delimiter is not None and len(delimiter) != 1:
        raise InputError(
            "E_DELIMITER", f"{delimiter!r} is not a delimiter", "give one character, such as ';'"
        )
    blank_lines, line = _first_line(path, encoding)
    layout = _Layout(path, encoding)
    layout.delimiter = delimiter or _find_delimiter(line, wanted or ())
    fields = _split(line, layout.delimiter)
    layout.width = len(fields)
    layout.skip = blank_lines + (wanted is not None)
    if layout.width == 1:
        likely = _find_delimiter(line, ())
        raise InputError(
            "E_DELIMITER",
            f"{path.name} has only one column when split at {layout.delimiter!r}",
            f"try delimiter={likely!r}" if len(_split(line, likely)) > 1 else "declare another",
        )
    names = fields if wanted is not None else [str(i) for i in range(layout.width)]
    return Source(tuple(names), _batches(layout))


def _first_line(path: Path, encoding: str) -> tuple[int, str]:
    """Return the first line that holds something, and how many blank ones stand before it."""
    head = _content(path, 1 << 16)
    text = decode(head, encoding)
    if text is None:
        raise wrong_encoding(path, head, encoding)
    for i, line in enumerate(io.StringIO(text, newline=None)):
        if line.strip():
            return i, line.rstrip("\n")
    raise InputError("E_EMPTY", f"{path.name} holds nothing but blank lines", "export it again")


def _content(path: Path, size: int) -> bytes:
    try:
        with gzip.open(path) if _is_gzip(path) else path.open("rb") as file:
            return file.read(size)
    except (EOFError, OSError) as error:
        raise damaged(path, error) from None


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def damaged(path: Path, error: Exception) -> InputError:
    """Say that a file cannot be read to its end."""
    why = str(error).splitlines()[0]
    return InputError("E_FILE", f"{path.name} is damaged: {why}", "export or copy it again")


def _split(line: str, delimiter: str) -> list[str]:
    return line.split() if delimiter == BLANKS else next(csv.reader([line], delimiter=delimiter))


def _find_delimiter(line: str, wanted: Collection[str]) -> str:
    """Choose the delimiter that finds most of the wanted names, then most columns.

    Blanks come last: they may stand within the names that another delimiter separates.
    """

    def worth(delimiter: str) -> tuple[int, bool, int]:
        fields = _split(line, delimiter)
        found = len(set(wanted) & set(fields))
        return found, delimiter != BLANKS and len(fields) > 1, len(fields)

    return max((*_DELIMITERS, BLANKS), key=worth)


def _batches(layout: _Layout) -> Iterator[pa.Table]:
    """Yield the rows as text, and stop with an error at the end if any row was refused."""
    refused = _Refused()
    try:
        with pa.OSFile(str(layout.path)) as file:
            stream = pa.CompressedInputStream(file, "gzip") if _is_gzip(layout.path) else file
            for batch in _reader(stream, layout, refused):
                yield _split_blanks(batch, layout.width, refused) if layout.blanks else batch
    except UnicodeDecodeError:
        raise wrong_encoding(layout.path, _content(layout.path, _BLOCK), layout.encoding) from None
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(layout, error) from None
    if refused.count:
        raise _ragged(layout, refused)


def _reader(stream: Any, layout: _Layout, refused: _Refused) -> Any:
    names = ["line"] if layout.blanks else [f"c{i}" for i in range(layout.width)]
    utf8 = layout.encoding.lower() in ("utf-8", "utf8", "utf-8-sig")
    return arrow_csv.open_csv(
        stream,
        arrow_csv.ReadOptions(
            column_names=names,
            skip_rows=layout.skip,
            encoding="utf8" if utf8 else layout.encoding,
            use_threads=False,  # rows are numbered in messages only then
            block_size=_BLOCK,
        ),
        arrow_csv.ParseOptions(
            delimiter=_NEVER if layout.blanks else layout.delimiter,
            quote_char=False if layout.blanks else '"',
            newlines_in_values=not layout.blanks,
            invalid_row_handler=refused,
        ),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def _split_blanks(batch: pa.RecordBatch, width: int, refused: _Refused) -> pa.RecordBatch:
    """Split whole lines at runs of blanks into so many columns."""
    lines = pc.utf8_trim_whitespace(batch.column(0))
    lines = lines.filter(pc.not_equal(lines, ""))
    fields = pc.utf8_split_whitespace(lines)
    fits = pc.equal(pc.list_value_length(fields), width)
    for line in lines.filter(pc.invert(fits)):
        refused(line)
    whole = fields.filter(fits)
    columns = [pc.list_element(whole, i) for i in range(width)]
    return pa.RecordBatch.from_arrays(columns, [f"c{i}" for i in range(width)])


def _unreadable(layout: _Layout, error: Exception) -> InputError:
    reason = str(error)
    if "invalid UTF8" in reason:
        return wrong_encoding(layout.path, _content(layout.path, _BLOCK), layout.encoding)
    if "skip initial" in reason or "Empty CSV" in reason:
        return InputError("E_EMPTY", f"{layout.path.name} has a first line only", "export it again")
    if "straddling" in reason:
        found = f"a quotation mark in {layout.path.name} is not closed"
        return InputError("E_RAGGED", found, "close it, or export the file again")
    return damaged(layout.path, error)


def _ragged(layout: _Layout, refused: _Refused) -> InputError:
    return InputError(
        "E_RAGGED",
        f"rows of {layout.path.name} that do not have {layout.width} fields, as the first line "
        f"has, or leave a quotation mark open: {refused.count}",
        "mend them, or export the file again; nothing was read",
        refused.first,
    )
