"""Making a report: read its log, run it, say what came of it."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from clv.cli.asking import Asked, settle
from clv.cli.options import recorded
from clv.cli.reading import reading_arguments
from clv.cli.settings import merge, take_settings
from clv.datasets import Dataset
from clv.errors import RunError
from clv.reporting.catalogue import Report
from clv.reporting.pages.index import write_index
from clv.reporting.pages.pdf import find_chromium
from clv.reporting.project import Project
from clv.reporting.running.run import Outcome, Run, run_report
from clv.transactions import DatabaseQuery, Transactions, read_transactions

__all__ = ["Asked", "Logs", "held", "make", "merge", "take_settings", "tell", "tell_all"]


class Logs:
    """Reads logs; the one that was read last is at hand for the next report on it."""

    def __init__(self) -> None:
        self._key = ""
        self._log: Transactions | None = None

    def read(
        self, source: Dataset | Path | DatabaseQuery, as_of: date, reading: Mapping[str, Any]
    ) -> Transactions:
        """Read a log, or return it if it was just read in the same way."""
        key = repr((source, as_of, sorted(reading.items())))
        if self._log is None or key != self._key:
            arguments = reading_arguments(reading)
            bar = sys.stderr.isatty()
            self._log = read_transactions(source, as_of=as_of, progress=bar, **arguments)
            self._key = key
        return self._log


def make(
    project: Project, report: Report, asked: Asked, logs: Logs, say: Callable[[str], None]
) -> Outcome:
    """Make one report, and publish it or hold it back.

    Parameters
    ----------
    project
        Where the notebooks lie.
    report
        As catalogued.
    asked
        What was said beside its name.
    logs
        By which the log is read.
    say
        Takes a line for whoever watches.

    Returns
    -------
    Outcome
        Of the run.

    Raises
    ------
    ClvError
        If anything stops it; what was published before stays as it was.
    """
    settled = settle(project, report, asked)
    if asked.pdf or "pdf" in report.outputs:
        find_chromium()  # nobody is to wait for a report that cannot be printed
    log = logs.read(settled.source, settled.parameters["as_of"], settled.reading)
    run = Run(
        project,
        report,
        settled.parameters,
        asked.output / report.name,
        say,
        bar=sys.stderr.isatty(),
        reading=recorded(settled.reading),
        language=asked.language or report.language,
        pdf=asked.pdf,
        accept=asked.accept,
    )
    outcome = run_report(run, log)
    say(f"{log.audit.rows_used:,} rows of {log.source} in {outcome.seconds:.0f} s")
    return outcome


def held(report: Report, outcome: Outcome) -> RunError:
    """Say in one sentence why a run was held back, and how it is accepted.

    Parameters
    ----------
    report
        As catalogued.
    outcome
        Of the run.

    Returns
    -------
    RunError
        ``E_HELD``.
    """
    as_of = outcome.place.name
    red = [alarm.sentence for alarm in outcome.drift.alarms if alarm.colour == "red"]
    why = " ".join(sentence.rstrip(".") for sentence in red)
    return RunError(
        "E_HELD",
        f"{report.name} of {as_of} is held back: {why}",
        f"look at {outcome.place}; to publish it: "
        f"clv report {report.name} --as-of {as_of} --accept-alarms",
    )


def tell(line: str) -> None:
    """Show a line to whoever watches; standard output is for folders alone.

    Parameters
    ----------
    line
        Without its end.
    """
    with suppress(OSError):  # a run does not end because nobody listens any more
        click.echo(line, err=True)


def tell_all(output: Path) -> None:
    """Write the list of all reports and say where it is; if it fails, no report has failed.

    Parameters
    ----------
    output
        Folder of all reports.
    """
    try:
        tell(f"all reports: {write_index(output)}")
    except OSError as error:
        tell(f"W_INDEX: the list of all reports could not be written ({error.strerror})")
