"""``clv show``: everything that the catalogue says of a report."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, time
from pathlib import Path
from typing import Any

import click

from clv.cli.places import find_report
from clv.reporting.catalogue import Parameter, Report
from clv.reporting.catalogue.parameters import option_of
from clv.reporting.project import find_project
from clv.reporting.schedules import in_words

__all__ = ["show"]


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def show(name: str, as_json: bool) -> None:
    """Show everything that the catalogue says of the report NAME."""
    report = find_report(find_project(Path.cwd()), name)
    if as_json:
        click.echo(json.dumps(_plain(asdict(report)), ensure_ascii=False, indent=1))
        return
    for line in _lines(report):
        click.echo(line)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None  # no limit
    return value.isoformat() if isinstance(value, date | time) else value


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.name}: {report.title['en']} ({report.title['zh']})"
    yield f"    {report.question['en']}"
    yield f"    {report.question['zh']}"
    yield f"made: {in_words(report.schedule)}"
    if report.schedule:
        last = f" to {report.schedule.last}" if report.schedule.last else " on"
        yield f"speaks from: {report.schedule.first}{last}"
    yield f"log: {', '.join(f'{name} {_said(value)}' for name, value in report.source.items())}"
    yield f"outputs: {', '.join(report.outputs)}; language: {report.language}"
    yield f"customer ids: {report.customer_ids}{f', key {report.ids_key}' * bool(report.ids_key)}"
    yield "notebooks:"
    for stage in report.stages:
        yield f"    {stage.notebook}{f' after {_said(stage.after)}' * bool(stage.after)}"
    yield from _sheets(report)
    yield "parameters:"
    yield from map(_parameter, report.parameters)
    yield from _limits(report)


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _sheets(report: Report) -> Iterator[str]:
    if report.sheets:
        yield "sheets:"
    for title, sheet in report.sheets.items():
        yield f"    {title}: {sheet.table}{f', one for each {sheet.by}' * bool(sheet.by)}"


def _parameter(parameter: Parameter) -> str:
    default = _unsaid(parameter.name) if parameter.default is None else parameter.default
    unit = f" {parameter.unit}" if parameter.unit else ""
    least, most = parameter.minimum, parameter.maximum
    span = [f"at least {least:g}"] * (least > -math.inf) + [f"at most {most:g}"] * (most < math.inf)
    among = [f"one of {', '.join(parameter.choices)}"] * bool(parameter.choices)
    told = "; ".join([parameter.type, *span, *among])
    return f"    {parameter.name} = {default}{unit}: {parameter.help} ({told})"


def _unsaid(name: str) -> str:
    """Say who decides where the entry does not."""
    due = "run-due gives the day that is due; " * (name == "as_of")
    own = f" ({due}a data set of the package has its own)" * (name in ("as_of", "horizon"))
    return f"to be given by {option_of(name)}{own}"


def _limits(report: Report) -> Iterator[str]:
    limits, kept = report.limits, report.retention
    yield (
        f"limits: {limits.minutes:g} minutes, {limits.memory_mb:g} MB of memory, "
        f"{limits.disk_mb:g} MB of free disk"
    )
    yield f"kept: {kept.good} good runs, {kept.failed} failed or held ones"
    yield f"alarms (red: {report.on_red}):"
    for name, limit in report.alarms.items():
        colours = {"amber": limit.amber, "red": limit.red}
        told = ", ".join(f"{c} from {v:g}" for c, v in colours.items() if v is not None)
        yield f"    {name}: {told}"
