"""The line of a run in the journal, also of one that fails before it has begun."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from clv.errors import ClvError, RunError
from clv.reporting.publishing import append_journal, locked
from clv.reporting.running.secrets import Secrets

__all__ = ["Line", "interrupted", "noted"]

_USUAL: dict[str, Any] = {
    "code": "", "sentence": "", "headline": None, "manifest": "", "reused": 0, "seconds": 0.0,
    "memory_mb": 0, "stages": {},
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What the journal says of a run before anything is known of its end.

    Parameters
    ----------
    home
        ``<output>/<name>``.
    as_of
        The day from which it speaks.
    language
        Of the page.
    say
        Takes a line for whoever watches.
    """

    home: Path
    as_of: date
    language: str
    say: Callable[[str], None]

    def write(self, status: str, started: datetime, **facts: Any) -> None:
        """Add it, with the lock held; a journal that cannot be written stops nothing.

        Parameters
        ----------
        status
            ``good``, ``held`` or ``failed``.
        started
            UTC; only the journal knows it.
        facts
            As `clv.reporting.publishing.append_journal` has them.
        """
        ours = {"as_of": str(self.as_of), "status": status, "language": self.language}
        moment = {"started": f"{started:%Y-%m-%dT%H:%M:%SZ}"}
        try:
            append_journal(self.home, _USUAL | facts | ours | moment)
        except OSError as error:
            self._lost(str(error.strerror))

    def fail(self, error: ClvError, started: datetime, **facts: Any) -> None:
        """Add it for a run that failed, with the lock held.

        Parameters
        ----------
        error
            Without secrets.
        started
            As for `write`.
        facts
            What else is known.
        """
        sentence = str(error).removeprefix(f"{error.code}: ")
        self.write("failed", started, code=error.code, sentence=sentence, **facts)

    def fail_early(self, error: ClvError, started: datetime) -> None:
        """Add it for a run that has not come to its lock; where another run is, it is left out.

        Parameters
        ----------
        error
            Without secrets.
        started
            As for `write`.
        """
        try:
            with locked(self.home):
                self.fail(error, started, seconds=_since(started))
        except RunError as refused:
            if refused.code != "E_RUNNING":
                self._lost(refused.found)

    def _lost(self, why: str) -> None:
        with suppress(OSError):
            self.say(f"W_JOURNAL: the journal could not be written ({why})")


def _since(started: datetime) -> float:
    return round((datetime.now(UTC) - started).total_seconds(), 1)


@contextmanager
def noted(line: Line, secrets: Secrets | None = None) -> Iterator[None]:
    """Let the journal know of a failure before the lock; whoever holds the lock records by itself.

    Parameters
    ----------
    line
        Of the run.
    secrets
        Masked in what the journal and the error say; None where there can be none.

    Raises
    ------
    ClvError
        What stopped the run; ``E_RUN`` for what nobody has named.
    """
    started = datetime.now(UTC)
    try:
        yield
    except Exception as error:
        named = (secrets or Secrets()).masked(_named(error, line.home.name))
        line.fail_early(named, started)
        raise named from None
    except BaseException as error:
        line.fail_early(interrupted(error), started)
        raise


def interrupted(error: BaseException) -> RunError:
    """Say what the journal does of a run that a signal has ended.

    Parameters
    ----------
    error
        What the signal became.

    Returns
    -------
    RunError
        ``E_INTERRUPTED``.
    """
    found = f"the run was ended from outside ({type(error).__name__})"
    return RunError("E_INTERRUPTED", found, "run it again")


def _named(error: Exception, report: str) -> ClvError:
    if isinstance(error, ClvError):
        return error
    found = f"{report} could not begin: {type(error).__name__}: {error}"
    return RunError("E_RUN", found, "see to that and run it again")
