"""How a run ended: a line in the journal, whatever happens, and what a failure leaves."""

import shutil
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clv.errors import ClvError, RunError
from clv.reporting.publishing import (
    append_journal,
    forget,
    keep_failed,
    published_days,
    read_journal,
)
from clv.reporting.running.earlier import manifest_of
from clv.reporting.running.kernels import mask_notebook, no_room
from clv.reporting.running.keys import file_digest
from clv.reporting.running.lines import interrupted
from clv.reporting.running.plan import Run
from clv.reporting.running.secrets import Secrets
from clv.reporting.running.watch import Watch

__all__ = ["Record", "mend_journal", "seconds_before"]


@dataclass
class Record:
    """The record of one run.

    Parameters
    ----------
    run
        What is made.
    watch
        Over its kernels.
    secrets
        Masked in whatever is written.
    seconds
        By stage, of those that were made.
    started
        UTC; only the journal knows it.
    """

    run: Run
    watch: Watch
    secrets: Secrets
    seconds: Mapping[str, float] = field(default_factory=dict)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def write(self, status: str, **facts: Any) -> None:
        """Add the run's line to the journal; a journal that cannot be written stops nothing.

        Parameters
        ----------
        status
            ``good``, ``held`` or ``failed``.
        facts
            ``code``, ``sentence``, ``headline``, ``manifest``, ``reused``.
        """
        self.run.line.write(status, self.started, **self._facts(), **facts)

    def _facts(self) -> dict[str, Any]:
        return {
            "seconds": round(self.watch.seconds, 1),
            "memory_mb": round(self.watch.peak_mb),
            "stages": dict(self.seconds),
        }

    @contextmanager
    def kept(self, scratch: Path) -> Iterator[None]:
        """Record a failure, keep what it left, and let it go on as a named error.

        Parameters
        ----------
        scratch
            Folder of the run.
        """
        try:
            yield
        except Exception as error:
            named = self.secrets.masked(_named(error, self.run.home.name))
            self._keep(scratch, named, error)
            raise named from None
        except BaseException as error:  # a signal: nothing failed that anybody would look into
            shutil.rmtree(scratch, ignore_errors=True)
            self._fail(interrupted(error))
            raise

    def _fail(self, named: ClvError) -> None:
        self.run.line.fail(named, self.started, **self._facts())

    def _keep(self, scratch: Path, named: ClvError, error: Exception) -> None:
        for notebook in (scratch / "notebooks").glob("*.ipynb"):
            _mask(notebook, self.secrets)
        failure = {
            "code": named.code,
            "sentence": str(named),
            "stage": getattr(error, "stage", ""),
            "as_of": self.run.as_of,
            "traceback": self.secrets.text("".join(traceback.format_exception(error))),
        }
        place = keep_failed(scratch, self.run.home, self.run.as_of, failure)
        self.run.say(f"what the failed run left: {place}")
        self._fail(named)
        with suppress(OSError):
            forget(self.run.home, self.run.report.retention)


def _mask(notebook: Path, secrets: Secrets) -> None:
    """A notebook in which secrets cannot be masked is not kept."""
    try:
        if secrets.values:
            mask_notebook(notebook, secrets)
    except Exception:
        notebook.unlink(missing_ok=True)


def _named(error: Exception, report: str) -> ClvError:
    if isinstance(error, ClvError):
        return error
    if isinstance(error, OSError):
        why = no_room(str(error)) or error
        return RunError("E_DISK", f"{report} cannot be written: {why}", "make room and run again")
    return RunError(
        "E_RUN",
        f"{report} stopped: {type(error).__name__}: {error}",
        "the last good report stays as it was; failure.json tells where",
    )


def mend_journal(home: Path) -> None:
    """Add the lines of runs that were killed between publishing and their line.

    Parameters
    ----------
    home
        ``reports/<name>``; call it with the lock held.
    """
    lines = {e["as_of"]: e.get("manifest") for e in read_journal(home) if e["status"] == "good"}
    for day in published_days(home):
        place = home / str(day)
        manifest = manifest_of(place)
        if manifest and lines.get(str(day)) != (sha := file_digest(place / "manifest.json")):
            entry = {"as_of": day, "status": "good", "code": "", "manifest": sha}
            sentence = "the run was cut off when it had just been published"
            headline = manifest.get("headline")
            append_journal(home, entry | {"sentence": sentence, "headline": headline})


def seconds_before(home: Path) -> dict[str, float]:
    """Return how long each stage took when it was last made.

    Parameters
    ----------
    home
        ``reports/<name>``.

    Returns
    -------
    dict of str to float
        By stem.
    """
    found: dict[str, float] = {}
    for entry in read_journal(home):
        found |= entry.get("stages") or {}
    return found
