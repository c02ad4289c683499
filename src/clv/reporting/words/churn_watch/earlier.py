"""Whether earlier warnings of the churn watch came true."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.blocks import Reading, Verdict
from clv.reporting.words.common import sentences

__all__ = ["earlier_in_words", "judgement"]


def judgement(found: Mapping[str, Any]) -> Verdict:
    """Say whether the warnings of one horizon ago came true.

    Parameters
    ----------
    found
        Results of the run: watch, customers (the cut).

    Returns
    -------
    Verdict
        Clear where the share that stayed away lies outside what the model expected, by chance and
        the doubt about its parameters.
    """
    trial, cut = found["watch"]["trial"], found["customers"]["cut"]
    row, limits = trial.get("slipping"), found["watch"]["expected_absence"]
    if row is None:
        return Verdict(
            say("Nobody was slipping on {cut}, so no warning can be judged.", cut=cut), False
        )
    told = say(
        "Of {count:,} called slipping on {cut}, {share:.0%} bought nothing since; the purchase "
        "model had expected {expected:.0%} ({lower:.0%} to {upper:.0%}).",
        count=row["customers"], cut=cut, share=row["share"], expected=row["expected_share"],
        **limits,
    )  # fmt: skip
    if row["share"] > limits["upper"]:
        return Verdict(sentences(told, say(
            "It was too hopeful about these: more of them stayed away than it thought."
        )), True)  # fmt: skip
    if row["share"] >= limits["lower"]:
        return Verdict(told, False)
    dark = say("It was too dark about these: more of them than it thought only paused.")
    return Verdict(sentences(told, dark, _beside_pace(row, trial.get("in_pace"))), True)


def _beside_pace(slipping: Mapping[str, Any], in_pace: Mapping[str, Any] | None) -> str:
    if in_pace is None or slipping["upper"] >= in_pace["lower"]:
        return ""
    return say(
        "Of those in pace even more stayed away ({share:.0%}): the list says whom a call is worth, "
        "and not who is about to leave.",
        share=in_pace["share"],
    )


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
                "Of {listed:,} on the lists of {day}, {bought:,} have bought since; expected: "
                "{expected:,.0f}.",
                day=day, **{name: row[name] for name in ("listed", "bought", "expected")},
            ),
            say("This is no proof that a list had an effect: who was listed was not drawn by lot."),
        )
    )  # fmt: skip
