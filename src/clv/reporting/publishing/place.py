"""Publishing: one run at a time, all or nothing, the last good report survives anything.

A run works in a scratch folder beside what it publishes. Publishing renames that folder to its
final name and then swaps one symbolic link, ``<as_of>``, in a single atomic step; a reader sees the
old report or the new one, never a mixture and never nothing.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from clv.errors import RunError

__all__ = ["keep_failed", "locked", "publish", "scratch_folder"]


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the lock of one report's folder.

    Parameters
    ----------
    home
        ``reports/<name>``; made if absent.

    Raises
    ------
    RunError
        ``E_RUNNING`` if another run holds it, ``E_OUTPUT`` if the folder cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise RunError(
            "E_OUTPUT", f"cannot write to {home} ({error.strerror})", "choose another --output"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise RunError(
            "E_RUNNING", f"another run of {home.name} is under way", "wait for it to end"
        ) from None
    try:
        yield
    finally:
        os.close(lock)


def scratch_folder(home: Path) -> Path:
    """Return an empty folder to work in; call it with the lock held.

    Parameters
    ----------
    home
        ``reports/<name>``.

    Returns
    -------
    pathlib.Path
        On the same file system, so that publishing is a rename. What a killed run left is removed.
    """
    scratch = home / ".scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    return scratch


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def publish(scratch: Path, home: Path, as_of: date) -> Path:
    """Make a finished run visible under ``<home>/<as_of>``.

    Parameters
    ----------
    scratch
        The finished run.
    home
        ``reports/<name>``.
    as_of
        The day from which the report speaks.

    Returns
    -------
    pathlib.Path
        ``<home>/<as_of>``, which leads to the new run; the run that it replaces is removed.

    Raises
    ------
    RunError
        ``E_OUTPUT`` where something else stands in that place.
    """
    if (home / str(as_of)).is_dir() and not (home / str(as_of)).is_symlink():
        raise RunError(
            "E_OUTPUT",
            f"{home / str(as_of)} is a folder that no run has made",
            "move it away, or choose another --output",
        )
    _sync(scratch)
    runs = home / ".runs"
    runs.mkdir(exist_ok=True)
    serial = 1 + max((int(run.name.split(".")[1]) for run in runs.glob(f"{as_of}.*")), default=0)
    final = runs / f"{as_of}.{serial}"
    scratch.rename(final)
    place, fresh = home / str(as_of), home / f".{as_of}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(".runs") / final.name)
    fresh.replace(place)
    for run in runs.glob(f"{as_of}.*"):
        if run != final:
            shutil.rmtree(run, ignore_errors=True)
    return place


def keep_failed(scratch: Path, home: Path, as_of: date) -> Path:
    """Keep what a failed run left, for whoever looks into it.

    Parameters
    ----------
    scratch
        The run that failed.
    home
        ``reports/<name>``.
    as_of
        The day from which it would have spoken.

    Returns
    -------
    pathlib.Path
        ``<home>/.failed/<as_of>``; an earlier failure of the same day is replaced.
    """
    place = home / ".failed" / str(as_of)
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    return scratch.rename(place)
