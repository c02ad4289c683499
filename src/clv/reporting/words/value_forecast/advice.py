"""What the value forecast report asks its reader to do."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.words.common.counts import customers
from clv.reporting.words.common.estimates import about_between
from clv.reporting.words.value_forecast.misses import clear_misses, missed

__all__ = ["advice"]

_BEST = ("top 1%", "top 5%", "top 20%")


def advice(found: Mapping[str, Any], shares: pd.DataFrame) -> tuple[str, ...]:
    """Say what to do with the forecast.

    Parameters
    ----------
    found
        Results of the run: next_periods, record, held_at_cut, leverage, forecast, customers.
    shares
        Who brings the money.

    Returns
    -------
    tuple of str
        A sentence or two each, the plan of the next period first.
    """
    first = next(row for row in found["next_periods"]["periods"] if row["quantity"] == "spend")
    limits = about_between(first["lower"], first["upper"])
    plan = _room(found, limits) or say("Plan the next period with {limits}.", limits=limits)
    new = say("Add customers who are still to come from a plan of your own: none is in here.")
    return tuple(filter(None, (plan, _asked(found["leverage"]), _kept(shares), new)))


def _room(found: Mapping[str, Any], limits: str) -> str:
    """Ask for more room than an interval gives where forecasts were clearly off."""
    biases = clear_misses(found)
    if not biases:
        return ""
    worst = max(biases, key=lambda name: abs(biases[name]))
    told = {"limits": limits, "miss": missed(biases[worst]), "cut": found["customers"]["cut"]}
    return (
        say(
            "Plan the next period with more room than {limits}: the forecast of {cut} was {miss}, "
            "all its periods together, and chance alone does not explain it.", **told,
        )
        if worst == "held_at_cut"
        else say(
            "Plan the next period with more room than {limits}: the forecasts of earlier reports "
            "were {miss}, all periods together, and chance alone does not explain it.", **told,
        )
    )  # fmt: skip


def _asked(few: Mapping[str, Any]) -> str:
    if not few["notice"]:
        return ""
    if few["customers"] == 1:
        return say("Ask the largest customer about coming plans: the total hangs on this one.")
    return say("Ask the {n:,} largest customers for their plans: the total hangs on them.",
               n=few["customers"])  # fmt: skip


def _kept(shares: pd.DataFrame) -> str:
    """Name the best customers, of the smallest share from 1% on that is at least one customer."""
    best = shares[shares["grouping"].isin(_BEST)]
    if best.empty:
        return ""
    row = best.iloc[0]
    return say(
        "Keep the best {top} ({customers}): {share:.0%} of the money is expected from there. They "
        "come first in the sheet Customers.",
        top=row["grouping"].removeprefix("top "), customers=customers(row["customers"]),
        share=row["share"],
    )  # fmt: skip
