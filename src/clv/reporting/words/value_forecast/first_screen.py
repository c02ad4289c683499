"""The words of the value forecast report: its first screen; readings and tables lie beside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from clv.language import say
from clv.periods import parse_duration
from clv.reporting.blocks import Brief, Tile, Tiles
from clv.reporting.words.common.caution import caution
from clv.reporting.words.common.estimates import about, about_between, about_many
from clv.reporting.words.common.figures import length_words, money, sentences
from clv.reporting.words.value_forecast.advice import advice
from clv.reporting.words.value_forecast.misses import missed, side_of
from clv.reporting.words.value_forecast.readings import (
    record_in_short,
    revision_in_words,
)
from clv.reporting.words.value_forecast.tables import (
    period_name,
)

__all__ = ["brief", "headline", "latest"]


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


def _made(found: Mapping[str, Any], last: "pd.Series[Any]") -> str:
    return str(last.get("made", found["customers"]["cut"]))[:10]


def headline(found: Mapping[str, Any], last: "pd.Series[Any]", horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: next_periods, customers, and the forecast of the horizon as all reports
        give it.
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
    name = period_name(*(date.fromisoformat(first[edge]) for edge in ("start", "end")))
    return Tiles(
        (
            _tile(say("money expected, {period}", period=name), first, "next_period"),
            _tile(say("money expected in {length}", length=length), whole, "whole_horizon"),
            _buyers(say("customers who buy in {length}", length=length), buyers),
            _judged(found, last),
        )
    )


def _tile(label: str, of: Mapping[str, float], key: str) -> Tile:
    limits = about_between(of["lower"], of["upper"])
    note = say("{limits} (95%, if the models are right)", limits=limits)
    return Tile(label, about(of["expected"]), note, key, of["expected"])


def _buyers(label: str, of: Mapping[str, float]) -> Tile:
    limits = say("{lower} to {upper}", lower=about_many(of["lower"]), upper=about_many(of["upper"]))
    note = say("{limits} (95%, if the models are right)", limits=limits)
    return Tile(label, about_many(of["expected"]), note, "buyers", of["expected"])


def _judged(found: Mapping[str, Any], last: "pd.Series[Any]") -> Tile:
    label = say(
        "{period}, forecast on {made}",
        period=period_name(last["start"], last["end"]), made=_made(found, last),
    )  # fmt: skip
    came = say(
        "{came} came, {said} expected: {where}",
        came=money(last["actual"]), said=about(last["expected"]), where=side_of(last),
    )  # fmt: skip
    miss = None if pd.isna(last["miss"]) else float(last["miss"])
    return Tile(label, missed(miss), came, "last_miss", miss)


def brief(
    found: Mapping[str, Any], last: "pd.Series[Any]", steps: pd.DataFrame, shares: pd.DataFrame
) -> Brief:
    """Write the three answers of the first screen.

    Parameters
    ----------
    found
        Results of the run: next_periods, record, revision, held_at_cut, leverage, forecast.
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
        where=side_of(last), made=_made(found, last),
    )  # fmt: skip
    doubt = caution(found["next_periods"]["notices"])
    told = sentences(happened, record_in_short(found), doubt)
    return Brief(told, revision_in_words(found, steps).text, advice(found, shares))
