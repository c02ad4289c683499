"""What in a table of features is dated too late."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from clv.errors import InputError

__all__ = ["holdout_columns", "late_columns", "late_dates", "late_tables"]

_DATED = ("date", "datetime", "datetime64")
_ISO_DAY = r"\d{4}-\d{2}-\d{2}([T ].*)?"


def late_tables(X: pd.DataFrame, day: pd.Timestamp) -> Iterator[str]:
    for name, what in (("as_of", "the table speaks as of"), ("until", "its outcomes end on")):
        told = X.attrs.get(name)
        if told is not None and pd.Timestamp(str(told)) > day:
            yield f"{what} {told}, after the cut {day:%Y-%m-%d}"


def holdout_columns(X: pd.DataFrame) -> Iterator[str]:
    for name in X.columns:
        if str(name).endswith("_holdout"):
            yield f"{name} was counted after the cut"


def late_dates(X: pd.DataFrame, day: pd.Timestamp) -> Iterator[str]:
    """Dates on or after the cut of their row; the column cut itself may be the day, not later."""
    own: Any = day
    if "cut" in X:
        own = pd.to_datetime(X["cut"])
        yield from _said("cut is dated", own, own > day, f"after {day:%Y-%m-%d}")
    for name in X.columns.drop("cut", errors="ignore"):
        dates = _dates(X[name])
        if dates is not None:
            yield from _said(f"{name} is dated", dates, dates >= own, f"on or after {_days(own)}")


def late_columns(X: pd.DataFrame, day: pd.Timestamp, known: Mapping[str, Any]) -> Iterator[str]:
    for name, when in known.items():
        if name not in X:
            raise InputError(
                "E_COLUMNS", f"the table has no column {name}", "name its columns in known"
            )
        dates = pd.to_datetime(pd.Series(when, X.index))
        own = pd.to_datetime(X["cut"]) if "cut" in X else day
        yield from _said(f"{name} was known", dates, dates >= own, f"on or after {_days(own)}")


def _days(own: Any) -> str:
    return "the cut of its row" if isinstance(own, pd.Series) else f"{own:%Y-%m-%d}"


def _said(what: str, dates: pd.Series, late: pd.Series, when: str) -> Iterator[str]:
    n = int(late.sum())
    if n:
        latest = dates[late].max()
        yield f"{what} {when} for {n:,} of {len(late):,} rows (up to {latest:%Y-%m-%d})"


def _dates(column: Any) -> Any:
    """Days of a column that holds dates, as dates or as text; None for any other."""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.tz_localize(None)
    if column.dtype.kind == "M":
        return column
    if pd.api.types.infer_dtype(column, skipna=True) in _DATED:
        return pd.to_datetime(column)
    filled = column.dropna()
    if column.dtype == "str" and len(filled) and filled.str.fullmatch(_ISO_DAY).all():
        return pd.to_datetime(column.str[:10], errors="coerce")
    return None
