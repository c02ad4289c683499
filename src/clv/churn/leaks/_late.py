"""What in a table of features is dated too late."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError

__all__ = ["holdout_columns", "late_columns", "late_dates", "late_tables"]

_DATED = ("date", "datetime", "datetime64")
_MARKED = r"\d{4}[-/.]\d{2}[-/.]\d{2}([T ].*)?"
_NUMBERS = (19_000_101, 29_991_231)


def late_tables(X: pd.DataFrame, day: pd.Timestamp) -> Iterator[str]:
    for name, what in (("as_of", "the table speaks as of"), ("until", "its outcomes end on")):
        told = X.attrs.get(name)
        if told is not None and pd.Timestamp(str(told)) > day:
            yield f"{what} {told}, after the cut {day:%Y-%m-%d}"


def holdout_columns(X: pd.DataFrame) -> Iterator[str]:
    for name in X.columns:
        if str(name).lower().endswith("_holdout"):
            yield f"{name} was counted after the cut"


def late_dates(X: pd.DataFrame, day: pd.Timestamp) -> Iterator[str]:
    """Dates on or after the cut of their row; the column cut itself may be the day, not later."""
    X = X.reset_index(drop=True)  # of lessons customers repeat
    own: Any = day
    if "cut" in X:
        own = _cuts(X, day)
        yield from _said("cut is dated", own, own > day, f"after {day:%Y-%m-%d}")
    for name, column in X.items():
        dates = None if name == "cut" else _dates(column)
        if dates is not None:
            yield from _said(f"{name} is dated", dates, dates >= own, f"on or after {_days(own)}")


def late_columns(X: pd.DataFrame, day: pd.Timestamp, known: Mapping[str, Any]) -> Iterator[str]:
    for name, when in known.items():
        if name not in X:
            raise InputError(
                "E_COLUMNS", f"the table has no column {name}", "name its columns in known"
            )
        dates = _known(name, when, X)
        own = _cuts(X, day) if "cut" in X else day
        yield from _said(f"{name} was known", dates, dates >= own, f"on or after {_days(own)}")


def _cuts(X: pd.DataFrame, day: pd.Timestamp) -> Any:
    """The cut of each row; where it is missing, the day at which forecasts are made."""
    return pd.to_datetime(X["cut"]).fillna(day)


def _known(name: str, when: Any, X: pd.DataFrame) -> Any:
    """Days on which a column was known, row by row."""
    if isinstance(when, pd.Series) and not when.index.equals(X.index):
        raise InputError(
            "E_INDEX",
            f"the {len(when)} days on which {name} was known are not those of the {len(X)} rows in "
            "one order",
            "give the day of each row of the table",
        )
    try:
        return _days_of(pd.Series(when, X.index))
    except ValueError:
        raise InputError(
            "E_DAY",
            f"the days on which {name} was known cannot be read, or are not one a row",
            f"give one day for all, or one for each of the {len(X)} rows, as YYYY-MM-DD",
        ) from None


def _days(own: Any) -> str:
    return "the cut of its row" if isinstance(own, pd.Series) else f"{own:%Y-%m-%d}"


def _said(what: str, dates: pd.Series, late: pd.Series, when: str) -> Iterator[str]:
    n = int(late.sum())
    if n:
        latest = dates[late].max()
        yield f"{what} {when} for {n:,} of {len(late):,} rows (up to {latest:%Y-%m-%d})"


def _dates(column: Any) -> Any:
    """Days of a column that holds dates, in whatever form; None for any other."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.cat.categories.dtype)
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.end_time
    if column.dtype.kind in "iuf":
        return _numbered(column)
    if column.dtype.kind == "M":
        return _days_of(column)
    if pd.api.types.infer_dtype(column, skipna=True) in _DATED:
        return _days_of(column.astype(object))
    return _written(column)


def _days_of(values: Any) -> Any:
    """Moments without their time zone; by the clock of each, as a shop has its days."""
    dates = pd.to_datetime(values)
    return dates.dt.tz_localize(None) if dates.dt.tz is not None else dates


def _numbered(column: Any) -> Any:
    """Days of a column of numbers such as 20240301; 0 is no day."""
    numbers = pd.Series(column.to_numpy(dtype=np.float64, na_value=np.nan), column.index)
    filled = numbers[numbers.notna() & (numbers != 0)]
    if filled.empty or not (filled.between(*_NUMBERS) & (filled % 1 == 0)).all():
        return None
    days = pd.to_datetime(filled.astype("int64").astype("str"), format="%Y%m%d", errors="coerce")
    return days.reindex(column.index) if days.notna().all() else None


def _written(column: Any) -> Any:
    """Days of text with the year first: with marks for however few rows, as bare digits for all."""
    text = column.astype("str").where(column.notna()).str.strip()
    marked = text.where(text.str.fullmatch(_MARKED).fillna(False).astype(bool)).str[:10]
    if marked.notna().any():
        plain = marked.str.replace(r"\D", "", regex=True)
        return pd.to_datetime(plain, format="%Y%m%d", errors="coerce")
    filled = text[text.notna() & (text != "")]
    if filled.empty or not filled.str.fullmatch(r"\d{8}").all():
        return None
    return _numbered(pd.to_numeric(text, errors="coerce"))
