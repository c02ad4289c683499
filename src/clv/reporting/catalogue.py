"""The catalogue: which reports there are, what they are made of, what they may be told."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from clv.errors import InputError
from clv.reporting.project import Project

__all__ = ["TYPES", "Parameter", "Report", "read_catalogue"]

TYPES = ("source", "day", "duration", "integer", "number")


@dataclass(frozen=True)
class Parameter:
    """One thing that a report may be told.

    Parameters
    ----------
    name
        As on the command line, with ``-`` for ``_``.
    type
        One of `TYPES`.
    help
        What it means, with its unit.
    default
        None where the data set decides.
    minimum
        Smallest number allowed.
    maximum
        Largest number allowed.
    """

    name: str
    type: str
    help: str
    default: Any = None
    minimum: float = float("-inf")
    maximum: float = float("inf")


@dataclass(frozen=True)
class Report:
    """One recurring report.

    Parameters
    ----------
    name
        As in ``clv report NAME`` and in the path of what it publishes.
    title
        By language.
    notebooks
        Paths under ``notebooks/`` without their ending; the last one is the page.
    sheets
        For each sheet of ``customers.xlsx``, the stored table that it shows.
    parameters
        What it may be told.
    """

    name: str
    title: dict[str, str]
    notebooks: tuple[str, ...]
    sheets: dict[str, str]
    parameters: tuple[Parameter, ...]


def _bad(path: Path, found: str) -> InputError:
    return InputError("E_CATALOGUE", f"{path.name}: {found}", "mend the entry; see its first lines")


def _report(path: Path, name: str, entry: Any) -> Report:
    try:
        parameters = tuple(
            Parameter(name=key, **value) for key, value in entry["parameters"].items()
        )
        report = Report(
            name, dict(entry["title"]), tuple(entry["notebooks"]), dict(entry["sheets"]), parameters
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise _bad(path, f"report {name!r} is not complete ({error})") from None
    if not re.fullmatch(r"[a-z0-9_]{1,64}", str(name)):
        raise _bad(path, f"{name!r} is no name for a report, which is a folder as well")
    if unknown := [p.name for p in parameters if p.type not in TYPES]:
        raise _bad(path, f"report {name!r}: parameters {unknown} have no type of {TYPES}")
    return report


def read_catalogue(project: Project) -> dict[str, Report]:
    """Read and check the catalogue.

    Parameters
    ----------
    project
        Where it lies.

    Returns
    -------
    dict of str to Report
        By name.

    Raises
    ------
    InputError
        ``E_CATALOGUE`` if it cannot be read or an entry is not complete.
    """
    path = project.catalogue
    text = path.read_text(encoding="utf-8")
    try:
        # Aliases let a few lines grow into gigabytes; no entry needs one.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise _bad(path, "it uses aliases")
        reports = dict(yaml.safe_load(text)["reports"])
    except (yaml.YAMLError, TypeError, ValueError, KeyError) as error:
        raise _bad(path, f"it is not a YAML mapping with 'reports' ({error})") from None
    return {name: _report(path, name, entry) for name, entry in reports.items()}
