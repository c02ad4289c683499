"""The words of the segment review: the three answers, and all that its page needs in one place."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.blocks import Brief
from clv.reporting.words.common.alarms import drift_table
from clv.reporting.words.common.cells import cell_names
from clv.reporting.words.common.contest import (
    contest_in_words,
    plain_name,
    scores_shown,
    those_that_matter,
)
from clv.reporting.words.common.figures import sentences
from clv.reporting.words.segment_review.advice import advice
from clv.reporting.words.segment_review.labels import group_names, last_labels, under_labels
from clv.reporting.words.segment_review.last_groups import LastGroups, compare_with_last
from clv.reporting.words.segment_review.last_review import since_in_words
from clv.reporting.words.segment_review.last_tables import since_tables
from clv.reporting.words.segment_review.learned_groups import (
    group_count,
    stability_in_words,
    stability_table,
    tendency_found,
)
from clv.reporting.words.segment_review.members import crossed, everybody
from clv.reporting.words.segment_review.moves import (
    all_moves,
    moved_in_words,
    moves_in_words,
    surprises,
)
from clv.reporting.words.segment_review.tables import (
    gaps_to_rules,
    learned_now,
    moves_labelled,
    moves_named,
    rules_now,
)
from clv.reporting.words.segment_review.tiles import headline

__all__ = [
    "all_moves",
    "brief",
    "cell_names",
    "compare_with_last",
    "contest_in_words",
    "crossed",
    "drift_table",
    "everybody",
    "gaps_to_rules",
    "group_count",
    "group_names",
    "headline",
    "last_labels",
    "learned_now",
    "moves_in_words",
    "moves_labelled",
    "moves_named",
    "plain_name",
    "rules_now",
    "scores_shown",
    "since_in_words",
    "since_tables",
    "stability_in_words",
    "stability_table",
    "surprises",
    "tendency_found",
    "those_that_matter",
    "under_labels",
]


def brief(found: Mapping[str, Any], since: LastGroups) -> Brief:
    """Give the first screen's three answers.

    Parameters
    ----------
    found
        Results of the run.
    since
        What the last review's groups say.

    Returns
    -------
    Brief
        What happened, what changed since the last review and why, two to four things to do.
    """
    happened = sentences(
        moved_in_words(found),
        contest_in_words(found, beside=False).sentence,
        _kinds(found["segments"]["tendency"]),
    )
    return Brief(happened, since_in_words(found, since), advice(found))


def _kinds(tendency: Mapping[str, Any]) -> str:
    return {
        "none": say("No kinds of customers were found: any groups are lines drawn by us."),
        "unclear": say("Kinds of customers are not clearly seen: groups are lines drawn by us."),
        "clusters": say("The customers do fall into kinds."),
    }[tendency["verdict"]]
