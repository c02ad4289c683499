"""A report run: checked, locked, watched, and made."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from clv.errors import InputError
from clv.reporting.publishing import locked
from clv.reporting.running.job import Job
from clv.reporting.running.kept import kept_stages
from clv.reporting.running.keys import digest
from clv.reporting.running.lines import noted
from clv.reporting.running.plan import Outcome, Run
from clv.reporting.running.preflight import check_kernel
from clv.reporting.running.recording import Record
from clv.reporting.running.secrets import Secrets, secrets_of
from clv.reporting.running.stops import Stops
from clv.reporting.running.warm import warm_kernels
from clv.reporting.running.watch import Watch, end_processes
from clv.transactions import Transactions

__all__ = ["Outcome", "Run", "run_report"]


def run_report(run: Run, log: Transactions) -> Outcome:
    """Make one report and publish it, or hold it back.

    Parameters
    ----------
    run
        What is to be made.
    log
        The transactions, read once for all notebooks.

    Returns
    -------
    Outcome
        Its place, ``<home>/<as_of>`` or ``<home>/.held/<as_of>``, holds ``report.html``,
        ``results.json``, ``manifest.json``, the executed notebooks and what else the catalogue
        names.

    Raises
    ------
    InputError
        ``E_CUT`` where the log holds too little history for the horizon, ``E_NO_AMOUNTS`` where
        it holds no money, ``E_SECRET`` for a secret that is not set.
    RunError
        If anything stops the run; what was published before stays as it was.
    """
    with noted(run.line):
        secrets = secrets_of(run.report, run.parameters)
    with noted(run.line, secrets):
        _check(run, log)
    run, stops = replace(run, say=_heard(run.say, secrets)), Stops()
    mark = digest(str(run.home.resolve()).encode())[:16]
    watch = Watch(mark, run.report.limits)
    record = Record(run, watch, secrets)
    with stops.caught(), locked(run.home), record.kept(run.home / ".scratch"):
        end_processes(mark)  # what a run that was killed has left
        with kept_stages(run.home.parent) as kept, watch, warm_kernels():
            return Job(run, log, kept, record, stops).make()


def _check(run: Run, log: Transactions) -> None:
    """See whether it can be made at all, before anybody waits for it."""
    run.split(log)
    if not log.has_amounts:
        raise InputError(
            "E_NO_AMOUNTS",
            f"{log.source} has no amounts, and {run.report.name} values customers in money",
            "name the column of amounts, as in --map amount=...",
        )
    check_kernel()


def _heard(say: Callable[[str], None], secrets: Secrets) -> Callable[[str], None]:
    """Say no secret, and go on where nobody listens any more."""

    def safely(line: str) -> None:
        with suppress(OSError):
            say(secrets.text(line))

    return safely
