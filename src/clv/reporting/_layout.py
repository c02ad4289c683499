"""Which sheets a workbook gets: allowed titles, and no more rows than a sheet can hold."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pandas as pd

from clv.errors import RunError
from clv.reporting._titles import safe_titles

__all__ = ["COLUMNS", "ROWS", "Tables", "laid_out"]

Tables: TypeAlias = Mapping[str, pd.DataFrame] | list[tuple[str, pd.DataFrame]]

ROWS = 1_048_576
COLUMNS = 16_384


def laid_out(
    sheets: Tables,
) -> list[tuple[str, pd.DataFrame]]:
    """Give every sheet a title that is allowed, and as many sheets as its rows need."""
    given = sheets.items() if isinstance(sheets, Mapping) else sheets
    parts = [(title, part) for title, frame in given for part in _fitting(frame)]
    titles = safe_titles(title for title, _ in parts)
    return list(zip(titles, [part for _, part in parts], strict=True))


def _fitting(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    named = frame.reset_index() if any(frame.index.names) else frame
    if len(named.columns) > COLUMNS:
        raise RunError(
            "E_SHEET",
            f"{len(named.columns):,} columns do not fit into a sheet ({COLUMNS:,})",
            "use customers.parquet",
        )
    room = ROWS - 1
    for start in range(0, max(len(named), 1), room):
        yield named.iloc[start : start + room]
