"""Words that all reports share: numbers, lengths of time, what changed and why, what rings."""

from clv.reporting.words.common.alarms import drift_table
from clv.reporting.words.common.changes import changes_in_words, since_last
from clv.reporting.words.common.figures import (
    interval,
    length_words,
    listed,
    money,
    sentences,
    signed,
)

__all__ = [
    "changes_in_words",
    "drift_table",
    "interval",
    "length_words",
    "listed",
    "money",
    "sentences",
    "signed",
    "since_last",
]
