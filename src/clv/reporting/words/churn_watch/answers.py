"""The three answers of the churn watch: what happened, what changed and why, what to do now."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Brief
from clv.reporting.words.churn_watch._numbers import log_ended, slipping_of, three
from clv.reporting.words.common import about, sentences

__all__ = ["brief"]

_FEWEST_JUDGED = 20
"""Customers called slipping one horizon ago, below which their share says too little."""

_FEWEST_DRAWN = 10
"""Customers on a list, below which a tenth of them is nobody."""


def brief(found: Mapping[str, Any]) -> Brief:
    """Answer what happened, what has changed since the earlier day and why, and what to do now.

    Parameters
    ----------
    found
        Results of the run: watch, customers (the cut), drift, freshness.

    Returns
    -------
    Brief
        The first screen's three answers.
    """
    watch = found["watch"]
    slips, last = slipping_of(watch), watch["last"]
    changed = sentences(
        say(
            "Slipping on {since} by the same rule: {before:,}; of these still slipping: {still:,}, "
            "have bought: {bought:,}, no longer slipping: {other:,}. New among those slipping now: "
            "{fresh:,}.",
            before=last["slipping"], since=watch["since"], still=last["still"],
            bought=last["bought"], other=last["other"], fresh=slips["customers"] - last["still"],
        ),
        _why(watch),
    )  # fmt: skip
    ended = log_ended(found)
    early = say("The log ends on {last}: whoever bought later seems silent here.", last=ended)
    happened = sentences(
        _slipping(watch), early if ended else "", _came_back(watch["came_back"], bool(ended))
    )
    first = say("Complete the log before anybody is called: it ends on {last}.", last=ended)
    todo = _todo(watch, found["customers"]["cut"])
    return Brief(happened, changed, (first, *todo) if ended else todo)


def _slipping(watch: Mapping[str, Any]) -> str:
    slips, groups = slipping_of(watch), watch["groups"].values()
    if not slips["customers"]:
        return say("Nobody is slipping.")
    expected = sum(group["value"] for group in groups)
    return say(
        "Customers slipping: {count:,} of {all:,}. They stand for {value} ({share:.0%} of all "
        "money still expected), and by the purchase model are less likely to come back than on "
        "{since}.",
        count=slips["customers"], all=sum(group["customers"] for group in groups),
        since=watch["since"], value=about(slips["value"]),
        share=slips["value"] / expected if expected else 0.0,
    )  # fmt: skip


def _came_back(back: Mapping[str, Any], ended: bool) -> str:
    told = {"count": back["customers"], "late": back["late"], **three(back)}
    if back["customers"] > back["upper"]:
        return say(
            "Of {late:,} who were late, {count:,} have bought since, more than the {lower:,.0f} to "
            "{upper:,.0f} expected: the model may be too dark about those long silent.",
            **told,
        )
    if back["customers"] >= back["lower"]:
        return say(
            "Of {late:,} who were late, {count:,} have bought since, as expected ({lower:,.0f} to "
            "{upper:,.0f}).",
            **told,
        )
    fewer = say(
        "Of {late:,} who were late, {count:,} have bought since, fewer than the {lower:,.0f} to "
        "{upper:,.0f} expected.",
        **told,
    )
    why = say("It was a quiet time, or the model is too hopeful about those long silent.")
    return sentences(fewer, "" if ended else why)


def _why(watch: Mapping[str, Any]) -> str:
    reasons = pd.DataFrame(watch["causes"])
    if reasons.empty:
        return ""
    by = reasons.groupby("reason")["customers"].sum()
    first = str(by.sort_index().idxmax())
    told = {
        "slowed": "The most frequent reason: they had bought less often before ({count:,}).",
        "smaller": "The most frequent reason: they had spent less at a time before ({count:,}).",
        "silent": "The most frequent reason: nothing but an unusual silence ({count:,}).",
    }
    return say(told[first], count=int(by[first]))


def _todo(watch: Mapping[str, Any], cut: str) -> tuple[str, ...]:
    lists = [row["listed"] for row in watch["lists"].values() if row["listed"]]
    if not lists:
        return (say("Nothing: nobody is slipping."),)
    counts = {"lists": len(lists), "listed": sum(lists), "all": slipping_of(watch)["customers"]}
    hand_out = (
        "Hand out the lists in customers.xlsx, one sheet a salesperson (lists: {lists:,}, "
        "customers: {listed:,}), and start each at the top."
        if counts["listed"] == counts["all"]
        else "Hand out the lists in customers.xlsx, one sheet a salesperson (lists: {lists:,}, "
        "customers: the first {listed:,} of {all:,}), and start each at the top."
    )
    learn = say(
        "Draw one in ten of each list by lot and do not call them: only so you learn whether calls "
        "help."
    )
    asked = (say(hand_out, **counts), _remind(watch["trial"].get("slipping"), cut))
    return (*asked, learn) if counts["listed"] >= _FEWEST_DRAWN * len(lists) else asked


def _remind(trial: Mapping[str, Any] | None, cut: str) -> str:
    if trial is None or trial["customers"] < _FEWEST_JUDGED or trial["share"] > 0.5:
        return say("Call first: an offer costs money with those who would have come anyway.")
    return say(
        "Call or remind first, and keep any offer for those who stay away even then: of "
        "{count:,} who were slipping on {cut}, {share:.0%} have bought since.",
        count=trial["customers"], share=1 - trial["share"], cut=cut,
    )  # fmt: skip
