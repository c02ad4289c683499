"""Publishing: one run at a time, all or nothing, the last good report survives anything.

A run works in a scratch folder beside what it publishes. Publishing renames that folder to its
final name and then swaps one symbolic link, ``<as_of>``, in a single atomic step; a reader sees the
old report or the new one, never a mixture and never nothing.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from clv.errors import RunError

__all__ = ["foreign", "locked", "publish", "scratch_folder", "sync"]

_BOOT = Path("/proc/sys/kernel/random/boot_id")


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
        _take(lock, home)
        yield
    finally:
        os.close(lock)


def _take(lock: int, home: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunError(
            "E_RUNNING",
            f"another run of {home.name} is under way{_who(os.read(lock, 1000))}",
            "wait for it to end",
        ) from None
    owner = {"pid": os.getpid(), "boot": _boot(), "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"}
    with suppress(OSError):  # a full disk says so where it matters
        os.ftruncate(lock, 0)
        os.write(lock, json.dumps(owner).encode())


def _boot() -> str:
    return _BOOT.read_text().strip() if _BOOT.exists() else ""


def _who(written: bytes) -> str:
    """Say who holds a lock: the number of a process tells nothing about another machine's."""
    try:
        owner = json.loads(written)
        where = f"process {owner['pid']}" if owner["boot"] == _boot() else "on another machine"
        return f" ({where}, since {owner['since']} UTC)"
    except (ValueError, TypeError, KeyError):
        return ""


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


def foreign(place: Path) -> bool:
    """Say whether something stands in a place that no run has put there.

    Parameters
    ----------
    place
        ``<home>/<as_of>``, a symbolic link where a run was published.

    Returns
    -------
    bool
        False where nothing is, or a link.
    """
    return not place.is_symlink() and place.exists()


def sync(folder: Path) -> None:
    """See to it that a folder with all that is in it is on the disk.

    Parameters
    ----------
    folder
        What is about to be published.
    """
    for path in (*sorted(folder.rglob("*"), reverse=True), folder):
        if not path.is_symlink():
            _sync(path)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def publish(scratch: Path, home: Path, as_of: date) -> Path:
    """Make a finished run visible under ``<home>/<as_of>``.

    Parameters
    ----------
    scratch
        The finished run; it stays where it is if this fails.
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
    place, runs = home / str(as_of), home / ".runs"
    if foreign(place):
        raise RunError(
            "E_OUTPUT",
            f"{place} is a {'folder' if place.is_dir() else 'file'} that no run has made",
            "move it away, or choose another --output",
        )
    sync(scratch)
    runs.mkdir(exist_ok=True)
    final = runs / f"{as_of}.{_serial(runs, as_of)}"
    scratch.rename(final)
    try:
        _sync(runs)
        _swap(place, Path(".runs") / final.name)
    except OSError:
        final.rename(scratch)
        raise
    with suppress(OSError):  # from here on it is published
        _sync(home)
    for run in runs.glob(f"{as_of}.*"):
        if run != final:
            shutil.rmtree(run, ignore_errors=True)
    return place


def _serial(runs: Path, as_of: date) -> int:
    names = (re.fullmatch(rf"{as_of}\.(\d+)", run.name) for run in runs.iterdir())
    return 1 + max((int(name[1]) for name in names if name), default=0)


def _swap(place: Path, target: Path) -> None:
    fresh = place.with_name(f".{place.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(place)
