"""What has changed since the last report, and why, in sentences."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.periods import Duration, parse_day
from clv.reporting.words.common.figures import interval, length_words, money, sentences, signed

__all__ = ["changes_in_words", "since_last"]

_REASONS = {
    ("new_customers", True): "The largest part: new customers ({money}).",
    ("known_customers", True): "The largest part: more of the known customers bought ({money}).",
    ("known_customers", False): "The largest part: fewer of the known customers bought ({money}).",
    ("purchases", True): "The largest part: those who bought in both periods came more often "
    "({money}).",
    ("purchases", False): "The largest part: those who bought in both periods came less often "
    "({money}).",
    ("money_per_purchase", True): "The largest part: more money a purchase ({money}).",
    ("money_per_purchase", False): "The largest part: less money a purchase ({money}).",
    ("returns", True): "The largest part: fewer returns ({money}).",
    ("returns", False): "The largest part: more returns ({money}).",
}


def since_last(found: Mapping[str, Any]) -> str:
    """Say with what a report is compared.

    Parameters
    ----------
    found
        Results of the run: changes, as 020_changes leaves them.

    Returns
    -------
    str
        A sentence: since the last report, or that there is none, and which days stand side by side.
    """
    changes = found["changes"]
    days = (parse_day(changes["as_of"]) - parse_day(changes["since"])).days
    length = length_words(_whole_weeks(days))
    opening = (
        say("The last report, of {since}, is {length} old.", **_of(changes, length))
        if changes["last_report"]
        else say(
            "There is no earlier report; the time since {since} ({length}) stands beside as long a "
            "time before.",
            **_of(changes, length),
        )
    )
    short = changes["days_before"]
    if short == days:
        return opening
    return sentences(
        opening,
        say(
            "The log reaches back only {days} days before, so part of it is the length.", days=short
        ),
    )


def _of(changes: Mapping[str, Any], length: str) -> dict[str, str]:
    return {"since": changes["since"], "length": length}


def _whole_weeks(days: int) -> Duration:
    return Duration(days, "D") if days % 7 or days < 28 else Duration(days // 7, "W")


def changes_in_words(found: Mapping[str, Any]) -> str:
    """Say how much money has changed since the last report, how surely, and mostly why.

    Parameters
    ----------
    found
        Results of the run: changes, as 020_changes leaves them.

    Returns
    -------
    str
        Some sentences; those of `since_last` come first.
    """
    changes = found["changes"]
    total = changes["money"]
    if total["change"] is None:
        return sentences(since_last(found), say("The log has no money to compare."))
    told = say(
        _how_sure(total),
        now=money(total["now"]), before=money(total["before"]), share=signed(total["share"]),
        change=money(total["change"], sign=True), limits=interval(total["lower"], total["upper"]),
    )  # fmt: skip
    if total["lower"] is not None and not total["clear"]:  # noise needs no reason
        return sentences(since_last(found), told)
    why = _all_new(changes) or _because(changes["reason"])
    new = changes["new_customers"]
    alone = "" if new["now"] or total["change"] >= 0 else say(
        "Nobody was new (in the time before: {count:,}): a log without new customers shrinks by "
        "itself.", count=int(new["before"]),
    )  # fmt: skip
    return sentences(since_last(found), told, why, alone)


def _how_sure(total: Mapping[str, Any]) -> str:
    if total["lower"] is None:
        return (
            "Money came to {now} against {before}: {change} ({share}), of too few customers for an "
            "interval."
        )
    if total["clear"]:
        return (
            "Money came to {now} against {before}: {change} ({share}; 95%: {limits}), more than "
            "chance would make."
        )
    return (
        "Money came to {now} against {before}: {change} ({share}; 95%: {limits}), no more than "
        "chance would make."
    )


def _all_new(changes: Mapping[str, Any]) -> str:
    """Say who stayed away where nobody was known before: to fall is what newcomers do."""
    reason, active = changes["reason"], changes["active_customers"]["before"]
    if not active or active != changes["new_customers"]["before"]:
        return ""
    if reason is None or (reason["part"], reason["money"] > 0) != ("known_customers", False):
        return ""
    return say(
        "The largest part ({money}): all who bought in the time before ({active:,.0f}) were new "
        "then, and {stayed:,.0f} of them have not bought since.",
        money=money(reason["money"], sign=True), active=active,
        stayed=changes["parts"]["stayed_away"]["customers"],
    )  # fmt: skip


def _because(reason: Mapping[str, Any] | None) -> str:
    if reason is None:
        return ""
    template = _REASONS[reason["part"], reason["money"] > 0]
    return say(template, money=money(reason["money"], sign=True))
