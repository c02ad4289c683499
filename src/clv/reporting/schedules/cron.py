"""A crontab's lines."""

import shlex
from collections.abc import Iterator

from clv.reporting.schedules.moments import Moments, moments
from clv.reporting.schedules.periods import in_words
from clv.reporting.schedules.start import Start, shell_line

__all__ = ["cron_entry", "cron_times"]


def cron_times(pattern: Moments) -> Iterator[str]:
    """Say a pattern in the five fields of a crontab.

    Parameters
    ----------
    pattern
        Days and times.

    Yields
    ------
    str
        Minute, hour, day, month, weekday (0 is Sunday); one line for each time of the day.

    Examples
    --------
    >>> list(cron_times(Moments(((6, 30),), days=(1,), months=(1, 7))))
    ['30 6 1 1,7 *']
    """
    weekdays = tuple(sorted((day + 1) % 7 for day in pattern.weekdays))
    rest = " ".join(_listed(each) for each in (pattern.days, pattern.months, weekdays))
    for hour, minute in pattern.times:
        yield f"{minute} {hour} {rest}"


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers)) or "*"


def cron_entry(start: Start) -> str:
    """Write the lines to add by ``crontab -e``.

    Parameters
    ----------
    start
        What is started.

    Returns
    -------
    str
        Lines of a user's crontab; what is said is added to a log beside the reports.
    """
    schedule, name = start.schedule, start.report.name
    folder = f"mkdir -p {shlex.quote(str(start.output))}"
    line = f"{folder} && {shell_line(start)} >> {shlex.quote(str(start.log))} 2>&1"
    command = line.replace("%", r"\%")  # cron makes a new line of each % else
    lines = (
        f"# {name}: {in_words(schedule)}.",
        "# CRON_TZ holds for all lines below it: let these come last. A cron that does not know",
        "# it, such as Debian's, goes by the machine's zone: let that be",
        f"# {schedule.time_zone}, or use clv schedule {name} --as systemd.",
        "# A start too many does no harm: run-due makes what is due, and nothing twice.",
        f"CRON_TZ={schedule.time_zone}",
        *(f"{times} {command}" for times in cron_times(moments(schedule))),
    )
    return "".join(f"{text}\n" for text in lines)
