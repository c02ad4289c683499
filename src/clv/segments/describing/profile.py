"""What the customers of a group have in common."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom, t

from clv.customers import require_columns
from clv.errors import InputError
from clv.segments.describing._labels import require_labels

__all__ = ["PROFILE_COLUMNS", "describe_groups", "profile"]

PROFILE_COLUMNS = ("purchases", "contribution", "mean_amount", "inactivity", "active_share")
"""Columns of the customer features whose means describe a group."""


def profile(
    table: pd.DataFrame, labels: "pd.Series[str]", columns: Sequence[str] = PROFILE_COLUMNS
) -> pd.DataFrame:
    """Describe groups by their size, their share of past spend and their mean customer.

    Parameters
    ----------
    table
        One row a customer, with contribution (money) and the columns to describe.
    labels
        Group of each customer, on the same index.
    columns
        Columns whose means are shown.

    Returns
    -------
    pandas.DataFrame
        Indexed by group, in order of name: customers, share_customers, share_contribution (0 to
        1; NaN where all customers together brought nothing), then the means in the columns' own
        units.

    Raises
    ------
    InputError
        ``E_COLUMNS``, and ``E_LABELS`` for customers without a group.

    Examples
    --------
    >>> table = pd.DataFrame({"contribution": [30.0, 10.0, 0.0], "purchases": [4, 1, 1]})
    >>> groups = pd.Series(["S1", "S2", "S2"])
    >>> profile(table, groups, ["purchases"])["share_contribution"].to_dict()
    {'S1': 0.75, 'S2': 0.25}
    """
    require_columns(table, ["contribution", *columns])
    codes, names = require_labels(table, labels)
    groups = table.groupby(codes)
    spend, total = groups["contribution"].sum(), table["contribution"].sum()
    shares = pd.DataFrame(
        {
            "customers": groups.size(),
            "share_customers": groups.size() / len(table),
            "share_contribution": spend / total if total > 0 else np.nan,
        }
    )
    return shares.join(groups[list(columns)].mean()).set_axis(names, axis=0)


def describe_groups(
    table: pd.DataFrame,
    labels: "pd.Series[str]",
    columns: Sequence[str] = PROFILE_COLUMNS,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say of each group and feature what its mean and its median customer have, and how surely.

    The limits of a mean are Student's; in small groups with a few large amounts they are too
    narrow. Those of a median are two of the group's own values, chosen by the binomial law, so
    they hold whatever the distribution (Hahn and Meeker 1991, 5.2).

    Parameters
    ----------
    table
        One row a customer, with the columns; missing values are left out and counted out.
    labels
        Group of each customer, on the same index.
    columns
        Columns to describe, in their own units.
    level
        Of the intervals, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by group and feature: customers (with a value), mean, mean_lower, mean_upper,
        median, median_lower, median_upper, distance (mean of the group less mean of all, in
        standard deviations of all customers) and ratio (mean of the group over mean of all; NaN
        where that is not positive). Limits are NaN where a group has too few customers for them.

    Raises
    ------
    InputError
        ``E_COLUMNS``, ``E_LABELS``, and ``E_LEVEL``.

    Examples
    --------
    >>> table = pd.DataFrame({"purchases": [4, 6, 8, 1, 1, 1]})
    >>> groups = pd.Series(["S1"] * 3 + ["S2"] * 3)
    >>> found = describe_groups(table, groups, ["purchases"])
    >>> found.loc[("S1", "purchases"), ["mean", "median", "distance"]].round(2).tolist()
    [6.0, 6.0, 0.91]
    """
    if not 0 < level < 1:
        raise InputError("E_LEVEL", f"the level is {level}", "give one between 0 and 1")
    require_columns(table, columns)
    codes, names = require_labels(table, labels)
    rows = {}
    for name in columns:
        values = table[name].to_numpy(np.float64)
        known = np.isfinite(values)
        mean, scale = (values[known].mean(), values[known].std()) if known.any() else (np.nan,) * 2
        for code, group in enumerate(names):
            own = _of_group(np.sort(values[known & (codes == code)]), level)
            own["distance"] = (own["mean"] - mean) / scale if scale > 0 else np.nan
            own["ratio"] = own["mean"] / mean if mean > 0 else np.nan
            rows[group, name] = own
    order = pd.MultiIndex.from_product([names, list(columns)], names=["group", "feature"])
    return pd.DataFrame.from_dict(rows, orient="index").reindex(order)


def _of_group(values: NDArray[np.float64], level: float) -> dict[str, float]:
    """Describe ascending values."""
    n, nan = values.size, float("nan")
    mean = float(values.mean()) if n else nan
    half = float(t.ppf((1 + level) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n)) if n > 1 else nan
    below = int(binom.ppf((1 - level) / 2, n, 0.5)) if n else 0  # the rank of the lower limit
    firm = below > 0
    return {
        "customers": n,
        "mean": mean,
        "mean_lower": mean - half,
        "mean_upper": mean + half,
        "median": float(np.median(values)) if n else nan,
        "median_lower": float(values[below - 1]) if firm else nan,
        "median_upper": float(values[n - below]) if firm else nan,
    }
