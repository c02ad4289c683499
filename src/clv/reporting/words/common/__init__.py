"""Words that all reports share: numbers, lengths of time, what changed and why, what rings."""

from clv.reporting.words.common.alarms import drift_table
from clv.reporting.words.common.audit import audit_lines
from clv.reporting.words.common.caution import caution
from clv.reporting.words.common.changes import changes_in_words, since_last
from clv.reporting.words.common.counts import customers, whole
from clv.reporting.words.common.estimates import about, about_between, about_many
from clv.reporting.words.common.figures import (
    interval,
    length_words,
    listed,
    money,
    sentences,
    signed,
)

__all__ = [
    "about",
    "about_between",
    "about_many",
    "audit_lines",
    "caution",
    "changes_in_words",
    "customers",
    "drift_table",
    "interval",
    "length_words",
    "listed",
    "money",
    "sentences",
    "signed",
    "since_last",
    "whole",
]
