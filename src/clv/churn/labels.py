"""What is called churn by what came later: nothing at all, or clearly less than before."""

from typing import Literal, TypeAlias, get_args

import pandas as pd

from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["Of", "no_purchase", "partial_defection"]

Of: TypeAlias = Literal["visits", "spend"]
"""What is counted: purchase days, or net money."""

_FEWEST_GAPS = 3  # as from which `typical_gap` lets a customer's own gaps stand alone


def no_purchase(outcomes: pd.DataFrame) -> "pd.Series[bool]":
    """Label customers who bought nothing in the outcome window.

    Customers of a shop never say that they leave, so churn is a matter of a horizon: the same
    customer may have churned for 13 weeks and not for 39.

    Parameters
    ----------
    outcomes
        One row a customer with ``active_holdout`` (bool), as `clv.customers.outcomes` gives it.

    Returns
    -------
    pandas.Series
        ``churned`` on the same index: True where nothing was bought.

    Raises
    ------
    InputError
        ``E_COLUMNS`` if the column is missing.

    Examples
    --------
    >>> no_purchase(pd.DataFrame({"active_holdout": [True, False]})).tolist()
    [False, True]
    """
    active = require_columns(outcomes, ["active_holdout"])["active_holdout"]
    return (~active.astype(bool)).rename("churned")


def partial_defection(
    features: pd.DataFrame,
    outcomes: pd.DataFrame,
    horizon_days: float,
    share: float = 0.5,
    of: Of = "visits",
) -> "pd.Series[bool]":
    """Label customers who came back for less than a share of what their past pace would give.

    Who buys nothing is counted too: total defection is the end of partial defection.

    Parameters
    ----------
    features
        The table of `clv.customers.describe` as of the first day of the window: purchases, tenure,
        and for spend mean_amount.
    outcomes
        The same customers: purchases_holdout or spend_holdout, as `clv.customers.outcomes` gives.
    horizon_days
        Length of the window.
    share
        Of the expected visits or spend, between 0 and 1.
    of
        ``"visits"`` (purchase days) or ``"spend"`` (net money).

    Returns
    -------
    pandas.Series
        ``partial_defection`` (nullable bool) on the same index. Missing where the past is too short
        to set a pace: fewer than three gaps, a tenure below half the window, or a pace that
        promises so little that only a customer with no purchase could stay below the share; and,
        for spend, where money is not known or came to nothing.

    Raises
    ------
    InputError
        ``E_COLUMNS``, ``E_INDEX`` if the customers differ, ``E_PARAMETER`` for a share that is not
        between 0 and 1, a window that is not above 0, or something else than visits or spend.

    Notes
    -----
    The pace is repeat purchases over tenure (days since the first purchase), the silence so far
    included. Customers with a high pace fall back towards the mean by chance alone, so some of
    those called churned never changed. After Buckinx and Van den Poel (2005), Customer base
    analysis: partial defection of behaviourally loyal clients, who call partial what falls in
    frequency or in regularity.

    Examples
    --------
    >>> before = pd.DataFrame({"purchases": [11, 11, 2], "tenure": [100.0] * 3})
    >>> after = pd.DataFrame({"purchases_holdout": [4, 5, 0]})
    >>> partial_defection(before, after, 100).tolist()
    [True, False, <NA>]
    """
    if of not in get_args(Of):
        raise InputError("E_PARAMETER", "this is not counted", 'count "visits" or "spend"', [of])
    counted, money = ("purchases_holdout", False) if of == "visits" else ("spend_holdout", True)
    require_columns(features, ["purchases", "tenure", *(["mean_amount"] if money else [])])
    require_columns(outcomes, [counted])
    _check(features, outcomes, horizon_days, share)
    repeats, tenure = features["purchases"] - 1, features["tenure"]
    visits = repeats / tenure.clip(lower=1) * horizon_days
    expected = visits * features["mean_amount"] if money else visits
    bought = outcomes[counted]
    long = (repeats >= _FEWEST_GAPS) & (tenure >= horizon_days / 2) & (share * visits > 1)
    known = long & (expected > 0) & bought.notna()
    less = (bought < share * expected).astype("boolean")
    return less.where(known).rename("partial_defection")


def _check(
    features: pd.DataFrame, outcomes: pd.DataFrame, horizon_days: float, share: float
) -> None:
    if not features.index.equals(outcomes.index):
        raise InputError(
            "E_INDEX",
            f"features ({len(features)} rows) and outcomes ({len(outcomes)} rows) do not match",
            "make both for the same day from the same log",
        )
    if not (0 < share < 1 and horizon_days > 0):
        raise InputError(
            "E_PARAMETER",
            "the share is not between 0 and 1, or the window holds no day",
            "give a share such as 0.5 and days above 0",
            [share, horizon_days],
        )
