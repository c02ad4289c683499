"""Pitfalls with a code: results that look well and mislead."""

import pandas as pd

from clv.churn import LARGEST_PLAUSIBLE_AUC
from clv.customers import require_columns
from clv.errors import Notice
from clv.periods import DAYS_PER_UNIT

__all__ = [
    "LARGEST_PLAUSIBLE_AUC",
    "churn_score_too_good",
    "horizon_beyond_history",
    "one_time_buyers",
    "pitfalls",
]


def one_time_buyers(customers: pd.DataFrame) -> Notice | None:
    """CLV001: BG/NBD calls everyone without a repeat purchase alive with certainty.

    Parameters
    ----------
    customers
        One row a customer with ``frequency``.

    Returns
    -------
    Notice or None
        The number and share of one-time buyers, if there are any.

    Examples
    --------
    >>> print(one_time_buyers(pd.DataFrame({"frequency": [0, 0, 0, 2]})))
    CLV001: 3 of 4 customers (75%) bought once, and BG/NBD's P(alive) is 1 for all of them; ...
    """
    once = int((require_columns(customers, ["frequency"])["frequency"] == 0).sum())
    if not once:
        return None
    return Notice(
        "CLV001",
        f"{once:,} of {len(customers):,} customers ({once / len(customers):.0%}) bought once, "
        "and BG/NBD's P(alive) is 1 for all of them",
        "rank customers by the probability of a purchase in the horizon instead",
        count=once,
    )


def horizon_beyond_history(customers: pd.DataFrame, horizon: float) -> Notice | None:
    """CLV002: the forecast reaches further ahead than the log reaches back.

    Parameters
    ----------
    customers
        One row a customer with ``T``, in the unit of ``attrs["time_unit"]`` (weeks if unnamed).
    horizon
        Length of the forecast, in the same unit.

    Returns
    -------
    Notice or None
        How many times the longest history the horizon is, if it is longer.

    Examples
    --------
    >>> customers = pd.DataFrame({"T": [25.0, 12.0]})
    >>> print(horizon_beyond_history(customers, 52))
    CLV002: the horizon is 2.07 times as long as the longest history; ...
    """
    day = 1 / DAYS_PER_UNIT[customers.attrs.get("time_unit", "W")]
    factor = horizon / (require_columns(customers, ["T"])["T"].max() + day)
    if factor <= 1 + 1e-9:
        return None
    return Notice(
        "CLV002",
        f"the horizon is {factor:.2f} times as long as the longest history",
        "read the forecast as an extrapolation, or choose a shorter horizon",
    )


def churn_score_too_good(roc_auc: float) -> Notice | None:
    """CLV003: a churn score that is nearly perfect has often seen the outcome.

    Where a run should stop instead, and say which feature is likely to be at fault, use
    `clv.churn.stop_if_too_good`.

    Parameters
    ----------
    roc_auc
        Area under the ROC curve on the outcome, 0 to 1.

    Returns
    -------
    Notice or None
        If the area is above `LARGEST_PLAUSIBLE_AUC`.

    Examples
    --------
    >>> churn_score_too_good(0.77) is None
    True
    """
    if not roc_auc > LARGEST_PLAUSIBLE_AUC:
        return None
    return Notice(
        "CLV003",
        f"the churn score's area under the ROC curve is {roc_auc:.3f}",
        "make sure that no feature has seen a day on or after the cut",
    )


def pitfalls(customers: pd.DataFrame, horizon: float) -> tuple[Notice, ...]:
    """Check a forecast for all pitfalls that its customers show.

    Parameters
    ----------
    customers
        One row a customer: frequency and T.
    horizon
        Length of the forecast, in the customers' unit of time.

    Returns
    -------
    tuple of Notice
        CLV001 and CLV002, as far as they apply.
    """
    found = (
        one_time_buyers(customers),
        horizon_beyond_history(customers, horizon),
    )
    return tuple(notice for notice in found if notice is not None)
