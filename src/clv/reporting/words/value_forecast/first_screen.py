"""The words of the value forecast report: its first screen; readings and tables lie beside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from clv.language import say
from clv.periods import parse_duration
from clv.reporting.blocks import Brief, Tile, Tiles
from clv.reporting.words.common.estimates import about, about_between
from clv.reporting.words.common.figures import length_words, money, sentences
from clv.reporting.words.value_forecast.readings import (
    record_in_short,
    revision_in_words,
)
from clv.reporting.words.value_forecast.tables import (
    period_name,
)

__all__ = ["brief", "headline", "latest"]

CLEAR = 0.05
"""A bias of a smaller share of the money is not worth a word of advice."""


def latest(judged: pd.DataFrame, record: pd.DataFrame) -> "pd.Series[Any]":
    """Return the latest period that has ended, as the last run to forecast it did.

    Parameters
    ----------
    judged
        Money of the periods since the cut, as forecast there.
    record
        Money as forecast by earlier runs; may be empty.

    Returns
    -------
    pandas.Series
        start, end, expected, lower, upper, actual, miss, inside; by an earlier run if there is one.
    """
    if record.empty:
        return judged.iloc[-1]
    return record.sort_values(["end", "made"]).iloc[-1]


def _said(row: "pd.Series[Any]") -> str:
    """Where what came lay, in words."""
    if row["inside"]:
        return say("inside the 95% interval")
    return say("below the 95% interval") if row["miss"] > 0 else say("above the 95% interval")


def headline(found: Mapping[str, Any], last: "pd.Series[Any]", horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: next_periods, and the forecast of the horizon as all reports give it.
    last
        As of `latest`.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Tiles
        Money of the next period and of the horizon, buyers, how the last forecast did.
    """
    ahead, length = found["next_periods"], length_words(parse_duration(horizon))
    first = next(row for row in ahead["periods"] if row["quantity"] == "spend")
    totals = found["forecast"]["at_as_of"]
    whole, buyers = (
        {**totals[name], "expected": totals[name]["mean"]} for name in ("spend", "active_customers")
    )
    came = say("{came} came, {said} expected: {where}", came=money(last["actual"]),
               said=about(last["expected"]), where=_said(last))  # fmt: skip
    name = period_name(*(date.fromisoformat(first[edge]) for edge in ("start", "end")))
    return Tiles(
        (
            _tile(say("money expected, {period}", period=name), first, "next_period"),
            _tile(say("money expected in {length}", length=length), whole, "whole_horizon"),
            _tile(say("customers who buy in {length}", length=length), buyers, "buyers"),
            Tile(say("last forecast"), _miss(last["miss"]), came, "last_miss", float(last["miss"])),
        )
    )


def _tile(label: str, of: Mapping[str, float], key: str) -> Tile:
    limits = about_between(of["lower"], of["upper"])
    note = say("{limits} (95%, if the models are right)", limits=limits)
    return Tile(label, about(of["expected"]), note, key, of["expected"])


def _miss(miss: float | None) -> str:
    if miss is None or pd.isna(miss):
        return "–"
    return say("{share:.0%} too high" if miss > 0 else "{share:.0%} too low", share=abs(miss))


def brief(
    found: Mapping[str, Any], last: "pd.Series[Any]", steps: pd.DataFrame, shares: pd.DataFrame
) -> Brief:
    """Write the three answers of the first screen.

    Parameters
    ----------
    found
        Results of the run: next_periods, record, revision, held_at_cut.
    last
        As of `latest`.
    steps
        Of the change since the last run; empty for a first run.
    shares
        Who brings the money.

    Returns
    -------
    Brief
        What came against the forecast, how the forecast has changed and why, what to do.
    """
    happened = say(
        "In {period} {came} came, {where} of the forecast of {made}: {said} ({limits}).",
        period=period_name(last["start"], last["end"]), came=money(last["actual"]),
        said=about(last["expected"]), limits=about_between(last["lower"], last["upper"]),
        where=_said(last), made=str(last.get("made", found["customers"]["cut"]))[:10],
    )  # fmt: skip
    told = sentences(happened, record_in_short(found))
    return Brief(told, revision_in_words(found, steps).text, _todo(found, shares))


def _room(found: Mapping[str, Any], limits: str) -> str:
    """Ask for more room than an interval gives where forecasts were clearly off."""
    biases = {
        name: (found[name]["totals"].get("spend") or {}).get("bias")
        for name in ("held_at_cut", "record")
    }
    missed = {name: bias for name, bias in biases.items() if bias is not None and abs(bias) > CLEAR}
    if not missed:
        return ""
    worst = max(missed, key=lambda name: abs(missed[name]))
    told = {"limits": limits, "miss": _miss(missed[worst]), "cut": found["customers"]["cut"]}
    return (
        say(
            "Plan the next period with more room than {limits}: the forecast of {cut} was {miss}, "
            "all its periods together.", **told,
        )
        if worst == "held_at_cut"
        else say(
            "Plan the next period with more room than {limits}: the forecasts of earlier reports "
            "were {miss}, all periods together.", **told,
        )
    )  # fmt: skip


def _todo(found: Mapping[str, Any], shares: pd.DataFrame) -> tuple[str, ...]:
    first = next(row for row in found["next_periods"]["periods"] if row["quantity"] == "spend")
    limits = about_between(first["lower"], first["upper"])
    plan = _room(found, limits) or say("Plan the next period with {limits}.", limits=limits)
    best = shares[shares["grouping"] == "top 1%"].iloc[0]
    hold = say(
        "Keep the {n:,} best customers: {share:.0%} of the money is expected from them. They come "
        "first in the sheet Customers.", n=int(best["customers"]), share=best["share"],
    )  # fmt: skip
    new = say("Add customers who are still to come from a plan of your own: none is in here.")
    warned = found["leverage"]["notice"]
    asked = say("Ask the {n:,} largest customers for their plans: the total hangs on them.",
                n=found["leverage"]["customers"])  # fmt: skip
    return (plan, *([asked] if warned else []), hold, new)
