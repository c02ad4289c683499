"""Units of systemd: a service that makes what is due, a timer that starts it."""

from collections.abc import Iterator

from clv.reporting.schedules.moments import Moments, moments
from clv.reporting.schedules.periods import in_words
from clv.reporting.schedules.start import Start

__all__ = ["calendar_times", "systemd_entry"]

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CAUGHT_UP = 4
"""Missed periods that one start may make up for before it is stopped; the next goes on."""


def calendar_times(pattern: Moments, time_zone: str) -> Iterator[str]:
    """Say a pattern as ``OnCalendar`` does.

    Parameters
    ----------
    pattern
        Days and times.
    time_zone
        Of the schedule.

    Yields
    ------
    str
        One for each time of the day.

    Examples
    --------
    >>> list(calendar_times(Moments(((6, 30),), weekdays=(0,)), "Europe/Berlin"))
    ['Mon *-*-* 06:30:00 Europe/Berlin']
    """
    weekdays = ",".join(_WEEKDAYS[day] for day in pattern.weekdays)
    date = f"*-{_listed(pattern.months)}-{_listed(pattern.days)}"
    for hour, minute in pattern.times:
        yield f"{weekdays} {date} {hour:02}:{minute:02}:00 {time_zone}".strip()


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(f"{number:02}" for number in numbers) or "*"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'


def _command(words: tuple[str, ...]) -> str:
    """The colon keeps a ``$`` from being a variable's; a name with quotes is left to a shell."""
    by_shell = ("/bin/sh", "-c", 'exec "$0" "$@"') if set("\"'\\") & set(words[0]) else ()
    return ":" + " ".join(map(_quoted, (*by_shell, *words)))


def _service(start: Start) -> Iterator[str]:
    report, limits = start.report, start.report.limits
    yield f"# /etc/systemd/system/clv-{report.name}.service"
    yield "[Unit]"
    yield f"Description=clv report {report.name}"
    yield ""
    yield "[Service]"
    yield "Type=oneshot"
    yield f"WorkingDirectory={str(start.project).replace('%', '%%')}"
    yield f"ExecStart={_command(start.words)}"
    yield "# 75: another run is under way. 4, held by an alarm, and 3 leave the unit failed."
    yield "SuccessExitStatus=75"
    yield f"# Up to {_CAUGHT_UP} runs of {limits.minutes:g} minutes: missed ones are caught up."
    yield f"TimeoutStartSec={round(_CAUGHT_UP * limits.minutes * 60)}"
    yield f"MemoryMax={round(limits.memory_mb)}M"


def _timer(start: Start) -> Iterator[str]:
    report, schedule = start.report, start.schedule
    yield f"# /etc/systemd/system/clv-{report.name}.timer"
    yield f"# systemctl daemon-reload; systemctl enable --now clv-{report.name}.timer"
    yield "[Unit]"
    yield f"Description={report.name}: {in_words(schedule)}"
    yield ""
    yield "[Timer]"
    for times in calendar_times(moments(schedule), schedule.time_zone):
        yield f"OnCalendar={times}"
    yield "AccuracySec=1s"
    yield "Persistent=true"
    yield ""
    yield "[Install]"
    yield "WantedBy=timers.target"


def systemd_entry(start: Start) -> str:
    """Write both units, each under a line with the file that it belongs in.

    Parameters
    ----------
    start
        What is started.

    Returns
    -------
    str
        The service, an empty line, the timer. A service of the system runs as root unless a line
        ``User=`` is added; under ``~/.config/systemd/user`` both run as who puts them there.
    """
    return "\n".join((*_service(start), "", *_timer(start), ""))
