"""The pattern of the moments at which a report is due, as timers can say it."""

from dataclasses import dataclass, replace
from datetime import date

from clv.reporting.catalogue import Schedule
from clv.reporting.schedules.periods import due_at, periods

__all__ = ["Moments", "moments"]

_YEARS = 28
"""After as many, days of the week and leap days come round."""


@dataclass(frozen=True)
class Moments:
    """Days and times that hold every moment at which a report is due, and few others.

    Parameters
    ----------
    times
        Hours and minutes: the schedule's own, and those to which a change of clocks moves it.
    weekdays
        0 for Monday to 6; empty where any.
    days
        Of the month; empty where any.
    months
        Empty where any.
    """

    times: tuple[tuple[int, int], ...]
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()


def moments(schedule: Schedule) -> Moments:
    """Find the pattern of a schedule.

    Parameters
    ----------
    schedule
        Of a report; its last day is left aside.

    Returns
    -------
    Moments
        Where no pattern is exact, as for the last day of each month, one that holds more days:
        ``clv run-due`` decides.

    Examples
    --------
    >>> from datetime import time
    >>> monthly = Schedule("month", 31, time(6), "Asia/Shanghai", date(2024, 1, 31), wait_days=1)
    >>> moments(monthly).days
    (1,)
    """
    endless = replace(schedule, last=None)
    until = date(schedule.first.year + _YEARS, 12, 31)
    found = [due_at(endless, as_of) for as_of in periods(endless, until)]
    times = {(moment.hour, moment.minute) for moment in found}
    own = (schedule.at.hour, schedule.at.minute)
    pattern = Moments((own, *sorted(times - {own})))
    if schedule.every == "day":
        return pattern
    if schedule.every == "week":
        return replace(pattern, weekdays=tuple(sorted({moment.weekday() for moment in found})))
    months = tuple(sorted({moment.month for moment in found}))
    days = tuple(sorted({moment.day for moment in found}))
    return replace(pattern, days=days, months=() if len(months) == 12 else months)
