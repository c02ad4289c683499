"""Alarms about time: how fresh the log is, and how full its last weeks are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from clv.language import say
from clv.reporting.drift._sides import (
    Measured,
    Sides,
    UnmeasuredError,
    count,
    day,
    part,
    ratio,
)
from clv.reporting.words.common import sentences

__all__ = ["stale_days", "volume_change"]

_FEWEST = 30
"""Purchases in the fuller of two spans, below which chance alone halves the other often."""
_SILENT = 7
"""Days without a row from which on the feed is in doubt, and no fall is explained away."""


def stale_days(sides: Sides) -> Measured:
    """Count days from the last row to as_of; 1 where the feed reaches the last observed day."""
    last, as_of = (day(sides.now, "freshness", name) for name in ("last_day", "as_of"))
    found = say(
        "The last row of the log is of {last}; the report speaks from {as_of}. "
        "Days between: {days}.",
        last=last, days=(as_of - last).days, as_of=as_of,
    )  # fmt: skip
    todo = say("Check that the feed is complete, or let the report speak from an earlier day.")
    return Measured((as_of - last).days, sentences(found, _last_week(sides.now)), todo)


def _weekly(found: Mapping[str, Any], name: str) -> list[float]:
    """Counts of weeks that follow each other, the oldest first; empty where there are none."""
    try:
        weeks = {day({"": text}, ""): count(found, name, text) for text in part(found, name)}
    except UnmeasuredError:
        return []
    days = sorted(weeks)
    whole = days == [days[0] + timedelta(weeks=i) for i in range(len(days))]
    return [weeks[start] for start in days] if whole else []


def _last_week(found: Mapping[str, Any]) -> str:
    weeks = _weekly(found, "volume")[-5:]
    if len(weeks) < 5:
        return ""
    return say(
        "The last seven days hold {now:,.0f} purchases; the four weeks before them held "
        "{usual:,.0f} a week.",
        now=weeks[-1], usual=sum(weeks[:4]) / 4,
    )  # fmt: skip


def _span(sides: Sides, weeks: int) -> int:
    """Whole weeks to compare: those since the last run, or else a quarter of the horizon."""
    days = count(sides.now, "freshness", "horizon_days") / 4
    if sides.since is not None:
        since = (day(sides.now, "freshness", "as_of") - sides.since).days
        days = since if since > 0 else days
    return int(min(max(days // 7, 1), weeks // 2))


def volume_change(sides: Sides) -> Measured:
    """Compare purchases of whole weeks, in which every weekday weighs alike."""
    weeks = _weekly(sides.now, "volume")
    n = _span(sides, len(weeks))
    if n < 1:
        raise UnmeasuredError(say("the log does not hold two whole weeks"))
    now, before = sum(weeks[-n:]), sum(weeks[-2 * n : -n])
    if max(now, before) < _FEWEST:
        few = say("{now:,.0f} and {before:,.0f} purchases are too few", now=now, before=before)
        raise UnmeasuredError(few)
    change = ratio(now, before, say("the volume before")) - 1
    found = say(
        "In the last {days} days there were {now:,.0f} purchases, {daily:,.1f} a day, against "
        "{before:,.0f} in as many days before them: {change:+.0%}.",
        days=7 * n, now=now, daily=now / (7 * n), before=before, change=change,
    )  # fmt: skip
    todo = say(
        "Look at the purchases by week for a feed cut short, a file loaded twice, a season or a "
        "campaign, before you believe a forecast."
    )
    closed = _closed(sides.now, 2 * n) if change < 0 and _fresh(sides.now) else ""
    return Measured(abs(change), sentences(found, closed), todo)


def _fresh(found: Mapping[str, Any]) -> bool:
    last, as_of = (day(found, "freshness", name) for name in ("last_day", "as_of"))
    return (as_of - last).days < _SILENT


def _closed(found: Mapping[str, Any], n: int) -> str:
    weeks = _weekly(found, "newcomers")[-n:]
    if not weeks or any(weeks):
        return ""
    return say(
        "No new customer came in that time: the purchases of a closed group may fall by its ageing "
        "alone."
    )
