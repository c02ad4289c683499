"""customers.xlsx: tables as text and numbers, nothing that a spreadsheet would execute.

Salespeople print their lists: every sheet is landscape, as wide as the paper, with its heads on
each page. A day is ISO text, an id is text, and a formula is the text that it looks like.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from clv.errors import Notice, RunError
from clv.language import say
from clv.reporting._cells import as_cells
from clv.reporting._layout import Tables, laid_out
from clv.reporting._retold import retold
from clv.reporting._worksheet import add_worksheet
from clv.reporting.catalogue.entries import Sheet
from clv.reporting.results import StoredResults

__all__ = ["split_sheets", "verify_sheet", "write_sheet"]

# Text is written as text: a customer called "=HYPERLINK(...)" stays a name.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def split_sheets(
    sheets: Mapping[str, Sheet], stored: StoredResults
) -> list[tuple[str, pd.DataFrame]]:
    """Look up the tables of a report's sheets, and divide those that are divided by a column.

    Parameters
    ----------
    sheets
        Of the catalogue, by title.
    stored
        Where the tables are.

    Returns
    -------
    list of (str, pandas.DataFrame)
        Title and table of each sheet, for `write_sheet`, in the language spoken. One divided by a
        column has a sheet for each value, in the order of the table, under the value's name; a
        table without rows has one under the catalogue's title.

    Raises
    ------
    RunError
        ``E_NO_RESULTS`` for a table that no notebook left, ``E_SHEET`` for a column it lacks.
    """
    found = []
    for title, sheet in sheets.items():
        frame = retold(stored.table(sheet.table))
        if sheet.by and sheet.by not in frame:
            raise RunError(
                "E_SHEET",
                f"the table {sheet.table} has no column {sheet.by}",
                "name one of its columns under `by` in the catalogue",
            )
        whole = not sheet.by or frame.empty
        parts = [(say(title), frame)] if whole else _by(frame, sheet.by)
        found += [(str(name), part) for name, part in parts]
    return found


def _by(frame: pd.DataFrame, column: str) -> Iterator[tuple[object, pd.DataFrame]]:
    return iter(frame.groupby(column, sort=False, dropna=False, observed=True))


def write_sheet(
    path: Path,
    sheets: Tables,
    as_of: date,
) -> tuple[Notice, ...]:
    r"""Write tables into one workbook.

    Parameters
    ----------
    path
        File to write.
    sheets
        Title and table of each sheet, as of `split_sheets`; a named index becomes the first
        column. Heads are said in the language spoken.
    as_of
        Stands as the date of creation and on every printed page; the same tables give the same
        bytes.

    Returns
    -------
    tuple of Notice
        ``W_SHEET_SPLIT`` where a table has more rows than a sheet and goes on in the next one,
        ``W_SHEET_CUT`` for texts longer than a cell, ``W_SHEET_CONTROL`` for characters that
        cannot be seen and are written as ``\u0007`` or the like.

    Raises
    ------
    RunError
        ``E_SHEET`` where a table has more columns than a sheet can hold.
    """
    parts, cut, escaped = laid_out(sheets), 0, 0
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)})
        for title, frame in parts:
            shortened, shown = add_worksheet(book, title, frame, as_of)
            cut, escaped = cut + shortened, escaped + shown
    return _told(len(parts) - len(sheets), cut, escaped)


def _told(split: int, cut: int, escaped: int) -> tuple[Notice, ...]:
    found = (
        ("W_SHEET_SPLIT", split, "more sheets, since a table has more rows", "read them together"),
        ("W_SHEET_CUT", cut, "texts longer than a cell", "customers.parquet holds them whole"),
        ("W_SHEET_CONTROL", escaped, "texts with characters that cannot be seen", "mend the log"),
    )
    return tuple(
        Notice(code, f"{count:,} {what}", remedy, count)
        for code, count, what, remedy in found
        if count
    )


def verify_sheet(path: Path, sheets: Tables) -> None:
    """Open a written workbook with another library and compare it with its tables.

    Parameters
    ----------
    path
        The workbook.
    sheets
        As they were given to `write_sheet`.

    Raises
    ------
    RunError
        ``E_SHEET`` where the file cannot be read, or where titles, number of rows and columns, or
        the first column of a sheet (that of the ids) differ.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        found = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise _differs(path, f"cannot be read: {error}") from None
    parts = laid_out(sheets)
    if list(found) != [title for title, _ in parts]:
        raise _differs(path, "has other sheets than were written")
    for title, frame in parts:
        _compare(path, found[title], frame)


def _compare(path: Path, rows: list[list[Any]], frame: pd.DataFrame) -> None:
    shape, wanted = (len(rows), len(rows[0]) if rows else 0), (len(frame) + 1, len(frame.columns))
    if shape != wanted and len(frame.columns):
        raise _differs(path, f"holds a sheet of {shape} rows and columns instead of {wanted}")
    if not len(frame.columns):
        return
    first = as_cells(str(frame.columns[0]), frame.iloc[:, 0])
    if first.is_text and [row[0] for row in rows[1:]] != [v or "" for v in first.values]:
        raise _differs(path, "holds other ids than were written")


def _differs(path: Path, how: str) -> RunError:
    return RunError("E_SHEET", f"{path.name} {how}", "run it again; look at the disk")
