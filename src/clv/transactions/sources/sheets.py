"""Read a sheet of a workbook: a script, run in a process of its own.

A damaged workbook can end the process that reads it, or ask for all memory there is. The script
imports nothing of this package, so that it starts quickly. It writes the sheet to standard output
as a stream of Arrow, or ends with a code that says what is wrong.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any, NoReturn
from zipfile import ZipFile, is_zipfile

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

__all__ = ["UNREADABLE", "column_array", "read_sheet"]

UNREADABLE = {3: "no workbook", 4: "protected by a password", 5: "blank", 6: "which sheet"}
"""Codes with which the script ends; for 6 it prints the names of the sheets as JSON."""

_MEMORY = 8 << 30
_ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bt="e")[^>]*>'
    rb"(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]*)</v>"
)


def read_sheet(path: str, sheet: str | None) -> pa.Table:
    """Read the sheet of that name, or the only one that holds something.

    Parameters
    ----------
    path
        A workbook.
    sheet
        Name of a sheet.

    Returns
    -------
    pyarrow.Table
        Named by the first row that is not blank; blank rows and columns are left out.

    Raises
    ------
    SystemExit
        With a code of `UNREADABLE`.
    """
    try:
        with open(path, "rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        name, start, rows = _chosen(book, sheet)
    except PasswordError:
        sys.exit(4)
    except CalamineError:
        sys.exit(3)
    for row, column, text in _errors(path, name, start):
        rows[row][column] = text
    filled = [row for row in rows if any(cell is not None for cell in row)]
    if len(filled) < 2:
        sys.exit(5)
    columns = [c for c in zip(*filled, strict=True) if any(cell is not None for cell in c)]
    header = ["" if c[0] is None else _text(c[0]) for c in columns]
    return pa.Table.from_arrays([column_array(c[1:]) for c in columns], header)


def column_array(cells: Sequence[Any]) -> pa.Array:
    """Make an array of cells: of their type if they all have one, of their text otherwise.

    Parameters
    ----------
    cells
        Values as Python has them; ``None`` where a cell is blank.

    Returns
    -------
    pyarrow.Array
        Whole numbers, numbers, days, moments or text.

    Examples
    --------
    >>> column_array([123.0, None]).to_pylist(), column_array([123.0, "A5"]).to_pylist()
    ([123, None], ['123', 'A5'])
    """
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds and kinds <= {int, float}:
        whole = all(cell is None or (cell == int(cell) and abs(cell) < 2**63) for cell in cells)
        numbers = [cell if cell is None else int(cell) for cell in cells] if whole else cells
        return pa.array(numbers, pa.int64() if whole else pa.float64())
    if kinds == {date}:
        return pa.array(cells, pa.date32())
    if kinds and kinds <= {date, datetime}:
        return pa.array([_moment(cell) for cell in cells], pa.timestamp("us"))
    return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())


def _moment(cell: date | None) -> datetime | None:
    if cell is None or isinstance(cell, datetime):
        return cell
    return datetime(cell.year, cell.month, cell.day)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else format(Decimal(repr(cell)), "f")
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def _chosen(book: CalamineWorkbook, sheet: str | None) -> tuple[str, Any, list[list[Any]]]:
    """Find the sheet, its first row and column, and its rows; blank cells are None."""
    names = [m.name for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None and sheet not in names:
        _ask(names)
    read = {name: _rows(book, name) for name in names if sheet in (None, name)}
    filled = [n for n, (_, rows) in read.items() if any(c is not None for r in rows for c in r)]
    if len(filled) > 1:
        _ask(filled)
    if not filled:
        sys.exit(5)
    return filled[0], *read[filled[0]]


def _rows(book: CalamineWorkbook, name: str) -> tuple[Any, list[list[Any]]]:
    found = book.get_sheet_by_name(name)
    rows = [
        [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
        for row in found.to_python(skip_empty_area=True)
    ]
    return found.start, rows


def _ask(names: list[str]) -> NoReturn:
    print(json.dumps(names))
    sys.exit(6)


def _errors(path: str, sheet: str, start: Any) -> Iterator[tuple[int, int, str]]:
    """Find the results such as #N/A, which the reader takes for blank cells, in a .xlsx."""
    if not is_zipfile(path):
        return
    with ZipFile(path) as archive:
        member = _member(archive, sheet)
        content = archive.read(member) if member else b""
    if b't="e"' in content:
        for letters, row, text in _ERROR_CELL.findall(content):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            yield int(row) - 1 - start[0], column - 1 - start[1], unescape(text.decode())


def _member(archive: ZipFile, sheet: str) -> str | None:
    """Find where in the archive of a .xlsx a sheet lies."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(archive.namelist()):
        return None
    relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", archive.read("xl/workbook.xml").decode()):
        parts = dict(re.findall(r'(?:\w+:)?(\w+)="([^"]*)"', tag))
        if unescape(parts["name"]) == sheet:
            relation = re.search(rf'<[^>]*\bId="{re.escape(parts["id"])}"[^>]*>', relations)
            target = re.search(r'Target="([^"]*)"', relation[0]) if relation else None
            found = target[1].removeprefix("/xl/") if target else ""
            return f"xl/{found}" if f"xl/{found}" in archive.namelist() else None
    return None


def _limit_memory() -> None:
    """Lower the limit on memory; one that stands already is never raised."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_AS)
    held = [limit for limit in limits if limit != resource.RLIM_INFINITY]
    limit = min([_MEMORY, *held])
    with suppress(ValueError, OSError):  # where the system knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (limit, limits[1]))


def _main(path: str, sheet: str | None = None) -> None:
    if sys.platform != "win32":
        _limit_memory()
    table = read_sheet(path, sheet)
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
        stream.write_table(table)


if __name__ == "__main__":
    _main(*sys.argv[1:])
