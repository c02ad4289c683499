"""What a command line asks of a report, merged with what the catalogue says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clv.cli.reading import find_source
from clv.datasets import Dataset, dataset_or_path
from clv.reporting.catalogue import Report, resolve
from clv.reporting.project import Project
from clv.transactions import DatabaseQuery

__all__ = ["Asked", "Settled", "settle"]

_PATHS = ("rates", "test_ids")
_ONE_OF = {"sql": "table", "table": "sql"}


@dataclass(frozen=True)
class Asked:
    """What was asked for beside the report's name.

    Parameters
    ----------
    output
        Folder of all reports.
    given
        Parameters by name; None for what was not said.
    reading
        How the log is to be read, as `clv.cli.options.take_reading` has it.
    language
        Of the page; None for the catalogue's.
    pdf
        Whether a PDF is wanted.
    accept
        Whether to publish in spite of a red alarm.
    """

    output: Path
    given: Mapping[str, Any] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)
    language: str | None = None
    pdf: bool = False
    accept: bool = False


@dataclass(frozen=True)
class Settled:
    """What a run needs to know before its log is read.

    Parameters
    ----------
    source
        The log, not yet opened.
    parameters
        Every one of the report's, typed.
    reading
        How the log is to be read, as `clv.cli.options.take_reading` has it.
    """

    source: Dataset | Path | DatabaseQuery
    parameters: dict[str, Any]
    reading: dict[str, Any]


def _of_catalogue(project: Project, report: Report) -> dict[str, Any]:
    """How the catalogue has the log read, as a command line would say it."""
    said = dict(report.source)
    for name in set(_PATHS) & said.keys():
        said[name] = project.root / said[name]
    named = said["transactions"]
    if not named.startswith("env:") and not isinstance(dataset_or_path(named), Dataset):
        said["transactions"] = str(project.root / named)
    return said


def _reading(said: dict[str, Any], asked: Asked) -> tuple[str, dict[str, Any]]:
    """Merge both: the command line wins, and a named data set knows itself how it is read."""
    named = asked.given.get("transactions")
    usual = str(said.pop("transactions"))
    if named is not None and isinstance(find_source(str(named), asked.reading), Dataset):
        said = {}
    for name, other in _ONE_OF.items():
        if name in asked.reading:
            said.pop(other, None)
    return str(usual if named is None else named), said | dict(asked.reading)


def _given(project: Project, report: Report, asked: Asked, source: str) -> dict[str, Any]:
    """What was said; files that the catalogue names lie in the project."""
    files = (p for p in report.parameters if p.type == "file" and p.default)
    usual = {p.name: str(project.root / p.default) for p in files}
    said = {name: value for name, value in asked.given.items() if value is not None}
    return usual | said | {"transactions": source}


def settle(project: Project, report: Report, asked: Asked) -> Settled:
    """Merge what was said with what the catalogue says.

    Parameters
    ----------
    project
        From whose folder the catalogue's paths go out.
    report
        As catalogued.
    asked
        What was said, which wins.

    Returns
    -------
    Settled
        Nothing has been opened.

    Raises
    ------
    InputError
        As `clv.reporting.catalogue.resolve` and `clv.cli.reading.find_source`.
    """
    named, reading = _reading(_of_catalogue(project, report), asked)
    source = find_source(named, reading)
    of_source: dict[str, Any] = {}
    if isinstance(source, Dataset):
        of_source = {"as_of": source.as_of, "horizon": source.horizon}
    parameters = resolve(report, _given(project, report, asked, named), of_source)
    return Settled(source, parameters, reading)
