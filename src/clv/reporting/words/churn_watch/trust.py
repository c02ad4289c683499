"""How far the churn watch may be trusted: chance, earlier warnings, the level of the risk."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.blocks import Reading, Verdict
from clv.reporting.words.churn_watch._numbers import slipping_of, three
from clv.reporting.words.common import sentences

__all__ = ["chance_in_words", "earlier_in_words", "judgement", "level_in_words"]


def chance_in_words(found: Mapping[str, Any]) -> Reading:
    """Say how much of the list chance alone would fill.

    Parameters
    ----------
    found
        Results of the run: watch.

    Returns
    -------
    Reading
        One paragraph.
    """
    watch, chance = found["watch"], found["watch"]["chance"]
    count = slipping_of(watch)["customers"]
    above = (
        say("The list is longer than that: some have begun to leave.")
        if count > chance["upper"]
        else say("The list is no longer than that: read it as people to remind, not as an alarm.")
    )
    return Reading(
        sentences(
            say(
                "If nobody had left, pauses that come about by themselves would put "
                "{expected:,.0f} customers on the list ({lower:,.0f} to {upper:,.0f}); "
                "{count:,} are on it.",
                count=count, **three(chance),
            ),
            above,
            say(
                "The purchase model takes {still:,.0f} of the {count:,} for customers still.",
                still=chance["still_there"], count=count,
            ),
        )
    )  # fmt: skip


def judgement(found: Mapping[str, Any]) -> Verdict:
    """Say whether the warnings of one horizon ago came true.

    Parameters
    ----------
    found
        Results of the run: watch, customers (the cut).

    Returns
    -------
    Verdict
        Clear where the interval of the share that stayed away excludes what the model expected.
    """
    row, cut = found["watch"]["trial"].get("slipping"), found["customers"]["cut"]
    if row is None:
        return Verdict(
            say("Nobody was slipping on {cut}, so no warning can be judged.", cut=cut), False
        )
    clear = not row["lower"] <= row["expected_share"] <= row["upper"]
    text = say(
        "Of {count:,} customers called slipping on {cut}, {share:.0%} bought nothing since "
        "(95%: {lower:.0%} to {upper:.0%}); the purchase model had expected {expected:.0%}.",
        count=row["customers"], cut=cut, expected=row["expected_share"],
        **{name: row[name] for name in ("share", "lower", "upper")},
    )  # fmt: skip
    return Verdict(text, clear)


def level_in_words(found: Mapping[str, Any]) -> Reading:
    """Say which model the risks on the lists come from, and why.

    Parameters
    ----------
    found
        Results of the run: watch, churn.

    Returns
    -------
    Reading
        One paragraph.
    """
    watch, slips = found["watch"], slipping_of(found["watch"])
    if not watch["risk_is_learned"]:
        return Reading(say("All risks on this page are the purchase model's."))
    losses = {
        row["competitor"]: row["value"]
        for row in found["churn"]["scores"]
        if row["metric"] == "log_loss"
    }
    told = say(
        "The change of a risk is the purchase model's, its level the learned model's. At the cut "
        "their log losses were {model:.3f} and {hybrid:.3f} (less is better).",
        model=losses["purchase model"], hybrid=losses["hybrid"],
    )  # fmt: skip
    if not slips["customers"]:
        return Reading(told)
    now = say(
        "For those who slip now the learned model gives {learned:.0%}, the purchase model "
        "{risk:.0%}.",
        learned=slips["churn_probability"], risk=slips["risk"],
    )  # fmt: skip
    return Reading(sentences(told, now))


def earlier_in_words(found: Mapping[str, Any]) -> Reading:
    """Say what the customers of earlier lists have done.

    Parameters
    ----------
    found
        Results of the run: watch.

    Returns
    -------
    Reading
        One paragraph.
    """
    lists = found["watch"]["earlier"]
    if not lists:
        return Reading(say("There is no earlier list yet; from the next run on it is judged here."))
    day = max(lists)
    row = lists[day]
    return Reading(
        sentences(
            say(
                "Of {listed:,} customers on the lists of {day}, {bought:,} have bought since; "
                "{expected:,.0f} were expected.",
                day=day, **{name: row[name] for name in ("listed", "bought", "expected")},
            ),
            say("This is no proof that a list had an effect: who was listed was not drawn by lot."),
        )
    )  # fmt: skip
