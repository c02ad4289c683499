"""Calendar grids: days, weeks from Monday, months, quarters."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from clv.errors import InputError

__all__ = ["GRAINS", "grain_numbers", "grain_sql", "grain_start", "require_grain"]

GRAINS = {"D": "day", "W": "week", "M": "month", "Q": "quarter"}
"""The grids by letter: days, weeks from Monday to Sunday, months and quarters of the calendar."""


def require_grain(grain: str, allowed: str = "DWMQ") -> str:
    """Return a grid's letter if there is such a grid.

    Parameters
    ----------
    grain
        The letter.
    allowed
        Letters to choose from.

    Returns
    -------
    str
        The same letter.

    Raises
    ------
    InputError
        ``E_GRAIN`` for another one.

    Examples
    --------
    >>> require_grain("W")
    'W'
    """
    if len(str(grain)) == 1 and grain in allowed:
        return grain
    words = ", ".join(f"{letter} ({GRAINS[letter]})" for letter in allowed)
    raise InputError("E_GRAIN", "the calendar is not divided so", f"use {words}", [grain])


def grain_sql(grain: str, day: str) -> str:
    """Write in SQL the first day of the stretch in which a day lies.

    Parameters
    ----------
    grain
        A letter of `GRAINS`.
    day
        An expression for a day.

    Returns
    -------
    str
        An expression for a day.

    Examples
    --------
    >>> grain_sql("M", "day"), grain_sql("D", "day")
    ("CAST(date_trunc('month', day) AS DATE)", 'day')
    """
    return day if grain == "D" else f"CAST(date_trunc('{GRAINS[grain]}', {day}) AS DATE)"


def grain_numbers(days: "pd.Series | pd.DatetimeIndex", grain: str) -> npt.NDArray[np.int64]:
    """Number the stretches of a grid in which days lie.

    Parameters
    ----------
    days
        n days.
    grain
        A letter of `GRAINS`.

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        Consecutive numbers of consecutive stretches; 0 holds 1 January 1970.

    Examples
    --------
    >>> days = pd.to_datetime(["2023-12-31", "2024-01-01"])  # a Sunday and a Monday
    >>> [int(np.diff(grain_numbers(days, grain))[0]) for grain in "DWMQ"]
    [1, 1, 1, 1]
    """
    if grain in "MQ":
        months = days.to_numpy().astype("datetime64[M]").astype(np.int64)
        return months if grain == "M" else months // 3
    numbers = days.to_numpy().astype("datetime64[D]").astype(np.int64)
    # 1 January 1970 was a Thursday, three days after the Monday of its week.
    return numbers if grain == "D" else (numbers + 3) // 7


def grain_start(day: date, grain: str) -> date:
    """Return the first day of the stretch in which a day lies.

    Parameters
    ----------
    day
        Any day.
    grain
        A letter of `GRAINS`.

    Returns
    -------
    datetime.date
        That day or an earlier one.

    Examples
    --------
    >>> grain_start(date(2024, 2, 29), "W"), grain_start(date(2024, 2, 29), "Q")
    (datetime.date(2024, 2, 26), datetime.date(2024, 1, 1))
    """
    return pd.Timestamp(day).to_period(grain).start_time.date()
