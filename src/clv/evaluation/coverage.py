"""How often intervals held what came, and how far the forecasts were off in all."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import t as student

__all__ = ["FEWEST", "coverage"]

FEWEST = 8
"""Periods that do not overlap; with fewer an interval of the bias would say nothing."""


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Count how often the intervals held what came, and how far the forecasts were off in all.

    Parameters
    ----------
    rows
        As of `judge_periods`, or of `ForecastRecord` with ``made``.

    Returns
    -------
    DataFrame
        Indexed by quantity: periods, inside (number), expected and actual (sums), bias (expected
        less actual as a share of actual; NaN where that is not positive), lower and upper. Runs of
        neighbouring days forecast the same periods and miss together, so the 95% interval counts
        the first period of each run only, and of these none that overlaps an earlier one. It takes
        8 of them: NaN with fewer.
    """
    found = {str(name): _summed(group) for name, group in rows.groupby("quantity", sort=False)}
    columns = ["periods", "inside", "expected", "actual", "bias", "lower", "upper"]
    names = pd.Index(list(found), dtype=object, name="quantity")  # of text, also without a row
    return pd.DataFrame(list(found.values()), index=names, columns=columns)


def _summed(rows: pd.DataFrame) -> list[float]:
    expected, actual = float(rows["expected"].sum()), float(rows["actual"].sum())
    bias = expected / actual - 1 if actual > 0 else float("nan")
    return [len(rows), int(rows["inside"].sum()), expected, actual, bias, *_apart(rows)]


def _apart(rows: pd.DataFrame) -> tuple[float, float]:
    """95% interval of the mean miss, from first periods that have no day in common."""
    misses: list[float] = []
    until = date.min
    if "made" in rows:
        rows = rows[rows["made"] == rows["start"]]
        for start, end, miss in rows.sort_values("start")[["start", "end", "miss"]].to_numpy():
            if start >= until and np.isfinite(miss):
                misses, until = [*misses, miss], end
    if len(misses) < FEWEST:
        return float("nan"), float("nan")
    centre, error = np.mean(misses), np.std(misses, ddof=1) / np.sqrt(len(misses))
    reach = student.ppf(0.975, len(misses) - 1) * error
    return float(centre - reach), float(centre + reach)
