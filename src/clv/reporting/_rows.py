"""A sheet whose rows are written as whole columns: a call for each cell takes three times as long.

`xlsxwriter` writes everything else; only the elements of the cells are made here, as its mode of
constant memory makes them: texts stand in their cells, and never in a formula.
"""

import re
from collections.abc import Iterator
from html import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from clv.reporting._cells import Cell, Cells

__all__ = ["FilledSheet"]

_FIRST = 2  # the heads are above
# What a spreadsheet would read as the number of a character.
_NUMBER = re.compile("_(x[0-9a-fA-F]{4}_)")


class FilledSheet(Worksheet):
    """A sheet with heads, under which whole columns are put."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[tuple[Cells, Format]] = []

    def fill(self, cells: Cells, form: Format) -> None:
        """Put the next column under the heads."""
        self._columns.append((cells, form))

    def _write_rows(self) -> None:
        super()._write_rows()
        elements = [
            _elements(xl_col_to_name(position), form._get_xf_index(), cells.values)
            for position, (cells, form) in enumerate(self._columns)
        ]
        for row, found in enumerate(zip(*elements, strict=True), start=_FIRST):
            self.fh.write(f'<row r="{row}">{"".join(found)}</row>')

    def _write_dimension(self) -> None:
        if self._columns:  # the heads alone are known so far
            self.dim_rowmax = len(self._columns[0][0].values)
        super()._write_dimension()


def _elements(letter: str, style: int, values: list[Cell]) -> Iterator[str]:
    texts = {value: _escaped(value) for value in set(values) if isinstance(value, str)}
    for row, value in enumerate(values, start=_FIRST):
        if value is None or value == "":
            yield ""
        elif isinstance(value, str):
            yield (
                f'<c r="{letter}{row}" s="{style}" t="inlineStr">'
                f'<is><t xml:space="preserve">{texts[value]}</t></is></c>'
            )
        elif isinstance(value, bool):
            yield f'<c r="{letter}{row}" s="{style}" t="b"><v>{value:d}</v></c>'
        else:
            yield f'<c r="{letter}{row}" s="{style}"><v>{value!r}</v></c>'


def _escaped(text: str) -> str:
    return escape(_NUMBER.sub(r"_x005F_\1", text), quote=False)
