"""What changed since the last review, and why, in sentences."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.words.common.figures import listed, sentences
from clv.reporting.words.segment_review.last_groups import LastGroups
from clv.reporting.words.segment_review.scores import r2

__all__ = ["since_in_words"]


def since_in_words(found: Mapping[str, Any], since: LastGroups) -> str:
    """Say what changed since the last review, and how much of it the cuts did.

    Parameters
    ----------
    found
        Results of the run.
    since
        What the last review's groups say.

    Returns
    -------
    str
        Some sentences; the reason where nothing can be compared.
    """
    if since.as_of is None or since.moved is None or since.matching is None:
        return since.why
    told = say(
        "Since the review of {day} {share:.0%} of {count:,} customers have another quadrant.",
        day=since.as_of, share=since.moved, count=since.known,
    )  # fmt: skip
    why = _by_cuts(since.moved, since.moved_kept) or since.why
    learned = say(
        "Of the learned groups {share:.0%} have changed; new: {new}; gone: {gone}.",
        share=since.matching.moved, new=_or_none(since.matching.new),
        gone=_or_none(since.matching.gone),
    )  # fmt: skip
    return sentences(told, why, learned, _scores_then(found, since.numbers))


def _by_cuts(moved: float, kept: float | None) -> str:
    if kept is None:
        return ""
    return say(
        "Under the last review's cuts it would be {kept:.0%}: the rest comes from cuts learned "
        "anew."
        if kept <= moved
        else "Under the last review's cuts it would be {kept:.0%}: cuts learned anew hide a part.",
        kept=kept,
    )


def _or_none(names: tuple[str, ...]) -> str:
    return listed(names) or say("none")


def _scores_then(found: Mapping[str, Any], last: Mapping[str, Any]) -> str:
    """Say how the rules' score has changed; nothing where the last run had another horizon."""
    rules = found["contest"]["protocol"]["reference"]
    now = r2(found)[rules]["value"]
    try:
        before = r2(last)[rules]["value"]
        same = last["freshness"]["horizon_days"] == found["freshness"]["horizon_days"]
    except (KeyError, TypeError):
        return ""
    if not same or before is None or now is None:
        return ""
    return say(
        "What the quadrants tell of later money went from {before:.1%} to {now:.1%}.",
        before=before, now=now,
    )  # fmt: skip
