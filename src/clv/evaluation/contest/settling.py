"""The rule by which a series of contests is settled, and the sentence that says so."""

from collections.abc import Mapping

import pandas as pd

from clv.evaluation.contest.protocol import Protocol
from clv.evaluation.metrics import METRICS

__all__ = ["beats", "in_words"]

_NONE = "no clear difference"


def beats(gaps: pd.DataFrame, needed: int) -> dict[str, object]:
    """Settle whether one competitor beats another.

    It does where its lead is clear on enough published logs, on at least one day of each, and no
    published day shows it clearly behind.

    Parameters
    ----------
    gaps
        Indexed by (data, as_of): published, value, clear.
    needed
        Published logs that are enough.

    Returns
    -------
    dict
        ahead_on, behind_on (number of published logs with such a day) and verdict: ``"beats"``,
        ``"is beaten by"`` or ``"no clear difference"``.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("a", "2024-01-01"), ("b", "2024-01-01")])
    >>> found = pd.DataFrame({"published": True, "value": [0.1, 0.2], "clear": True}, index)
    >>> beats(found, 2)["verdict"]
    'beats'
    >>> beats(found.assign(value=[0.1, -0.2]), 1)["verdict"]
    'no clear difference'
    """
    clear = gaps[gaps["published"].astype(bool) & gaps["clear"].astype(bool)]
    ahead, behind = (
        clear.index[side].get_level_values(0).nunique() if len(clear) else 0
        for side in (clear["value"] > 0, clear["value"] < 0)
    )
    verdict = _NONE
    if not behind and ahead >= needed:
        verdict = "beats"
    elif not ahead and behind >= needed:
        verdict = "is beaten by"
    return {"ahead_on": ahead, "behind_on": behind, "verdict": verdict}


def in_words(
    verdicts: pd.DataFrame,
    protocol: Protocol,
    days: int,
    learned: str,
    settled: Mapping[str, str],
) -> str:
    """Write the verdict of a series.

    Parameters
    ----------
    verdicts
        Indexed by competitor: kind, verdict on it against the reference.
    protocol
        What was agreed.
    days
        Published logs and days.
    learned
        The best learned competitor.
    settled
        Verdict on it against others by their names: the best rule, if there is one, and controls.

    Returns
    -------
    str
        A few sentences.
    """
    title, reference = METRICS[protocol.primary].title, protocol.reference
    groups = [
        f"{', '.join(names)} {_verb(len(names), word)} {reference}"
        for word in ("beats", "is beaten by")
        if (names := [str(n) for n in verdicts.index[verdicts["verdict"] == word]])
    ]
    controls = {name for name in settled if verdicts["kind"].get(name) == "control"}
    apart = [
        {n: v for n, v in settled.items() if (n in controls) is side} for side in (False, True)
    ]
    rest = "; ".join(groups) or f"nobody differs clearly from {reference}"
    return (
        f"By {title}, {protocol.groups} groups, {days} published contests: "
        f"{_against_the_rule(reference, learned, apart[0])}. {rest[0].upper()}{rest[1:]}; of the "
        f"others no clear difference can be said.{_against_the_controls(learned, apart[1])}"
    )


def _against_the_rule(reference: str, learned: str, settled: Mapping[str, str]) -> str:
    if not settled:
        return f"there is nothing learned, or no rule, to compare with {reference}"
    rule, verdict = next(iter(settled.items()))
    if verdict == _NONE:
        return f"no clear difference between {learned}, the best that is learned, and {rule}, " \
               "the best rule"  # fmt: skip
    return f"{learned}, the best that is learned, {verdict} {rule}, the best rule"


def _against_the_controls(learned: str, controls: Mapping[str, str]) -> str:
    said = {
        word: [name for name, verdict in controls.items() if verdict == word]
        for word in ("beats", "is beaten by", _NONE)
    }
    parts = [f"{learned} {word} {', '.join(said[word])}" for word in list(said)[:2] if said[word]]
    if said[_NONE]:
        parts.append(f"between {learned} and {', '.join(said[_NONE])} there is {_NONE}")
    return f" Of the controls: {'; '.join(parts)}." if parts else ""


def _verb(number: int, word: str) -> str:
    return word if number == 1 else {"beats": "beat", "is beaten by": "are beaten by"}[word]
