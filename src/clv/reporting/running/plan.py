"""What is to be made, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from clv.errors import InputError
from clv.periods import Duration, Split
from clv.reporting.catalogue import Report, Schedule, for_notebook
from clv.reporting.drift import Drift
from clv.reporting.project import Project
from clv.reporting.running.lines import Line
from clv.reporting.schedules import periods
from clv.transactions import Transactions

__all__ = ["Outcome", "Run"]

_APART = timedelta(days=800)
"""No two periods of a schedule lie further apart."""


@dataclass(frozen=True)
class Run:
    """What is to be made.

    Parameters
    ----------
    project
        Where the notebooks lie.
    report
        As catalogued.
    parameters
        Settled: every one of the report's.
    home
        ``<output>/<name>``.
    say
        Takes a line for whoever watches.
    bar
        Whether to draw a progress bar, for a terminal; otherwise there is a line a notebook.
    reading
        How the log was read, as the manifest is to keep it.
    language
        Of the page.
    pdf
        Whether to make a PDF where the catalogue does not ask for one.
    accept
        Whether to publish in spite of a red alarm.
    fresh
        Whether to make every stage anew, whatever is kept of earlier runs.
    """

    project: Project
    report: Report
    parameters: Mapping[str, Any]
    home: Path
    say: Callable[[str], None]
    bar: bool = False
    reading: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"
    pdf: bool = False
    accept: bool = False
    fresh: bool = False

    def split(self, log: Transactions) -> Split:
        """The days of this run on a log; of a log too short, when its schedule could begin."""
        try:
            return Split(self.as_of, self.parameters["horizon"], log.first_day)
        except InputError as error:
            remedy = error.remedy + self._later_first(log.first_day)
            raise InputError(error.code, error.found, remedy) from None

    def _later_first(self, first_day: date) -> str:
        schedule = self.report.schedule
        if schedule is None or self.as_of not in periods(schedule, self.as_of):
            return ""
        first = _first_possible(schedule, self.parameters["horizon"], first_day)
        over = schedule.last is not None and first > schedule.last
        return (
            f"; the schedule of {self.report.name} can speak from {first} at the earliest: let "
            f"`first` in the catalogue be that day{', and `last` a later one' if over else ''}"
        )

    @property
    def line(self) -> Line:
        """Of this run in the journal."""
        return Line(self.home, self.as_of, self.language, self.say)

    @property
    def as_of(self) -> date:
        """The day from which it speaks."""
        day: date = self.parameters["as_of"]
        return day

    @property
    def outputs(self) -> tuple[str, ...]:
        """What is written, of `clv.reporting.catalogue.OUTPUTS`."""
        asked = self.report.outputs
        return (*asked, "pdf") if self.pdf and "pdf" not in asked else asked

    @property
    def files(self) -> dict[str, Path]:
        """The files that it is given, by parameter."""
        named = (p.name for p in self.report.parameters if p.type == "file")
        return {name: Path(str(self.parameters[name])) for name in named if self.parameters[name]}

    @property
    def told_parameters(self) -> dict[str, Any]:
        """The parameters as they may be published: no path of this machine."""
        told = for_notebook(self.parameters)
        sources = {p.name: told[p.name] for p in self.report.parameters if p.type == "source"}
        paths = {**self.files, **{name: Path(str(said)) for name, said in sources.items()}}
        return told | {name: path.name for name, path in paths.items()}


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Parameters
    ----------
    place
        Where it is: ``<home>/<as_of>``, or ``<home>/.held/<as_of>``.
    status
        ``good``, or ``held`` where a red alarm keeps it back.
    drift
        Against the last good run.
    seconds
        That it took.
    reused
        Stages that were not made anew.
    memory_mb
        Most that its kernels held together, as far as was seen.
    """

    place: Path
    status: str
    drift: Drift
    seconds: float
    reused: int
    memory_mb: float = 0.0


def _first_possible(schedule: Schedule, horizon: Duration, first_day: date) -> date:
    """The first day of a schedule, its end left aside, from which a report can be made."""
    until = max(first_day, schedule.first) + timedelta(days=horizon.days) + _APART
    days = periods(replace(schedule, last=None), until)
    return next(day for day in days if _is_possible(day, horizon, first_day))


def _is_possible(day: date, horizon: Duration, first_day: date) -> bool:
    try:
        Split(day, horizon, first_day)
    except InputError:
        return False
    return True
