"""The readings of the value forecast report: the record, the test, the change, the largest."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Reading
from clv.reporting.words.common.figures import interval, listed, money, sentences, signed
from clv.reporting.words.value_forecast.misses import missed, side_of

__all__ = [
    "holders_in_words",
    "record_in_short",
    "record_in_words",
    "revision_in_words",
    "tested_in_words",
]

_WHY = {
    "log corrected": "rows of the log that came late or were corrected",
    "window moved": "the window has moved on, from time that is over to as much at its far end",
    "what customers did": "what the customers did, and their silence",
    "new customers": "new customers",
    "models fitted again": "the models, fitted again",
}
_ENDS = ("earlier forecast", "forecast now")


def record_in_words(found: Mapping[str, Any]) -> Reading:
    """Say how often the intervals of the earlier runs held what came, and how far they were off.

    Parameters
    ----------
    found
        Results of the run: record.

    Returns
    -------
    Reading
        A paragraph; runs that cannot be compared are named.
    """
    record = found["record"]
    left = [f"{day} ({say(why)})" for day, why in sorted(record["left_out"].items())]
    missing = say("Not compared: {runs}.", runs=listed(left)) if left else ""
    total = record["totals"].get("spend")
    return Reading(sentences(record_in_short(found), _sure(total) if total else "", missing))


def record_in_short(found: Mapping[str, Any]) -> str:
    """Say the same in short.

    Parameters
    ----------
    found
        Results of the run: record.

    Returns
    -------
    str
        Without the interval of the miss, or the reason why there is none.
    """
    total = found["record"]["totals"].get("spend")
    if not total:
        return say("No earlier report has a forecast for a period that has ended.")
    held = say(
        "Forecasts of earlier reports: {inside} of {n} held what came in their interval.",
        n=total["periods"], inside=total["inside"],
    )  # fmt: skip
    if total["bias"] is None:
        return held
    return sentences(held, say("Together they were {miss}.", miss=missed(total["bias"])))


def _sure(total: Mapping[str, Any]) -> str:
    if total["lower"] is None:
        return say(
            "That figure has no interval: it takes 8 periods that do not overlap, for neighbouring "
            "reports forecast the same weeks and miss together."
        )
    limits = {"lower": signed(total["lower"]), "upper": signed(total["upper"])}
    return say(
        "A first period is off by {lower} to {upper} on average (95%; a minus: too low).", **limits
    )


def tested_in_words(found: Mapping[str, Any], tested: pd.DataFrame) -> Reading:
    """Say how the forecast made at the cut did, and what its misses look like.

    Parameters
    ----------
    found
        Results of the run: held_at_cut, and the forecast as all reports give it.
    tested
        Money of the periods since the cut, forecast and actual.

    Returns
    -------
    Reading
        One paragraph.
    """
    held, whole = found["held_at_cut"]["totals"]["spend"], found["forecast"]["at_cut"]["spend"]
    told = say(
        "{inside} of {n} periods lie inside. In all {said} was expected ({limits}) and {came} "
        "came: {where}.",
        inside=held["inside"], n=held["periods"], said=money(whole["expected"]),
        limits=interval(whole["lower"], whole["upper"]), came=money(whole["actual"]),
        where=side_of(whole),
    )  # fmt: skip
    off = say("The forecast was {miss}.", miss=missed(held["bias"])) if held["bias"] else ""
    return Reading(sentences(told, off, "" if whole["inside"] else _one_sign(tested["miss"])))


def _one_sign(misses: "pd.Series[float]") -> str:
    known = misses.dropna()
    if len(known) < 2 or not ((known < 0).all() or (known > 0).all()):
        return ""
    return say(
        "All misses have one sign: they count as one miss, not as {n}, for the periods share their "
        "models and customers.", n=len(known),
    )  # fmt: skip


def revision_in_words(found: Mapping[str, Any], steps: pd.DataFrame) -> Reading:
    """Say how the forecast has changed since the last run, and mostly why.

    Parameters
    ----------
    found
        Results of the run: revision.
    steps
        Of the change, by part; empty for a first run.

    Returns
    -------
    Reading
        A paragraph.
    """
    if found["revision"] is None:
        return Reading(say("There is no earlier forecast to compare this one with."))
    before, now = (float(steps["money"][end]) for end in _ENDS)
    causes = _causes(steps)
    told = say(
        "Since the report of {since} the forecast has gone from {before} to {now} ({share}).",
        since=found["revision"]["since"], before=money(before), now=money(now),
        share=signed((now - before) / before if before else None),
    )  # fmt: skip
    if not causes:
        return Reading(told)
    most = say("Mostly: {why} ({money}).", why=say(_WHY[causes[0][0]]), money=causes[0][1])
    others = [say("{why} ({money})", why=say(_WHY[part]), money=size) for part, size in causes[1:]]
    rest = listed(others)
    return Reading(sentences(told, most, say("Besides: {rest}.", rest=rest) if rest else ""))


def _causes(steps: pd.DataFrame) -> Sequence[tuple[str, str]]:
    """Parts that have changed the forecast, the largest first."""
    parts = steps["money"].drop(list(_ENDS))
    size = parts.abs().sort_values(ascending=False, kind="stable")
    worth = 1e-9 * float(steps["money"].abs().max())
    return [(str(part), money(parts[part], sign=True)) for part in size.index[size > worth]]


def holders_in_words(found: Mapping[str, Any]) -> Reading:
    """Say what the forecast would be if the models had never seen the largest customers.

    Parameters
    ----------
    found
        Results of the run: leverage, next_periods.

    Returns
    -------
    Reading
        One paragraph.
    """
    few, customers = found["leverage"], found["next_periods"]["customers"]
    told = say(
        "The largest of {customers:,} customers holds {share:.1%} of the expected money."
        if few["customers"] == 1
        else "The {n:,} largest of {customers:,} customers hold {share:.1%} of the expected money.",
        n=few["customers"], customers=customers, share=few["share"],
    )  # fmt: skip
    if few["others_without"] is None or not few["others"]:
        return Reading(told)
    moved = signed(few["others_without"] / few["others"] - 1)
    rest = say(
        "In models fitted without the largest the expected money of all others changes by {moved}.",
        moved=moved,
    )
    return Reading(sentences(told, rest))
