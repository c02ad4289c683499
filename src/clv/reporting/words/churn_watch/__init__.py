"""The words of the churn watch: tiles, answers, tables, lists, and how far to trust them."""

from clv.reporting.words.churn_watch.answers import brief
from clv.reporting.words.churn_watch.earlier import earlier_in_words, judgement
from clv.reporting.words.churn_watch.first_screen import headline
from clv.reporting.words.churn_watch.lists import lists_table, watch_list
from clv.reporting.words.churn_watch.tables import (
    everyone,
    reasons_table,
    stakes_table,
    states_table,
)
from clv.reporting.words.churn_watch.trust import chance_in_words, level_in_words

__all__ = [
    "brief",
    "chance_in_words",
    "earlier_in_words",
    "everyone",
    "headline",
    "judgement",
    "level_in_words",
    "lists_table",
    "reasons_table",
    "stakes_table",
    "states_table",
    "watch_list",
]
