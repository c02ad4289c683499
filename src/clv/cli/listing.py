"""``clv list``: the reports, when they are made, how far they have come."""

from datetime import UTC, datetime
from pathlib import Path

import click

from clv.cli.places import default_output, output_option, take_now
from clv.reporting.catalogue import Report, read_catalogue
from clv.reporting.project import find_project
from clv.reporting.publishing import published_days
from clv.reporting.schedules import in_words, next_period

__all__ = ["list_reports", "next_words"]


@click.command("list")
@click.option("--now", help="Moment that decides what is due, ISO 8601; the clock's unless said.")
@output_option
def list_reports(now: str | None, output: Path | None) -> None:
    """List the reports: when they are made, the last good run, and what is due next."""
    project = find_project(Path.cwd())
    folder, moment = output or default_output(project), take_now(now)
    for report in read_catalogue(project).values():
        days = published_days(folder / report.name)
        click.echo(f"{report.name}: {report.title['en']} ({report.title['zh']})")
        click.echo(f"    {in_words(report.schedule)}")
        click.echo(f"    last good run: {days[-1] if days else 'none'}")
        click.echo(f"    next: {next_words(report, folder / report.name, moment)}")


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
        Its day, and when it is due or since when it has been.
    """
    period = next_period(report, home, now)
    if period is None:
        return "none"
    moment = now if now.tzinfo else now.replace(tzinfo=period.due.tzinfo)
    overdue = period.due.astimezone(UTC) <= moment.astimezone(UTC)
    return f"{period.as_of}, due {'since ' if overdue else ''}{period.due:%Y-%m-%d %H:%M %Z}"
