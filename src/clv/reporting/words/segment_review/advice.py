"""What a review of groups asks to be done."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.words.common.contest import plain_name
from clv.reporting.words.common.estimates import about
from clv.reporting.words.common.figures import listed, sentences
from clv.reporting.words.segment_review.learned_groups import stability
from clv.reporting.words.segment_review.moves import money_since, moved, surprises
from clv.reporting.words.segment_review.scores import best_of, lead

__all__ = ["advice"]

_TRUSTED = 0.75
"""Jaccard index from which on a group is called stable (Hennig)."""

_ALIKE = 0.6
"""Likeness over time below which groups are other groups."""


def advice(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what to do about the groups, the most urgent first.

    Parameters
    ----------
    found
        Results of a run: contest, movement, segments.

    Returns
    -------
    tuple of str
        Two to four sentences.
    """
    asked = (_which(found), _ask(found), _unstable(found), _often(found), _words(found))
    return tuple(filter(None, asked))[:4]


def _which(found: Mapping[str, Any]) -> str:
    rules, learned, control = (
        found["contest"]["protocol"]["reference"],
        best_of(found, "learned"),
        best_of(found, "control"),
    )
    ahead = lead(found, learned, rules) if learned else None
    if ahead is None or not ahead["clear"] or ahead["value"] <= 0:
        return say("Keep the quadrants: no learned groups are clearly better, and a rule explains.")
    told = say(
        "Try {learned} beside the quadrants for one quarter, and let chance decide who is treated "
        "by which: they tell more of later money.",
        learned=plain_name(str(learned)),
    )  # fmt: skip
    against = lead(found, control, rules) if control else None
    if against is None or not against["clear"] or against["value"] <= 0:
        return told
    return sentences(told, say(
        "First weigh {control}: they beat the quadrants too, and anybody can count them.",
        control=plain_name(str(control)),
    ))  # fmt: skip


def _ask(found: Mapping[str, Any]) -> str:
    moves, money = surprises(found), money_since(found)
    if not moves or not moved(found)["beyond"]:
        return ""
    if not money["held"]:
        return say(
            "Do not look for reasons behind single moves: the same models expected {expected} of "
            "money since {cut}, and {actual} came, so they may be off.",
            expected=about(money["expected"]), actual=about(money["actual"]),
            cut=found["segments"]["cut"],
        )  # fmt: skip
    most = max(moves, key=lambda row: abs(row["actual"] - row["expected"]))
    return say(
        "Ask what lies behind the move from {from} to {to} ({actual:,.0f}), where the models "
        "expected {expected:,.0f} ({lower:,.0f} to {upper:,.0f}).",
        **{key: most[key] for key in ("from", "to", "actual", "expected", "lower", "upper")},
    )


def _unstable(found: Mapping[str, Any]) -> str:
    today, sure = found["segments"]["names_today"]["en"], stability(found)
    names = [name for name, row in sure.items() if name in today and row["jaccard"] < _TRUSTED]
    if not names:
        return ""
    return say(
        "Make no plan for {groups} alone: other customers of the same shop would not make the "
        "same groups.",
        groups=listed(names),
    )


def _often(found: Mapping[str, Any]) -> str:
    name = best_of(found, "learned")
    over_time = found["contest"]["stability"].get(name, {}).get("over_time") if name else None
    if over_time is None or over_time >= _ALIKE:
        return ""
    return say(
        "Learn groups anew at each review: {learned}, made one horizon earlier, agree with these "
        "by {alike:.2f} only (adjusted Rand index, 1 is the same).",
        learned=plain_name(str(name)), alike=over_time,
    )  # fmt: skip


def _words(found: Mapping[str, Any]) -> str:
    if found["segments"]["tendency"]["verdict"] == "clusters":
        return say("Give each kind of customers a plan of its own, and look at them by name.")
    return say("Do not speak of kinds of customers: no clear ones were found.")
