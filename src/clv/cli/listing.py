"""``clv list``: the reports that can be made, with what they may be told."""

from pathlib import Path

import click

from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import find_project

__all__ = ["list_reports"]


@click.command("list")
def list_reports() -> None:
    """List the reports that can be made, with what they may be told."""
    for report in read_catalogue(find_project(Path.cwd())).values():
        click.echo(f"{report.name}: {report.title['en']} ({report.title['zh']})")
        for parameter in report.parameters:
            default = "of the data set" if parameter.default is None else parameter.default
            click.echo(f"    {parameter.name} = {default}: {parameter.help}")
