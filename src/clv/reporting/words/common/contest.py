"""What is said of the contest between rules and learned groups."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Verdict
from clv.reporting.words.common.figures import listed, sentences

__all__ = ["contest_in_words", "plain_name", "scores_shown", "those_that_matter"]

_DECIDES = "r2_log_spend"
_PLAIN = {
    "quadrants": "the four quadrants",
    "k-means": "four groups learned by k-means",
    "value bands": "four bands of model value",
    "spend bands": "plain spend bands",
    "purchase classes": "classes by number of purchases",
    "random groups": "groups by chance",
}


def plain_name(competitor: str) -> str:
    """Name a competitor as a reader would, in the language spoken.

    Parameters
    ----------
    competitor
        Its name in the contest.

    Returns
    -------
    str
        A few words; the name itself where there are none.

    Examples
    --------
    >>> plain_name("spend bands")
    'plain spend bands'
    """
    return say(_PLAIN.get(competitor, competitor))


def those_that_matter(found: Mapping[str, Any]) -> list[str]:
    """Choose the competitors that a manager should see.

    Parameters
    ----------
    found
        Results of the run: contest.

    Returns
    -------
    list of str
        The rule that is judged, the best rule, the best learned grouping and all controls, best by
        the deciding score first.
    """
    contest = found["contest"]
    rows: dict[str, dict[str, Any]] = contest["summary"]
    score = {name: row[_DECIDES] for name, row in rows.items() if row[_DECIDES] is not None}
    ranked = sorted(score, key=lambda name: (-score[name], name))
    first = {kind: [n for n in ranked if rows[n]["kind"] == kind] for kind in ("rule", "learned")}
    shown = {contest["protocol"]["reference"], *first["rule"][:1], *first["learned"][:1]}
    return [name for name in ranked if name in shown | set(contest["controls"])]


def contest_in_words(found: Mapping[str, Any], beside: bool = True) -> Verdict:
    """Say the verdict of the contest in words that need no statistics.

    Parameters
    ----------
    found
        Results of the run: contest, verdict.
    beside
        Whether to name the controls.

    Returns
    -------
    Verdict
        One sentence on who is ahead and, where asked for, one on the controls; R² is read as the
        share of the differences between customers, in log later spend, that the groups explain.
    """
    verdict, contest = found["verdict"], found["contest"]
    r2 = {row["competitor"]: row["value"] for row in contest["scores"] if row["metric"] == _DECIDES}
    pair = verdict["winner"], verdict["runner_up"]
    told = say(
        "Later spending is told better by {first} than by {second}: {most} against {less} of the "
        "differences between customers (on a log scale; {gap})."
        if verdict["clear"]
        else "Later spending is not told clearly better by {first} than by {second}: {most} "
        "against {less} of the differences between customers (on a log scale; {gap}).",
        first=plain_name(pair[0]), second=plain_name(pair[1]),
        most=_percent(r2[pair[0]]), less=_percent(r2[pair[1]]), gap=_gap(verdict),
    )  # fmt: skip
    controls = [f"{plain_name(n)} {_percent(r2[n])}" for n in contest["controls"] if n not in pair]
    if not controls or not beside:
        return Verdict(told, clear=verdict["clear"])
    others = say("For comparison: {controls}.", controls=listed(controls))
    return Verdict(sentences(told, others), clear=verdict["clear"])


def _gap(verdict: Mapping[str, Any]) -> str:
    limits = [verdict["lower"], verdict["upper"]]
    if None in limits:
        return say("too few customers spent later for an interval")
    if not verdict["clear"]:
        return say("the gap may be none")
    low, high = sorted(abs(100 * limit) for limit in limits)
    return say("{low:.1f} to {high:.1f} points apart", low=low, high=high)


def _percent(share: float | None) -> str:
    # below 0 the groups are worse than no groups, and explain nothing
    return say("an unknown share") if share is None else f"{max(share, 0):.0%}"


def scores_shown(scores: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Take the scores of some competitors, under plain names.

    Parameters
    ----------
    scores
        Indexed by (metric, competitor).
    names
        Of the competitors to keep.

    Returns
    -------
    pandas.DataFrame
        The same columns, in the order of ``names`` within each metric.
    """
    kept = scores.loc[[(metric, name) for metric in scores.index.unique(0) for name in names]]
    return kept.rename(index=plain_name, level=1)
