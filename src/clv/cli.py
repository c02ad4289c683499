"""The command ``clv``: make a report, list the reports that can be made."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from clv.datasets import Dataset, dataset_or_path
from clv.errors import ClvError, InputError, RunError
from clv.reporting.catalogue import Report, read_catalogue
from clv.reporting.index import write_index
from clv.reporting.parameters import parse_mapping, resolve
from clv.reporting.project import Project, find_project
from clv.reporting.run import Run, run_report
from clv.transactions import read_transactions

__all__ = ["main"]

_RUNNING = 75  # EX_TEMPFAIL of sysexits.h: nothing is wrong, try again later
_READING = ("date_format", "delimiter", "encoding", "decimal", "thousands")


class _Commands(click.Group):
    """Lets every named error end in its one sentence and a non-zero exit."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ClvError as error:
            click.echo(f"clv: {' '.join(str(error).split())}", err=True)
            running = isinstance(error, RunError) and error.code == "E_RUNNING"
            sys.exit(_RUNNING if running else 3)
        except KeyboardInterrupt:
            click.echo("clv: stopped; what was published before stays as it was", err=True)
            sys.exit(130)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clv")
def main() -> None:
    """What customers are worth: rules, models and learned segments, judged on later data."""


@main.command("list")
def list_reports() -> None:
    """List the reports that can be made, with what they may be told."""
    for report in read_catalogue(find_project(Path.cwd())).values():
        click.echo(f"{report.name}: {report.title['en']} ({report.title['zh']})")
        for parameter in report.parameters:
            default = "of the data set" if parameter.default is None else parameter.default
            click.echo(f"    {parameter.name} = {default}: {parameter.help}")


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


@main.command()
@click.argument("name")
@click.option("--as-of", help="Day from which the report speaks, YYYY-MM-DD.")
@click.option("--horizon", help="How far ahead it looks: 39w, 90d, 12m.")
@click.option("--transactions", help="Data set of the package, or path of a log.")
@click.option("--map", "mapping", help="Its columns: customer_id=...,date=...,amount=...")
@click.option("--date-format", help="How its days are written, e.g. %d/%m/%Y.")
@click.option("--delimiter", help="What separates its columns.")
@click.option("--encoding", help="Its encoding, if not UTF-8.")
@click.option("--decimal", help="Its decimal mark.")
@click.option("--thousands", help="Its thousands mark.")
@click.option("--set", "settings", multiple=True, help="Any other parameter: NAME=VALUE.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder of all reports.")
def report(
    name: str, mapping: str | None, settings: tuple[str, ...], output: Path | None, **given: Any
) -> None:
    """Make the report NAME and publish it; the last line printed is its folder."""
    start = time.monotonic()
    project = find_project(Path.cwd())
    wanted = _find_report(project, name)
    reading = {key: given.pop(key) for key in _READING}
    parameters, log = _prepare(wanted, given | _settings(settings), mapping, reading)
    home = (output or _default_output(project)) / name
    run = Run(project, wanted, parameters, home, _say, bar=sys.stderr.isatty())
    place = run_report(run, log)
    seconds = time.monotonic() - start
    _say(f"{log.audit.rows_used:,} rows of {log.source} in {seconds:.0f} s")
    _say(f"all reports: {write_index(home.parent)}")
    click.echo(place)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _prepare(
    report: Report, given: Mapping[str, Any], mapping: str | None, reading: Mapping[str, Any]
) -> tuple[dict[str, Any], Any]:
    """Settle the parameters and read the log that they speak of."""
    default = next(p.default for p in report.parameters if p.name == "transactions")
    source = dataset_or_path(str(given.get("transactions") or default))
    of_source: dict[str, Any] = {}
    if isinstance(source, Dataset):
        of_source = {"as_of": source.as_of, "horizon": source.horizon}
    parameters = resolve(report, given, of_source)
    log = read_transactions(
        source,
        columns=parse_mapping(mapping) if mapping else None,
        as_of=parameters["as_of"],
        **{key: value for key, value in reading.items() if value is not None},
    )
    return parameters, log
