"""How sure the shares of a retention triangle are."""

from statistics import NormalDist

import pandas as pd

from clv.errors import InputError

__all__ = ["retention_interval", "wilson_interval"]


def retention_interval(table: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """List the shares of a retention triangle, each with its interval.

    Parameters
    ----------
    table
        The triangle of `retention`, of the measure ``"active"``.
    level
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a cohort and stretch that was observed: cohort, age (stretches since the first
        purchase), customers, share, lower and upper (Wilson's interval of that share).

    Raises
    ------
    InputError
        ``E_MEASURE`` if the triangle shows no shares.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> cohort = pd.DatetimeIndex(["2024-01-01"], name="cohort")
    >>> table = pd.DataFrame({"customers": [10], 0: [1.0], 1: [0.5]}, index=cohort)
    >>> table.attrs["measure"] = "active"
    >>> retention_interval(table)[["age", "share", "lower", "upper"]].round(2)
       age  share  lower  upper
    0    0    1.0   0.72   1.00
    1    1    0.5   0.24   0.76
    """
    if table.attrs.get("measure") != "active":
        raise InputError(
            "E_MEASURE",
            "the triangle shows no shares of customers",
            "make it with retention(..., measure='active')",
            [table.attrs.get("measure")],
        )
    cells = table.melt("customers", var_name="age", value_name="share", ignore_index=False)
    cells = cells.dropna().reset_index().sort_values(["cohort", "age"], ignore_index=True)
    cells["age"] = cells["age"].astype("int64")
    cells["lower"], cells["upper"] = wilson_interval(cells["share"], cells["customers"], level)
    return cells[["cohort", "age", "customers", "share", "lower", "upper"]]


def wilson_interval(
    share: "pd.Series[float]", n: "pd.Series[int]", level: float = 0.95
) -> "tuple[pd.Series[float], pd.Series[float]]":
    """Interval of a share that stays within 0 and 1 (Wilson 1927).

    Parameters
    ----------
    share
        Observed shares, 0 to 1.
    n
        Customers behind each.
    level
        Level of the interval, 0 to 1.

    Returns
    -------
    lower, upper : pandas.Series
        Limits, 0 to 1.

    Examples
    --------
    >>> lower, upper = wilson_interval(pd.Series([0.0]), pd.Series([10]))
    >>> round(float(lower[0]), 3), round(float(upper[0]), 3)
    (0.0, 0.278)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return (centre - half).clip(lower=0), (centre + half).clip(upper=1)
