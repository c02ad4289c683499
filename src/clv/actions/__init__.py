"""Who does what now: the hours to spend on each group and the customers to call on first."""

from clv.actions.counts import count_actions, count_waiting, largest
from clv.actions.due import due_dates
from clv.actions.gain import gain_of_optimum
from clv.actions.known_owners import known_owners
from clv.actions.owners import name_salespeople, read_owners, share_out
from clv.actions.time_split import optimal_hours, optimal_minutes
from clv.actions.watching.by_chance import slipping_by_chance
from clv.actions.watching.judged_lists import judge_list, judge_lists
from clv.actions.watching.judged_watch import (
    count_returns,
    expected_absence,
    follow,
    judge_watch,
)
from clv.actions.watching.labels import count_states, label_watched
from clv.actions.watching.lists import count_watch_lists, watch_lists
from clv.actions.watching.reasons import SLIP_REASONS, slip_reasons
from clv.actions.watching.watch import WATCH_STATES, Watch
from clv.actions.work_lists import work_lists
from clv.rules.measures.hours import default_weights, split_hours

__all__ = [
    "SLIP_REASONS",
    "WATCH_STATES",
    "Watch",
    "count_actions",
    "count_returns",
    "count_states",
    "count_waiting",
    "count_watch_lists",
    "default_weights",
    "due_dates",
    "expected_absence",
    "follow",
    "gain_of_optimum",
    "judge_list",
    "judge_lists",
    "judge_watch",
    "known_owners",
    "label_watched",
    "largest",
    "name_salespeople",
    "optimal_hours",
    "optimal_minutes",
    "read_owners",
    "share_out",
    "slip_reasons",
    "slipping_by_chance",
    "split_hours",
    "watch_lists",
    "work_lists",
]
