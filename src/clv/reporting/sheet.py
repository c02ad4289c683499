"""customers.xlsx: tables as text and numbers, nothing that a spreadsheet would execute."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

from clv.errors import RunError

__all__ = ["write_sheet"]

_ROWS = 1_048_576
_WIDEST = 60
# Text is written as text: a customer called "=HYPERLINK(...)" stays a name.
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def _written(column: pd.Series) -> list[object]:
    """Return cells that a sheet knows; days as ISO text, no number where there is none."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return list(column.dt.strftime("%Y-%m-%d").fillna(""))
    if pd.api.types.is_float_dtype(column):
        return [round(v, 6) if np.isfinite(v) else None for v in column]
    return ["" if pd.isna(v) else v for v in column]


def _width(name: str, cells: list[object]) -> int:
    longest = max((len(str(cell)) for cell in cells[:200]), default=0)
    return min(max(longest, len(name)) + 2, _WIDEST)


def _add(book: Workbook, title: str, frame: pd.DataFrame) -> None:
    named = frame.reset_index() if any(frame.index.names) else frame
    if len(named) >= _ROWS:
        raise RunError(
            "E_SHEET",
            f"{len(named):,} rows do not fit into a sheet ({_ROWS:,})",
            "use customers.parquet",
        )
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for position, name in enumerate(named.columns):
        cells = _written(named[name])
        sheet.set_column(position, position, _width(str(name), cells))
        sheet.write_string(0, position, str(name).replace("_", " "), head)
        if sheet.write_column(1, position, cells):
            raise RunError("E_SHEET", f"a text of {name} does not fit", "shorten it in the log")
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(named), len(named.columns) - 1)


def write_sheet(path: Path, sheets: Mapping[str, pd.DataFrame], as_of: date) -> None:
    """Write tables into one workbook.

    Parameters
    ----------
    path
        File to write.
    sheets
        Title and table of each sheet; a named index becomes the first column.
    as_of
        Stands as the date of creation, so that the same tables give the same bytes.

    Raises
    ------
    RunError
        ``E_SHEET`` where a table is longer than a sheet can be.
    """
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)})
        for title, frame in sheets.items():
            _add(book, title, frame)
