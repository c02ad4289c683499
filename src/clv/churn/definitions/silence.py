"""What is called churn by silence: longer than some days, or than some gaps of one's own."""

import math

import pandas as pd

from clv.customers import population_gap, require_columns, typical_gap
from clv.errors import InputError

__all__ = ["silent_days", "silent_intervals"]


def silent_days(features: pd.DataFrame, days: float) -> "pd.Series[bool]":
    """Call churned who has been silent for more than a number of days, the same for all.

    Parameters
    ----------
    features
        The table of `clv.customers.describe`: inactivity (days).
    days
        The longest silence of a customer, above 0.

    Returns
    -------
    pandas.Series
        ``silent_days`` (nullable bool) on the same index.

    Raises
    ------
    InputError
        ``E_COLUMNS``, or ``E_PARAMETER`` for days that are not above 0.

    Examples
    --------
    >>> silent_days(pd.DataFrame({"inactivity": [90, 91]}), days=90).tolist()
    [False, True]
    """
    _above_zero("days", days)
    silence = require_columns(features, ["inactivity"])["inactivity"]
    return _longer(silence, pd.Series(float(days), silence.index)).rename("silent_days")


def silent_intervals(
    features: pd.DataFrame, intervals: float = 3.0, population: float | None = None, k: float = 3
) -> "pd.Series[bool]":
    """Call churned who has been silent for more than a number of intervals of their own.

    Parameters
    ----------
    features
        The table of `clv.customers.describe`: inactivity, median_gap (days), purchases.
    intervals
        How many of the customer's usual gaps the silence may last, above 0.
    population
        The usual gap of the population, days; by default that of these customers.
    k
        How many gaps of one's own weigh as much as the population: see
        `clv.customers.typical_gap`.

    Returns
    -------
    pandas.Series
        ``silent_intervals`` (nullable bool) on the same index; missing where there is no gap to
        count in, since nobody has bought twice.

    Raises
    ------
    InputError
        ``E_COLUMNS``, or ``E_PARAMETER`` for a number that is not above 0.

    Examples
    --------
    >>> table = {"inactivity": [40, 40], "purchases": [9, 9], "median_gap": [7.0, 30.0]}
    >>> silent_intervals(pd.DataFrame(table)).tolist()
    [True, False]
    """
    _above_zero("intervals", intervals)
    require_columns(features, ["inactivity", "purchases", "median_gap"])
    usual = population_gap(features) if population is None else population
    limit = intervals * typical_gap(features, usual, k)
    return _longer(features["inactivity"], limit).rename("silent_intervals")


def _longer(silence: "pd.Series[float]", limit: "pd.Series[float]") -> "pd.Series[bool]":
    known = silence.notna() & limit.notna()
    return (silence > limit).astype("boolean").where(known)


def _above_zero(name: str, number: float) -> None:
    if not 0 < number < math.inf:
        raise InputError("E_PARAMETER", f"{name} is not above 0", "give a positive one", [number])
