"""Alarms about what the log holds: rows set aside, and who the customers are."""

import math
from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.drift._sides import Measured, Sides, UnmeasuredError, count, part, ratio
from clv.reporting.words.common import sentences

__all__ = ["population_shift", "set_aside_change", "set_aside_share"]

_LATER = "on_or_after_as_of"

_SMOOTH = 0.5
"""Added to each class, so that an empty one does not make the index infinite."""


def _share(found: Mapping[str, Any]) -> tuple[float, float]:
    """Return the share of the rows that were set aside, and the rows; later ones are not looked at.

    A log may go on after the day from which a report speaks; those rows are nobody's fault.
    """
    rows, used = (count(found, "audit", name) for name in ("rows_in", "rows_used"))
    rows -= _aside(found).get(_LATER, 0.0)
    return max(0.0, 1 - ratio(used, rows, say("the number of rows"))), rows


def _aside(found: Mapping[str, Any]) -> dict[str, float]:
    """Rows set aside by reason; empty where that is not known."""
    try:
        reasons = sorted(part(found, "audit", "set_aside"))
        return {reason: count(found, "audit", "set_aside", reason) for reason in reasons}
    except UnmeasuredError:
        return {}


def _largest_reason(found: Mapping[str, Any]) -> str:
    rows = {reason: n for reason, n in _aside(found).items() if n and reason != _LATER}
    if not rows:
        return ""
    most = max(rows, key=lambda reason: rows[reason])
    reason = say(most.replace("_", " "))
    return say("Most of them: {reason} ({rows:,.0f} rows).", reason=reason, rows=rows[most])


def set_aside_share(sides: Sides) -> Measured:
    """Share of the rows read that are not used."""
    share, rows = _share(sides.now)
    found = say(
        "{share:.2%} of {rows:,.0f} rows were set aside.", share=share, rows=rows
    )  # fmt: skip
    todo = say("Read in the account of the rows why, and mend it where the rows come from.")
    return Measured(share, sentences(found, _largest_reason(sides.now)), todo)


def set_aside_change(sides: Sides) -> Measured:
    """Change of that share since the last run, either way."""
    (before, _), (now, _) = _share(sides.before()), _share(sides.now)
    found = say(
        "{now:.2%} of the rows were set aside, {before:.2%} in the last run.",
        now=now, before=before,
    )  # fmt: skip
    todo = say("Ask what has changed in the export, or in how it is read.")
    return Measured(abs(now - before), sentences(found, _largest_reason(sides.now)), todo)


def population_shift(sides: Sides) -> Measured:
    """The larger of two stability indices, of frequency and of inactivity."""
    last, kinds = sides.before(), ("frequency", "inactivity")
    parts = {kind: _stability_index(sides.now, last, kind) for kind in kinds}
    most = max(parts, key=lambda kind: sum(parts[kind].values()))
    value = sum(parts[most].values())
    where = max(parts[most], key=lambda name: parts[most][name])
    shares = [_shares(side, most)[where] for side in (sides.now, last)]
    kind = {"frequency": say("repeat purchases"), "inactivity": say("days since the last purchase")}
    found = say(
        "The customers differ from those of the last run by a stability index (PSI) of "
        "{value:.3f}, most in {kind}: {now:.1%} stand in the class {where}, {before:.1%} then.",
        value=value, kind=kind[most], where=where, now=shares[0], before=shares[1],
    )  # fmt: skip
    todo = say(
        "See whether other customers have come, or the same have aged; if others, learn groups "
        "and cuts anew before you compare them with earlier ones."
    )
    return Measured(value, found, todo)


def _shares(found: Mapping[str, Any], kind: str) -> dict[str, float]:
    classes = part(found, "population", kind)
    sizes = {name: count(found, "population", kind, name) + _SMOOTH for name in classes}
    total = sum(sizes.values())
    if not math.isfinite(total):
        raise UnmeasuredError(say("the classes of customers are not countable"))
    return {name: size / total for name, size in sizes.items()}


def _stability_index(
    now: Mapping[str, Any], last: Mapping[str, Any], kind: str
) -> dict[str, float]:
    """What each class adds to the population stability index, never below zero."""
    a, b = _shares(now, kind), _shares(last, kind)
    if a.keys() != b.keys():
        raise UnmeasuredError(say("the last run counted customers in other classes"))
    if 0 in (*a.values(), *b.values()):
        raise UnmeasuredError(say("the classes of customers are not countable"))
    return {name: (a[name] - b[name]) * math.log(a[name] / b[name]) for name in a}
