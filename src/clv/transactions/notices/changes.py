"""What may change from one run to the next, and what may not."""

import math
import statistics
from collections.abc import Mapping
from datetime import date
from typing import Any

from clv.errors import InputError, Notice

__all__ = ["content_notices", "volume_notices"]

MERGED = 3.0
"""Times the rows per customer of the last run, the longer time allowed for: ids have merged."""

_CROWDED = 1.5
"""From this on it is said: a growing habit needs years for it."""

_ERRORS = 4.0
_VOLUME_OFF = 0.25
"""Standard errors, and share of what was to be expected, beyond which new rows are too few or too
many. The errors come from thirteen weeks, so that four of them are rare."""

_LOST = 0.001
"""Share of the rows of an older month that may go, as when a purchase is cancelled."""

_ASIDE_TIMES, _ASIDE_MORE = 2.0, 0.01
"""Times, and share of the rows read, by which a reason has to take more rows than before."""

_OF_THE_WINDOW = {"on_or_after_as_of", "before_start"}
"""Reasons that depend on the days asked for, not on the data."""

Facts = Mapping[str, Any]


def content_notices(now: Facts, before: Facts) -> list[Notice]:
    """Compare what the rows hold.

    Parameters
    ----------
    now, before
        Facts of two runs on one source, their days as dates.

    Returns
    -------
    list of Notice
        ``W_NOTHING_NEW``, ``W_ROWS_PER_CUSTOMER``, ``W_SET_ASIDE``.

    Raises
    ------
    InputError
        ``E_IDS_MERGED``.
    """
    return [*_nothing_new(now, before), *_merged(now, before), *_set_aside(now, before)]


def _nothing_new(now: Facts, before: Facts) -> list[Notice]:
    digests = now.get("digest"), before.get("digest")
    same = ("rows_used", "customers", "purchase_days", "amount", "last_day")
    equal = digests[0] == digests[1] if all(digests) else all(now[n] == before[n] for n in same)
    if not equal or now["as_of"] <= before["as_of"]:
        return []
    found = (
        f"the log holds what it held as of {before['as_of']}, "
        f"and nothing from then until {now['as_of']}"
    )
    return [Notice("W_NOTHING_NEW", found, "check that the new export was read", now["rows_used"])]


def _merged(now: Facts, before: Facts) -> list[Notice]:
    """Compare rows per customer, which grow at most as fast as the time that is observed."""
    spans = [(f["as_of"] - f["first_day"]).days for f in (now, before)]
    longer = max(1.0, spans[0] / max(1, spans[1]))
    times = now["rows_per_customer"] / before["rows_per_customer"] / longer
    if times <= _CROWDED:
        return []
    found = (
        f"{now['rows_per_customer']:.1f} rows per customer, where the last run had "
        f"{before['rows_per_customer']:.1f}: different customers may have become one"
    )
    remedy = "check that no export cut or rounded the ids: export them as text"
    if times > MERGED:
        raise InputError("E_IDS_MERGED", found, remedy)
    return [Notice("W_ROWS_PER_CUSTOMER", found, remedy, now["customers"])]


def _set_aside(now: Facts, before: Facts) -> list[Notice]:
    shares, usual = now["set_aside_share"], before["set_aside_share"]
    return [
        Notice(
            "W_SET_ASIDE",
            f"{share:.1%} of the rows were set aside as {reason}, "
            f"where the last run had {usual.get(reason, 0.0):.1%}",
            "look at these rows in the source",
            round(share * now["rows_in"]),
        )
        for reason, share in shares.items()
        if reason not in _OF_THE_WINDOW
        and share > max(_ASIDE_TIMES * usual.get(reason, 0.0), usual.get(reason, 0.0) + _ASIDE_MORE)
    ]


def volume_notices(now: Facts, before: Facts) -> list[Notice]:
    """Compare how many rows there are for the same time, and for the time since.

    Parameters
    ----------
    now, before
        Facts of two runs on one source, their days as dates.

    Returns
    -------
    list of Notice
        ``W_HISTORY_CHANGED`` or else ``W_VOLUME``.
    """
    return _history(now, before) or _new_rows(now, before)


def _history(now: Facts, before: Facts) -> list[Notice]:
    """Compare the calendar months that were over in both runs."""
    over = min(now["as_of"], before["as_of"]).strftime("%Y-%m")
    months = [month for month in before["monthly_rows"] if month < over]
    was = sum(before["monthly_rows"][month] for month in months)
    kept = sum(min(now["monthly_rows"].get(m, 0), before["monthly_rows"][m]) for m in months)
    if was - kept <= _LOST * was:
        return []
    found = (
        f"of the {was} rows that the last run had for the months before {over}, "
        f"{was - kept} ({(was - kept) / was:.1%}) are no longer there"
    )
    remedy = "export the whole history again: results of two runs cannot be compared"
    return [Notice("W_HISTORY_CHANGED", found, remedy, was - kept)]


def _new_rows(now: Facts, before: Facts) -> list[Notice]:
    """Hold the rows since the last run against its last weeks and how far these vary."""
    weeks = _weeks(before["as_of"], now["as_of"])
    usual = before["weekly_rows"]
    if weeks <= 0 or len(usual) < 2 or not sum(usual):
        return []
    mean, spread = statistics.fmean(usual), statistics.variance(usual)
    expected, new = weeks * mean, now["rows_used"] - before["rows_used"]
    error = math.sqrt(max(spread, mean) * weeks * (1 + weeks / len(usual)))
    if abs(new - expected) <= max(_ERRORS * error, _VOLUME_OFF * expected):
        return []
    found = (
        f"{new} rows are new since {before['as_of']}, "
        f"where its last {len(usual)} weeks foretold {expected:.0f}"
    )
    return [Notice("W_VOLUME", found, "check that nothing is missing or there twice", abs(new))]


def _weeks(start: date, end: date) -> float:
    return (end - start).days / 7
