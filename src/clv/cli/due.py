"""``clv run-due``: make what is due and not done, the oldest first."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clv.cli.places import default_output, find_report, output_option, take_now
from clv.errors import ClvError, InputError
from clv.reporting.catalogue import Report, read_catalogue
from clv.reporting.project import Project, find_project
from clv.reporting.schedules import due, due_at

if TYPE_CHECKING:
    from clv.cli.making import Logs

__all__ = ["run_due"]

_EXITS = {"failed": 3, "held": 4, "running": 75}
"""The first of these that came to pass is the exit code."""


@click.command("run-due")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--now", help="Moment that decides what is due, ISO 8601; the clock's unless said.")
@output_option
def run_due(names: tuple[str, ...], now: str | None, output: Path | None) -> None:
    """Make every report that is due and not done, or those named; missed periods are caught up.

    Prints the folder of each. A failure stops no other report. Exit code 3: something failed, 4:
    something is held back by an alarm, 75: something runs elsewhere just now.
    """
    project = find_project(Path.cwd())
    folder = output or default_output(project)
    asked = sorted(_asked(project, names, folder, take_now(now)), key=lambda each: each[:2])
    if not asked:
        click.echo("clv: nothing is due", err=True)
        return
    from clv.reporting.running.warm import warm_kernels

    with warm_kernels():  # first of all: they import what they need beside what is imported here
        ended = _make_all(project, [(report, as_of) for *_, as_of, report in asked], folder)
    sys.exit(next((code for status, code in _EXITS.items() if status in ended), 0))


def _asked(
    project: Project, names: tuple[str, ...], folder: Path, now: datetime
) -> Iterator[tuple[datetime, str, date, Report]]:
    named = [find_report(project, name) for name in dict.fromkeys(names)]
    for report in named or read_catalogue(project).values():
        if report.schedule is None:
            if named:
                raise InputError(
                    "E_SCHEDULE", f"{report.name} is made by hand only", "use clv report"
                )
            continue
        for as_of in due(report, folder / report.name, now):
            yield due_at(report.schedule, as_of).astimezone(UTC), report.name, as_of, report


def _make_all(project: Project, asked: list[tuple[Report, date]], folder: Path) -> set[str]:
    """Make them in order; one that runs elsewhere is left to whoever runs it."""
    from clv.cli.making import Logs, tell_all

    logs = Logs()
    ended: dict[str, str] = {}
    statuses = set()
    for report, as_of in asked:
        if ended.get(report.name) == "running":
            continue
        ended[report.name] = _make_one(project, report, as_of, folder, logs)
        statuses.add(ended[report.name])
    if folder.is_dir():
        tell_all(folder)
    return statuses


def _make_one(project: Project, report: Report, as_of: date, folder: Path, logs: "Logs") -> str:
    from clv.cli.making import Asked, held, make, tell

    try:
        outcome = make(project, report, Asked(folder, {"as_of": as_of}), logs, tell)
        if outcome.status == "held":
            raise held(report, outcome)
    except ClvError as error:
        _say(f"{report.name} {as_of}: {error}")
        return {"E_HELD": "held", "E_RUNNING": "running"}.get(error.code, "failed")
    except Exception as error:  # whatever it is, the other reports are still due
        _say(f"{report.name} {as_of}: {type(error).__name__}: {error}")
        return "failed"
    with suppress(OSError):  # the other reports are due whether anybody listens or not
        click.echo(outcome.place)
    return "good"


def _say(sentence: str) -> None:
    with suppress(OSError):
        click.echo(f"clv: {' '.join(sentence.split())}", err=True)
