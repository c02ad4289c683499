"""``clv report``: read a log, make a report, publish it."""

from pathlib import Path
from typing import Any

import click

from clv.cli.options import reading_options, take_reading
from clv.cli.places import default_output, find_report, output_option
from clv.language import LANGUAGES
from clv.reporting.project import find_project

__all__ = ["report"]


@click.command()
@click.argument("name")
@click.option("--as-of", help="Day from which the report speaks, YYYY-MM-DD.")
@click.option("--horizon", help="How far ahead it looks: 39w, 90d, 12m.")
@click.option("--transactions", help="Data set of the package, or path of a log.")
@reading_options
@click.option("--set", "settings", multiple=True, help="Any other parameter: NAME=VALUE.")
@output_option
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the page.")
@click.option("--pdf", is_flag=True, help="Also as PDF, by Chromium.")
@click.option("--accept-alarms", is_flag=True, help="Publish it in spite of a red alarm.")
def report(name: str, settings: tuple[str, ...], output: Path | None, **given: Any) -> None:
    """Make the report NAME and publish it; the last line printed is its folder.

    What is not said here stands in the catalogue. Exit code 4: a red alarm holds it back.
    """
    project = find_project(Path.cwd())
    wanted = find_report(project, name)
    from clv.reporting.running.warm import warm_kernels

    reading = take_reading(given)
    how = {key: given.pop(key) for key in ("language", "pdf")}
    accept = given.pop("accept_alarms")
    folder = output or default_output(project)
    with warm_kernels():  # first of all: they import what they need beside what is imported here
        from clv.cli import making

        said = making.merge(given, making.take_settings(settings))
        asked = making.Asked(folder, said, reading, accept=accept, **how)
        outcome = making.make(project, wanted, asked, making.Logs(), making.tell)
    making.tell_all(folder)
    if outcome.status == "held":
        raise making.held(wanted, outcome)
    making.hand_over(outcome.place)
