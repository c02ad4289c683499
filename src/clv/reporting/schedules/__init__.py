"""Schedules: which days a report speaks from, when each is due, what starts it then."""

from clv.reporting.schedules.due import Period, due, next_period
from clv.reporting.schedules.entry import KINDS, entry
from clv.reporting.schedules.periods import due_at, in_words, periods
from clv.reporting.schedules.start import Start

__all__ = [
    "KINDS",
    "Period",
    "Start",
    "due",
    "due_at",
    "entry",
    "in_words",
    "next_period",
    "periods",
]
