"""``clv schedule``: an entry for cron, systemd or Airflow that makes a report when it is due."""

from pathlib import Path

import click

from clv.cli.places import default_output, find_report, output_option, program
from clv.reporting.project import find_project
from clv.reporting.schedules import KINDS, Start, entry

__all__ = ["schedule"]


@click.command()
@click.argument("name")
@click.option("--as", "kind", type=click.Choice(KINDS), required=True, help="For which timer.")
@output_option
def schedule(name: str, kind: str, output: Path | None) -> None:
    """Print an entry for cron, systemd or Airflow that starts ``clv run-due NAME``."""
    project = find_project(Path.cwd())
    folder = (output or default_output(project)).absolute()
    start = Start(find_report(project, name), program(), project.root, folder)
    click.echo(entry(start, kind), nl=False)
