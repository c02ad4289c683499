"""``clv list``: the reports, when they are made, how far they have come."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from clv.cli.places import default_output, find_reports, output_option, take_now
from clv.errors import InputError
from clv.reporting.catalogue import Report
from clv.reporting.project import find_project
from clv.reporting.publishing import published_days
from clv.reporting.schedules import due, in_words, next_period

__all__ = ["list_reports", "next_words"]


@click.command("list")
@click.option("--now", help="Moment that decides what is due, ISO 8601; the clock's unless said.")
@output_option
def list_reports(now: str | None, output: Path | None) -> None:
    """List the reports: when they are made, the last good run, and what is due next."""
    project = find_project(Path.cwd())
    folder, moment = output or default_output(project), take_now(now)
    entries = find_reports(project, ())
    for entry in entries:
        if isinstance(entry, InputError):
            click.echo(f"clv: {entry}", err=True)
            continue
        for line in _lines(entry, folder / entry.name, moment):
            click.echo(line)
    if any(isinstance(entry, InputError) for entry in entries):
        sys.exit(3)


def _lines(report: Report, home: Path, now: datetime) -> Iterator[str]:
    days = published_days(home)
    yield f"{report.name}: {report.title['en']} ({report.title['zh']})"
    yield f"    {in_words(report.schedule)}"
    yield f"    last good run: {days[-1] if days else 'none'}"
    yield f"    next: {next_words(report, home, now)}"
    if held := sorted(place.name for place in home.glob(".held/[0-9]*")):
        accept = f"clv report {report.name} --as-of DAY --accept-alarms"
        yield f"    held: {', '.join(held)} (accept: {accept})"


def next_words(report: Report, home: Path, now: datetime) -> str:
    """Say which period of a report comes next.

    Parameters
    ----------
    report
        As catalogued.
    home
        ``<output>/<name>``.
    now
        The moment.

    Returns
    -------
    str
        Its day, and when it is due or since when it has been; how many are due if several.
    """
    period = next_period(report, home, now)
    if period is None:
        return "none"
    moment = now if now.tzinfo else now.replace(tzinfo=period.due.tzinfo)
    overdue = period.due.astimezone(UTC) <= moment.astimezone(UTC)
    several = f"; {count:,} are due" if (count := len(due(report, home, now))) > 1 else ""
    since = "since " if overdue else ""
    return f"{period.as_of}, due {since}{period.due:%Y-%m-%d %H:%M %Z}{several}"
