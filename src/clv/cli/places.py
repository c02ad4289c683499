"""What the commands about reports share and that starts quickly: which report, where, when."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from clv.errors import InputError, RunError, mask
from clv.reporting.catalogue import Report, read_entries
from clv.reporting.project import Project

__all__ = [
    "default_output",
    "find_report",
    "find_reports",
    "find_run",
    "output_option",
    "program",
    "take_now",
]

_YEARS = range(1900, 2201)


class _Folder(click.Path):
    """A folder; an empty text, as an unset variable leaves one, is not where the command runs."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("it is empty: name a folder, or leave it out", param, ctx)
        return super().convert(value, param, ctx)


output_option = click.option(
    "--output", type=_Folder(path_type=Path), help="Folder of all reports."
)
"""The same for every command about reports."""


def find_report(project: Project, name: str) -> Report:
    """Return a report of the catalogue.

    Parameters
    ----------
    project
        Where the catalogue lies.
    name
        As on the command line.

    Returns
    -------
    Report
        As catalogued.

    Raises
    ------
    RunError
        ``E_REPORT`` if there is none of that name.
    InputError
        ``E_CATALOGUE`` if its entry is not as it should be.
    """
    (entry,) = find_reports(project, [name])
    if isinstance(entry, InputError):
        raise entry
    return entry


def find_reports(project: Project, names: Sequence[str]) -> list[Report | InputError]:
    """Return reports of the catalogue; a faulty entry is no reason to keep the others back.

    Parameters
    ----------
    project
        Where the catalogue lies.
    names
        As on the command line; none for all.

    Returns
    -------
    list of Report or InputError
        Each once: as catalogued, or why it is none.

    Raises
    ------
    RunError
        ``E_REPORT`` if there is none of a name.
    InputError
        ``E_CATALOGUE`` for what concerns all entries.
    """
    catalogue = read_entries(project)
    for name in names:
        if name not in catalogue:
            near = get_close_matches(name, catalogue, n=1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            found = f"no report {mask(name) if len(name) > 64 else repr(name)}"
            raise RunError("E_REPORT", found, f"there is {', '.join(catalogue)}{meant}")
    return [catalogue[name] for name in dict.fromkeys(names)] or list(catalogue.values())


def default_output(project: Project) -> Path:
    """Return the folder of all reports where no other is named.

    Parameters
    ----------
    project
        Where the catalogue lies.

    Returns
    -------
    pathlib.Path
        Beside the notebooks of a checkout; where the command is run if the package is installed.
    """
    inside = Path.cwd().resolve().is_relative_to(project.root)
    return (project.root if inside else Path.cwd()) / "reports"


def find_run(run: str, output: Path, needed: Sequence[str]) -> Path:
    """Find a run: a folder, or its name below the folder of all reports.

    Parameters
    ----------
    run
        As on the command line: a path, or NAME/AS_OF.
    output
        Folder of all reports.
    needed
        Files that a run has.

    Returns
    -------
    pathlib.Path
        Its folder.

    Raises
    ------
    RunError
        ``E_HELD`` for a day that is held back, ``E_RUN`` where there is no run, or none with all of
        these files.
    """
    places = (Path(run), output / run)
    with suppress(OSError, ValueError):  # too long, or with a NUL: no path at all
        for place in places:
            if all((place / name).is_file() for name in needed):
                return place
        for place in places:
            _refuse(place, needed)
    found = f"no run {run[:200]!r}, neither as a folder nor in {output}"
    raise RunError("E_RUN", found, "write NAME/AS_OF; clv list shows the last good run of each")


def _refuse(place: Path, needed: Sequence[str]) -> None:
    """Say what is in a place where no whole run is."""
    held = place.parent / ".held" / place.name
    if place.name and held.is_dir():
        how = f"clv report {place.parent.name} --as-of {place.name} --accept-alarms"
        found = f"{place} is not published: a red alarm holds it back"
        raise RunError("E_HELD", found, f"look at {held}; to publish it: {how}")
    if place.name and place.is_dir():
        missing = next(name for name in needed if not (place / name).is_file())
        found = f"{place} has no {missing}, as every run has"
        raise RunError("E_RUN", found, "name a run, NAME/AS_OF; if this is one, make it again")


def program() -> Path:
    """Say where this environment's ``clv`` is.

    Returns
    -------
    pathlib.Path
        Absolute; beside the Python that runs.
    """
    return Path(sys.executable).absolute().with_name("clv")


def take_now(text: str | None) -> datetime:
    """Return the moment that decides what is due.

    Parameters
    ----------
    text
        ISO 8601; None for the clock.

    Returns
    -------
    datetime.datetime
        Without a zone if none was said: it is then of each report's zone.

    Raises
    ------
    InputError
        ``E_NOW`` for anything else.

    Examples
    --------
    >>> take_now("2024-07-01T06:00+02:00").isoformat()
    '2024-07-01T06:00:00+02:00'
    """
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise InputError("E_NOW", "a moment was expected", "write it like 2024-07-01T06:00", [text])
    return moment
