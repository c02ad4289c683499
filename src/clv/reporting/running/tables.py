"""The tables of a run as its results keep them: all but those that tell customers one by one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["small_tables"]

_MOST_ROWS = 1000
_ID = "customer_id"


def small_tables(store: Path) -> dict[str, Any]:
    """Read what may stand beside the numbers, so that whatever a page shows can be looked up.

    Parameters
    ----------
    store
        Folder of all results of a run.

    Returns
    -------
    dict of str to Any
        By name of the table: ``columns``, those of the index first, and ``rows``. Tables with a
        row a customer are left out, and those of more than a thousand rows.
    """
    frames = {path.stem: pd.read_parquet(path) for path in sorted(store.glob("*/*.parquet"))}
    return {name: _plain(frame) for name, frame in frames.items() if _is_small(frame)}


def _is_small(frame: pd.DataFrame) -> bool:
    return len(frame) <= _MOST_ROWS and _ID not in {*frame.index.names, *frame.columns}


def _plain(frame: pd.DataFrame) -> dict[str, Any]:
    columns = [str(name or "") for name in (*frame.index.names, *frame.columns)]
    return {"columns": columns, "rows": list(_rows(frame))}


def _rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    for key, values in zip(frame.index, frame.to_numpy(object), strict=True):
        keys = key if isinstance(key, tuple) else (key,)
        yield [_cell(value) for value in (*keys, *values)]


def _cell(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return value if np.isfinite(value) else None
    if not isinstance(value, list | np.ndarray) and pd.isna(value):
        return None
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)
