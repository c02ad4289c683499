"""How far forecasts were off, and on which side of their interval what came lay."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.words.common.figures import signed

__all__ = ["clear_misses", "missed", "side_of"]

CLEAR = 0.05
"""A bias of a smaller share of the money is not worth a word of advice."""


def missed(miss: float | None) -> str:
    """Say how far a forecast was off, and in which direction.

    Parameters
    ----------
    miss
        Expected less actual, as a share of actual; None or NaN where that is not positive.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> missed(-0.173), missed(0.004), missed(None)
    ('17% too low', '0.4% too high', '–')
    """
    if miss is None or pd.isna(miss):
        return "–"
    share = signed(abs(miss)).removeprefix("+")
    return say("{share} too high" if miss > 0 else "{share} too low", share=share)


def side_of(row: "Mapping[str, Any] | pd.Series[Any]") -> str:
    """Say where what came lay.

    Parameters
    ----------
    row
        actual, lower and upper.

    Returns
    -------
    str
        Below, inside or above the interval.

    Examples
    --------
    >>> side_of({"actual": -50.0, "lower": 10.0, "upper": 20.0})
    'below the 95% interval'
    """
    if row["actual"] < row["lower"]:
        return say("below the 95% interval")
    if row["actual"] > row["upper"]:
        return say("above the 95% interval")
    return say("inside the 95% interval")


def clear_misses(found: Mapping[str, Any]) -> dict[str, float]:
    """Choose the forecasts that were off by more than chance would make, and by enough to matter.

    Parameters
    ----------
    found
        Results of the run: held_at_cut, record, and the forecast as all reports give it.

    Returns
    -------
    dict of str to float
        Their bias, by ``held_at_cut`` (of the total, which its own interval judges) and ``record``
        (whose interval must exclude zero, on the side of the bias).
    """
    totals = {name: found[name]["totals"].get("spend") or {} for name in ("held_at_cut", "record")}
    record = totals["record"]
    limits = [record.get(edge) for edge in ("lower", "upper")]
    sure = {
        "held_at_cut": not found["forecast"]["at_cut"]["spend"]["inside"],
        "record": None not in limits and min(limit * record["bias"] for limit in limits) > 0,
    }
    biases = {name: total.get("bias") for name, total in totals.items() if sure[name]}
    return {name: bias for name, bias in biases.items() if bias is not None and abs(bias) > CLEAR}
