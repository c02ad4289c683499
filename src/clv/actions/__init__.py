"""Who does what now: the hours to spend on each group and the customers to call on first."""

from clv.actions.counts import count_actions, count_waiting, largest
from clv.actions.due import due_dates
from clv.actions.gain import gain_of_optimum
from clv.actions.time_split import optimal_hours, optimal_minutes
from clv.actions.work_lists import work_lists
from clv.rules.measures.hours import default_weights, split_hours

__all__ = [
    "count_actions",
    "count_waiting",
    "default_weights",
    "due_dates",
    "gain_of_optimum",
    "largest",
    "optimal_hours",
    "optimal_minutes",
    "split_hours",
    "work_lists",
]
