"""How far the churn watch may be trusted: chance, and the level of the risk."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.blocks import Reading
from clv.reporting.words.churn_watch._numbers import log_ended, slipping_of, three
from clv.reporting.words.common import sentences

__all__ = ["chance_in_words", "level_in_words"]


def chance_in_words(found: Mapping[str, Any]) -> Reading:
    """Say how much of the list chance alone would fill.

    Parameters
    ----------
    found
        Results of the run: watch, drift, freshness.

    Returns
    -------
    Reading
        One paragraph.
    """
    chance, count = found["watch"]["chance"], slipping_of(found["watch"])["customers"]
    return Reading(
        sentences(
            say(
                "If nobody had left, pauses that come about by themselves would put "
                "{expected:,.0f} on the list ({lower:,.0f} to {upper:,.0f}); it holds {count:,}.",
                count=count, **three(chance),
            ),
            _beyond_chance(count > chance["upper"], log_ended(found)),
            say(
                "Customers still, by the purchase model: {still:,.0f} of {count:,}.",
                still=chance["still_there"], count=count,
            ),
        )
    )  # fmt: skip


def _beyond_chance(longer: bool, ended: str) -> str:
    if not longer:
        return say("The list is no longer than that: read it as people to remind, not as an alarm.")
    if ended:
        return say(
            "The list is longer than that; but the log ends on {last}, and where rows are missing "
            "everybody seems to be silent.",
            last=ended,
        )
    return say("The list is longer than that: if the model is right, some have begun to leave.")


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
    rows = (row for row in found["churn"]["scores"] if row["metric"] == "log_loss")
    losses = {row["competitor"]: row["value"] for row in rows}
    if not watch["risk_is_learned"]:
        return Reading(say(
            "All risks on this page are the purchase model's: at the cut its log loss was "
            "{model:.3f}, that of the learned model {hybrid:.3f} (less is better).",
            model=losses["purchase model"], hybrid=losses["hybrid"],
        ))  # fmt: skip
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
