"""Who does what now: the hours to spend on each group and the customers to call on first."""

from clv.actions.time_split import DEFAULT_WEIGHTS, optimal_hours, split_hours
from clv.actions.work_lists import count_actions, work_lists

__all__ = ["DEFAULT_WEIGHTS", "count_actions", "optimal_hours", "split_hours", "work_lists"]
