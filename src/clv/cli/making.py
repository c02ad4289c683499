"""Making a report: read its log, run it, say what came of it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import click

from clv.cli.asking import Asked, Settled, settle
from clv.cli.options import recorded
from clv.cli.reading import reading_arguments
from clv.cli.settings import merge, take_settings
from clv.cli.surroundings import let_go
from clv.errors import ClvError, RunError
from clv.reporting.catalogue import Report
from clv.reporting.pages.index import write_index
from clv.reporting.pages.pdf import find_chromium
from clv.reporting.project import Project
from clv.reporting.running.lines import Line, noted
from clv.reporting.running.run import Outcome, Run, run_report
from clv.reporting.running.secrets import secrets_of
from clv.reporting.running.stops import Stops
from clv.transactions import Transactions, read_transactions

__all__ = [
    "Asked",
    "Logs",
    "hand_over",
    "held",
    "make",
    "merge",
    "take_settings",
    "tell",
    "tell_all",
]


class Logs:
    """Reads logs; the one that was read last is at hand for the next report on it."""

    def __init__(self) -> None:
        self._key = ""
        self._log: Transactions | None = None

    def read(self, settled: Settled, arguments: Mapping[str, Any]) -> Transactions:
        """Read a log, or return it if it was just read in the same way."""
        as_of = settled.parameters["as_of"]
        key = repr((settled.source, as_of, sorted(settled.reading.items())))
        if self._log is None or key != self._key:
            bar = sys.stderr.isatty()
            self._log = read_transactions(settled.source, as_of=as_of, progress=bar, **arguments)
            self._key = key
        return self._log


def make(
    project: Project,
    report: Report,
    asked: Asked,
    logs: Logs,
    say: Callable[[str], None],
    *,
    unattended: bool = False,
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
    unattended
        Whether a schedule asks: what cannot be settled is then a failed run. Mistyped by hand it
        is no run, and leaves nothing.

    Returns
    -------
    Outcome
        Of the run.

    Raises
    ------
    ClvError
        If anything stops it; what was published before stays as it was, and the journal and the
        list of all reports say so.
    """
    home, language = asked.output / report.name, asked.language or report.language
    with noted(Line(home, asked.given["as_of"], language, say)) if unattended else nullcontext():
        settled = settle(project, report, asked)
        arguments = reading_arguments(settled.reading)
    run = Run(
        project, report, settled.parameters, home, say, sys.stderr.isatty(),
        recorded(settled.reading), language, asked.pdf, asked.accept,
    )  # fmt: skip
    with _listed(asked.output):
        log = _read(run, logs, settled, arguments)
        outcome = run_report(run, log)
    say(f"{log.audit.rows_used:,} rows of {log.source} in {outcome.seconds:.0f} s")
    return outcome


def _read(run: Run, logs: Logs, settled: Settled, arguments: Mapping[str, Any]) -> Transactions:
    with noted(run.line):
        secrets = secrets_of(run.report, run.parameters)
    with noted(run.line, secrets), Stops().caught():  # DuckDB makes an error of its own of a signal
        if "pdf" in run.outputs:
            find_chromium()  # nobody is to wait for a report that cannot be printed
        return logs.read(settled, arguments)


@contextmanager
def _listed(output: Path) -> Iterator[None]:
    """Show a failed run in the list of all reports; whoever runs elsewhere writes it in the end."""
    try:
        yield
    except ClvError as error:
        if error.code != "E_RUNNING" and output.is_dir():
            _list(output)
        raise


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
    why = " ".join(red).rstrip(".")
    return RunError(
        "E_HELD",
        f"{report.name} of {as_of} is held back: {why}",
        f"look at {outcome.place}; to publish it: "
        f"clv report {report.name} --as-of {as_of} --accept-alarms",
    )


def hand_over(place: Path) -> None:
    """Print where a published run is; it is published whether anybody takes that or not.

    Parameters
    ----------
    place
        Its folder.
    """
    try:
        click.echo(place)
    except OSError as error:
        tell(f"W_OUTPUT: {place} is published; standard output did not take it ({error.strerror})")
        let_go()


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
    if index := _list(output):
        tell(f"all reports: {index}")


def _list(output: Path) -> Path | None:
    try:
        return write_index(output)
    except OSError as error:
        tell(f"W_INDEX: the list of all reports could not be written ({error.strerror})")
        return None
