"""``clv report``: read a log, make a report, publish it."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from clv.cli.options import reading_options, recorded, take_reading
from clv.cli.reading import find_source, reading_arguments
from clv.datasets import Dataset
from clv.errors import InputError, RunError
from clv.reporting.catalogue import Report, read_catalogue
from clv.reporting.catalogue.parameters import resolve
from clv.reporting.pages.index import write_index
from clv.reporting.project import Project, find_project
from clv.reporting.running.run import Run, run_report
from clv.transactions import Transactions, read_transactions

__all__ = ["report"]


def _find_report(project: Project, name: str) -> Report:
    catalogue = read_catalogue(project)
    if name not in catalogue:
        raise RunError("E_REPORT", f"no report {name!r}", f"there is {', '.join(catalogue)}")
    return catalogue[name]


def _settings(pairs: tuple[str, ...]) -> dict[str, str]:
    parts = {pair: pair.partition("=") for pair in pairs}
    if wrong := [pair for pair, (name, _, value) in parts.items() if not (name and value)]:
        raise InputError("E_PARAMETER", f"--set {wrong[0]!r} says nothing", "write NAME=VALUE")
    return {name: value for name, _, value in parts.values()}


def _default_output(project: Project) -> Path:
    """Beside the notebooks of a checkout; where the command is run if the package is installed."""
    inside = Path.cwd().resolve().is_relative_to(project.root)
    return (project.root if inside else Path.cwd()) / "reports"


@click.command()
@click.argument("name")
@click.option("--as-of", help="Day from which the report speaks, YYYY-MM-DD.")
@click.option("--horizon", help="How far ahead it looks: 39w, 90d, 12m.")
@click.option("--transactions", help="Data set of the package, or path of a log.")
@reading_options
@click.option("--set", "settings", multiple=True, help="Any other parameter: NAME=VALUE.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder of all reports.")
def report(name: str, settings: tuple[str, ...], output: Path | None, **given: Any) -> None:
    """Make the report NAME and publish it; the last line printed is its folder."""
    start = time.monotonic()
    project = find_project(Path.cwd())
    wanted = _find_report(project, name)
    reading = take_reading(given)
    parameters, log = _prepare(wanted, given | _settings(settings), reading)
    home = (output or _default_output(project)) / name
    bar = sys.stderr.isatty()
    run = Run(project, wanted, parameters, home, _say, bar=bar, reading=recorded(reading))
    place = run_report(run, log)
    seconds = time.monotonic() - start
    _say(f"{log.audit.rows_used:,} rows of {log.source} in {seconds:.0f} s")
    _say(f"all reports: {write_index(home.parent)}")
    click.echo(place)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _prepare(
    wanted: Report, given: Mapping[str, Any], reading: Mapping[str, Any]
) -> tuple[dict[str, Any], Transactions]:
    """Settle the parameters and read the log that they speak of."""
    default = next(p.default for p in wanted.parameters if p.name == "transactions")
    source = find_source(str(given.get("transactions") or default), reading)
    of_source: dict[str, Any] = {}
    if isinstance(source, Dataset):
        of_source = {"as_of": source.as_of, "horizon": source.horizon}
    parameters = resolve(wanted, given, of_source)
    bar = sys.stderr.isatty()
    arguments = reading_arguments(reading)
    log = read_transactions(source, as_of=parameters["as_of"], progress=bar, **arguments)
    return parameters, log
