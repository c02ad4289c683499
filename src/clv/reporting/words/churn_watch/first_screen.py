"""The first screen of the churn watch: tiles, and the three answers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.periods import parse_duration
from clv.reporting.blocks import Brief, Tile, Tiles
from clv.reporting.words.churn_watch._numbers import at_stake, slipping_of, three
from clv.reporting.words.common import about, about_between, length_words, sentences

__all__ = ["brief", "headline"]


def headline(found: Mapping[str, Any], horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: watch, churn.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Tiles
        Customers slipping, money expected from them, those who came back, expected buyers.
    """
    watch, ahead = found["watch"], found["churn"]["as_of"]
    length, slips, back = (
        length_words(parse_duration(horizon)),
        slipping_of(watch),
        watch["came_back"],
    )
    stake = at_stake(watch)
    return Tiles(
        (
            Tile(
                say("customers slipping"),
                f"{slips['customers']:,}",
                say(
                    "chance alone would list {expected:,.0f} ({lower:,.0f} to {upper:,.0f})",
                    **three(watch["chance"]),
                ),
                "slipping",
                slips["customers"],
            ),
            Tile(
                say("money at stake"),
                about(stake.get("value")),
                say(
                    "expected from them in {length}, discounted: {limits} (95%), if the model is "
                    "right",
                    length=length, limits=about_between(stake["lower"], stake["upper"]),
                )
                if stake
                else say("no interval: nobody is slipping"),
                "money_at_stake",
                stake.get("value"),
            ),
            Tile(
                say("came back"),
                f"{back['customers']:,}",
                say(
                    "of {late:,} who were late on {since}; {expected:,.0f} expected "
                    "({lower:,.0f} to {upper:,.0f})",
                    late=back["late"], since=watch["since"], **three(back),
                ),
                "came_back",
                back["customers"],
            ),
            Tile(
                say("customers expected to buy"),
                about(ahead["expected_buyers"]),
                say(
                    "in {length}, by the learned model, which gives no interval; {other} by the "
                    "purchase model",
                    length=length, other=about(ahead["expected_buyers_bg_nbd"]),
                ),
                "expected_buyers",
                ahead["expected_buyers"],
            ),
        )
    )  # fmt: skip


def brief(found: Mapping[str, Any]) -> Brief:
    """Answer what happened, what has changed since the earlier day and why, and what to do now.

    Parameters
    ----------
    found
        Results of the run: watch, customers (the cut).

    Returns
    -------
    Brief
        The first screen's three answers.
    """
    watch = found["watch"]
    slips, last, back = slipping_of(watch), watch["last"], watch["came_back"]
    expected = sum(group["value"] for group in watch["groups"].values())
    happened = say(
        "{count:,} customers who stand for {value} ({share:.0%} of all money still expected) are "
        "clearly less likely to come back than on {since}; {back:,} who were late have bought.",
        count=slips["customers"], value=about(slips["value"]),
        share=slips["value"] / expected if expected else 0.0,
        since=watch["since"], back=back["customers"],
    )  # fmt: skip
    changed = sentences(
        say(
            "By the same rule {before:,} were slipping on {since}: {still:,} still are, {bought:,} "
            "have bought, {other:,} are slipping no longer; {fresh:,} are new.",
            before=last["slipping"], since=watch["since"], still=last["still"],
            bought=last["bought"], other=last["other"], fresh=slips["customers"] - last["still"],
        ),
        _why(watch),
    )  # fmt: skip
    return Brief(happened, changed, _todo(watch, found["customers"]["cut"]))


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
    lists = watch["lists"]
    listed = sum(row["listed"] for row in lists.values())
    if not listed:
        return (say("Nothing: nobody is slipping."),)
    counts = {"people": len(lists), "listed": listed, "all": slipping_of(watch)["customers"]}
    hand_out = (
        "Give each of the {people:,} salespeople the list with that name in customers.xlsx "
        "({listed:,} customers), and let them start at the top."
        if listed == counts["all"]
        else "Give each of the {people:,} salespeople the list with that name in customers.xlsx "
        "(the first {listed:,} of {all:,} customers), and let them start at the top."
    )
    return (
        say(hand_out, **counts),
        _remind(watch["trial"].get("slipping"), cut),
        say("Draw one in ten of each list by lot and do not call them: only so you learn whether "
            "calls help."),
    )  # fmt: skip


def _remind(trial: Mapping[str, Any] | None, cut: str) -> str:
    if trial is None or trial["share"] > 0.5:
        return say("Call first: an offer costs money with those who would have come anyway.")
    return say(
        "Call or remind first, and keep any offer for those who stay away even then: {share:.0%} "
        "of those who were slipping on {cut} have bought since.",
        share=1 - trial["share"], cut=cut,
    )  # fmt: skip
