"""``clv run-due``: make what is due and not done, the oldest first."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clv.cli.places import default_output, find_reports, output_option, take_now
from clv.errors import ClvError, InputError
from clv.reporting.catalogue import Report
from clv.reporting.project import Project, find_project
from clv.reporting.publishing import read_journal
from clv.reporting.schedules import due, due_at

if TYPE_CHECKING:
    from clv.cli.making import Logs

__all__ = ["run_due"]

_EXITS = {"failed": 3, "again": 3, "held": 4, "running": 75}
"""The first of these that came to pass is the exit code; again: failed as it did the last time."""

_SHOWN = 5


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
    found, moment = find_reports(project, names), take_now(now)
    faults = [entry for entry in found if isinstance(entry, InputError)]
    for fault in faults:
        _say(str(fault))
    sound = [entry for entry in found if isinstance(entry, Report)]
    asked = sorted(_asked(sound, bool(names), folder, moment), key=lambda each: each[:2])
    if not asked:
        click.echo("clv: nothing is due", err=True)
        sys.exit(3 if faults else 0)
    if len(asked) > 1:
        _say(f"{len(asked):,} runs are due, the first of them {asked[0][1]} {asked[0][2]}")
    from clv.reporting.running.warm import warm_kernels

    with warm_kernels():  # first of all: they import what they need beside what is imported here
        ended = _make_all(project, [(report, as_of) for *_, as_of, report in asked], folder)
    ended |= {"failed"} if faults else set()
    sys.exit(next((code for status, code in _EXITS.items() if status in ended), 0))


def _asked(
    reports: list[Report], named: bool, folder: Path, now: datetime
) -> Iterator[tuple[datetime, str, date, Report]]:
    for report in reports:
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
    statuses, again = set(), []
    for report, as_of in asked:
        if ended.get(report.name) == "running":
            continue
        ended[report.name] = _make_one(project, report, as_of, folder, logs)
        statuses.add(ended[report.name])
        again += [f"{report.name} {as_of}"] * (ended[report.name] == "again")
    if folder.is_dir():
        tell_all(folder)
    _say_again(again)
    return statuses


def _say_again(periods: list[str]) -> None:
    """What can never be made would else drown what has failed today."""
    if periods:
        more = f" and {len(periods) - _SHOWN:,} more" * (len(periods) > _SHOWN)
        _say(
            f"failed again, as the last time: {', '.join(periods[:_SHOWN])}{more}; mend what the "
            "error names, or let `first` in the catalogue be a later day"
        )


def _make_one(project: Project, report: Report, as_of: date, folder: Path, logs: "Logs") -> str:
    from clv.cli.making import Asked, hand_over, held, make, tell

    before = _last_failure(folder / report.name, as_of)
    try:
        asked = Asked(folder, {"as_of": as_of})
        outcome = make(project, report, asked, logs, tell, unattended=True)
        if outcome.status == "held":
            raise held(report, outcome)
    except ClvError as error:
        _say(f"{report.name} {as_of}: {error}")
        failed = "again" if str(error) == before else "failed"
        return {"E_HELD": "held", "E_RUNNING": "running"}.get(error.code, failed)
    except Exception as error:  # whatever it is, the other reports are still due
        _say(f"{report.name} {as_of}: {type(error).__name__}: {error}")
        return "failed"
    hand_over(outcome.place)
    return "good"


def _last_failure(home: Path, as_of: date) -> str:
    """How the last run of a day failed; empty where it did not."""
    of_day = [line for line in read_journal(home) if line["as_of"] == str(as_of)]
    last = of_day[-1] if of_day else {}
    failed = last.get("status") == "failed"
    return f"{last.get('code')}: {last.get('sentence')}" if failed else ""


def _say(sentence: str) -> None:
    with suppress(OSError):
        click.echo(f"clv: {' '.join(sentence.split())}", err=True)
