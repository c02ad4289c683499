"""What a cell of a sheet holds: plain text, numbers and truth values that a spreadsheet knows."""

import math
import numbers
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np
import pandas as pd

__all__ = ["CUT", "LONGEST", "Cells", "as_cells", "number_format", "utf16"]

LONGEST = 32_767
"""UTF-16 units in one cell."""
CUT = " […]"
"""Stands at the end of a text that was cut."""

_EXACT = 2**53
_SHARES = ("share", "rate", "risk", "probability", "chance", "doubt")
# Control characters, marks that turn the direction of reading, halves of characters, no characters.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
Cell = str | float | int | bool | None


@dataclass(frozen=True)
class Cells:
    """A column as a sheet holds it, and how many of its texts had to be changed."""

    values: list[Cell]
    cut: int
    escaped: int

    @property
    def is_text(self) -> bool:
        """Whether some cell holds text."""
        return any(isinstance(value, str) and value for value in self.values)


def utf16(text: str) -> int:
    """Length as a spreadsheet counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def as_cells(name: str, column: pd.Series) -> Cells:
    """Turn a column into cells; that of the customers' ids is text whatever it holds."""
    shown = _each(
        raw := _raw(name, column), _visible, lambda text: _UNSEEN.search(text) is not None
    )
    whole = _each(shown, _short, lambda text: len(text) > LONGEST // 2)
    return Cells(whole, _changed(shown, whole), _changed(raw, shown))


def _raw(name: str, column: pd.Series) -> list[Cell]:
    numpy, kind = isinstance(column.dtype, np.dtype), column.dtype.kind
    if name == "customer_id":
        missing = column.isna()
        return ["" if no else str(value) for value, no in zip(column, missing, strict=True)]
    if isinstance(column.dtype, pd.DatetimeTZDtype) or kind == "M":
        return _days(column)
    if numpy and kind == "f":
        return [_rounded(value) for value in column.tolist()]
    return [value if type(value) is str else _plain(value) for value in column.tolist()]


def _each(
    cells: list[Cell], change: Callable[[str], str], concerns: Callable[[str], bool]
) -> list[Cell]:
    """Change the texts; most columns hold none that is concerned, and are left as they are."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    changed = {text: change(text) for text in texts if concerns(text)}
    if not changed:
        return cells
    return [changed.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _changed(before: list[Cell], after: list[Cell]) -> int:
    return 0 if before is after else sum(a is not b for a, b in zip(before, after, strict=True))


def _missing(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))  # type: ignore[call-overload]


def _days(column: "pd.Series[pd.Timestamp]") -> list[Cell]:
    """ISO text: days alone where nothing but midnights stand there, with the zone where one is."""
    known = column.dropna()
    form = "%Y-%m-%d" if (known == known.dt.normalize()).all() else "%Y-%m-%d %H:%M:%S%z"
    code, days = pd.factorize(column)
    texts = [*pd.DatetimeIndex(days).strftime(form), ""]  # the last one stands for -1, no day
    return [texts[each] for each in code]


def _plain(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if _missing(value):
        return None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    if isinstance(value, numbers.Integral):
        return int(value) if abs(int(value)) <= _EXACT else str(value)
    return _real(value)


def _real(value: object) -> Cell:
    """Round to ten digits, whatever the unit; what is no finite number is no number."""
    try:
        real = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)
    return _rounded(real)


def _rounded(real: float) -> Cell:
    return float(f"{real:.10g}") if math.isfinite(real) else None


def _visible(text: str) -> str:
    if not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _short(text: str) -> str:
    if utf16(text) <= LONGEST:
        return text
    room = (LONGEST - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def number_format(name: str, cells: Cells) -> str:
    """Say how a column's numbers are to be shown: shares in percent, money by its size."""
    if cells.is_text:
        return "@"
    given = [abs(v) for v in cells.values if isinstance(v, int | float) and v]
    if name.endswith(_SHARES) and max(given, default=0) <= 1:
        return "0.0%"
    if not any(isinstance(value, float) for value in cells.values):
        return "#,##0"
    usual = sorted(given)[len(given) // 2] if given else 1.0
    if usual >= 10_000:
        return "#,##0"
    return "#,##0.00" if usual >= 0.1 else "0.0000" if usual >= 0.001 else "0.00E+00"
