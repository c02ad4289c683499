"""How a timer starts a report: which program, in which folder, with paths that stay whole."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from clv.errors import InputError
from clv.reporting.catalogue import Report, Schedule

__all__ = ["Start", "shell_line"]


@dataclass(frozen=True)
class Start:
    """The command of a timer.

    Parameters
    ----------
    report
        As catalogued, with a schedule.
    clv
        The program of this environment, absolute.
    project
        Folder in which it is started, absolute.
    output
        Folder of all reports, absolute.

    Raises
    ------
    InputError
        ``E_SCHEDULE`` for paths that no timer can hold.
    """

    report: Report
    clv: Path
    project: Path
    output: Path

    def __post_init__(self) -> None:
        for path in (self.clv, self.project, self.output):
            text = str(path)
            if not text.isprintable() or text != text.strip() or text.endswith("\\"):
                raise InputError(
                    "E_SCHEDULE",
                    f"no timer can hold the path {text!r}",
                    "use folders without line breaks, without blanks or backslashes at the end",
                )

    @property
    def schedule(self) -> Schedule:
        """That of the report; ``E_SCHEDULE`` where it has none."""
        if self.report.schedule is None:
            raise InputError(
                "E_SCHEDULE",
                f"{self.report.name} is made by hand only",
                "give it a schedule in reports/catalogue.yml",
            )
        return self.report.schedule

    @property
    def words(self) -> tuple[str, ...]:
        """Program and arguments."""
        return (str(self.clv), "run-due", self.report.name, "--output", str(self.output))

    @property
    def log(self) -> Path:
        """File to which a timer without a log of its own adds what is said."""
        return self.output / f".{self.report.name}.log"


def shell_line(start: Start) -> str:
    """Return a line for ``sh`` that changes to the project and runs the command.

    Parameters
    ----------
    start
        Paths may hold blanks, quotes, ``$`` and ``%``.

    Returns
    -------
    str
        Quoted; its exit code is that of the command.
    """
    return f"cd {shlex.quote(str(start.project))} && {shlex.join(start.words)}"
