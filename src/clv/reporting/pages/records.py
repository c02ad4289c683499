"""What the list of all reports knows of a report, a run, a figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = ["History", "Point", "Told"]


@dataclass(frozen=True)
class Point:
    """A headline figure on one day.

    Parameters
    ----------
    as_of
        The day.
    value
        The figure.
    lower, upper
        Its interval; both None where there is none.
    """

    as_of: date
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Told:
    """What became of a report on one day.

    Parameters
    ----------
    as_of
        The day, ISO.
    status
        ``good``, ``held`` or ``failed``: of the last run for that day.
    colour
        Of the alarms of what is published.
    code, sentence
        What stopped or held the last run.
    place
        Folder of what is published for the day, relative to that of all reports; else empty.
    files
        What lies there.
    """

    as_of: str
    status: str
    colour: str = "green"
    code: str = ""
    sentence: str = ""
    place: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """A report through all its runs.

    Parameters
    ----------
    name
        Of the report.
    runs
        Newest first.
    newest
        Manifest of the newest published run; None where none is published.
    points
        By a figure's key: its course, oldest first. Runs that retention has removed are in it.
    """

    name: str
    runs: tuple[Told, ...]
    newest: Mapping[str, Any] | None = None
    points: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)

    @property
    def shown(self) -> list[Told]:
        """Runs that somebody can still open, and those that did not end well."""
        return [run for run in self.runs if run.place or run.status != "good"]

    @property
    def gone(self) -> int:
        """How many good runs are no longer kept."""
        return len(self.runs) - len(self.shown)

    @property
    def colour(self) -> str:
        """Of the alarms of the newest published run."""
        return next((run.colour for run in self.runs if run.place), "green")
