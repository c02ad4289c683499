"""What has changed with a customer who slips: pace, money a purchase, or only the silence."""

import numpy as np
import pandas as pd

from clv.customers import require_columns

__all__ = ["SLIP_REASONS", "slip_reasons"]

SLIP_REASONS = ("slowed", "smaller", "silent")
"""Bought half as often or less in the later half of the own time; as often, but for a quarter less
money a purchase or lower still; neither, so that the silence alone speaks."""

_SLOWED = 1 / 2
_SMALLER = 3 / 4


def slip_reasons(halves: pd.DataFrame) -> "pd.Series[str]":
    """Name the first of `SLIP_REASONS` that a customer's own numbers bear out.

    Parameters
    ----------
    halves
        As of `clv.customers.compare_halves`: visits and spend, earlier and later.

    Returns
    -------
    pandas.Series of str
        ``reason``, on the same index.

    Examples
    --------
    >>> facts = {"visits_earlier": [6, 4, 4], "visits_later": [3, 4, 4]}
    >>> money = {"spend_earlier": [60.0, 40.0, 40.0], "spend_later": [30.0, 20.0, 40.0]}
    >>> slip_reasons(pd.DataFrame(facts | money)).tolist()
    ['slowed', 'smaller', 'silent']
    """
    require_columns(halves, ["visits_earlier", "visits_later", "spend_earlier", "spend_later"])
    before, after = halves["visits_earlier"], halves["visits_later"]
    slowed = (before > 0) & (after <= _SLOWED * before)
    was, now = (halves[f"spend_{half}"] / halves[f"visits_{half}"] for half in ("earlier", "later"))
    smaller = (was > 0) & (now <= _SMALLER * was)
    chosen = np.select([slowed, smaller], ["slowed", "smaller"], "silent")
    return pd.Series(chosen, halves.index, name="reason").astype("str")
