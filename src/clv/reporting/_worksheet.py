"""One sheet: cells, widths, and how it looks on paper."""

from datetime import date

import pandas as pd
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from clv.language import say
from clv.reporting._cells import LONGEST, Cells, as_cells, number_format
from clv.reporting._rows import FilledSheet

__all__ = ["add_worksheet"]

_WIDEST = 60
_A4 = 9


def _width(head: str, cells: Cells) -> int:
    texts = (
        value if isinstance(value, str) else f"{value:.8g}"
        for value in cells.values[:200]
        if value is not None
    )
    longest = max((_cells_wide(text) for text in texts), default=0)
    words = max((_cells_wide(word) for word in head.split()), default=0)
    return min(max(longest, words, 5) + 2, _WIDEST)


def _cells_wide(text: str) -> int:
    """Count Chinese characters twice, as wide as they are."""
    return sum(2 if character >= "\u2e80" else 1 for character in text)


def add_worksheet(book: Workbook, title: str, frame: pd.DataFrame, as_of: date) -> tuple[int, int]:
    """Add a sheet; return how many of its texts were cut, and how many escaped."""
    sheet = book.add_worksheet(title, FilledSheet)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    cut = escaped = 0
    for position, name in enumerate(map(str, frame.columns)):
        cells, shown = as_cells(name, frame.iloc[:, position]), say(name.replace("_", " "))
        look = {"num_format": number_format(name, cells), "valign": "top"}
        width = _width(shown, cells)
        form = book.add_format(look | {"text_wrap": width == _WIDEST})
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, shown[:LONGEST], head)
        sheet.fill(cells, form)
        cut, escaped = cut + cells.cut, escaped + cells.escaped
    _set_up(sheet, frame, as_of)
    return cut, escaped


def _set_up(sheet: Worksheet, frame: pd.DataFrame, as_of: date) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(frame), max(len(frame.columns) - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L&A&R{as_of}")
    sheet.set_footer("&R&P / &N")
