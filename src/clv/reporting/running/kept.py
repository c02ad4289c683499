"""Stages that were made before, kept under the digest of all that they depend on.

Shared by all reports of an output folder. What is found here is believed only if every byte is as
it was when it was put here; anything else is made anew.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from clv.errors import RunError
from clv.reporting.running.keys import digest

__all__ = ["Kept", "kept_stages"]

_SUMS = "sums.json"
_MOST_STAGES = 200
_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Kept:
    """A folder of stages.

    Parameters
    ----------
    folder
        ``<output>/.stages``.
    """

    folder: Path

    def find(self, key: str) -> dict[str, bytes] | None:
        """Return the files of a stage.

        Parameters
        ----------
        key
            Its digest.

        Returns
        -------
        dict of str to bytes
            By name; None where there are none, or where they are not what was put there.
        """
        place = self.folder / key
        try:
            sums = json.loads((place / _SUMS).read_bytes())
            found = {name: (place / name).read_bytes() for name in sums["files"]}
            whole = sums == _sums(key, found)
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            whole = False
        if not whole:
            shutil.rmtree(place, ignore_errors=True)
            return None
        with suppress(OSError):
            os.utime(place)
        return found

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of a stage, all or none of them.

        Parameters
        ----------
        key
            Its digest.
        files
            By name.
        """
        fresh = self.folder / f".{key}.{os.getpid()}"
        try:
            fresh.mkdir()
            for name, content in files.items():
                (fresh / name).write_bytes(content)
            (fresh / _SUMS).write_text(json.dumps(_sums(key, files)))
            fresh.rename(self.folder / key)
        except OSError:  # the disk is full, or another run was first: nothing is lost
            shutil.rmtree(fresh, ignore_errors=True)

    def prune(self, stages: int = _MOST_STAGES, size: int = _MOST_BYTES) -> None:
        """Remove what a killed run has left, and what was least recently used beyond the limits.

        Parameters
        ----------
        stages
            How many may stay.
        size
            How many bytes they may take.
        """
        for rest in self.folder.glob(".*.*"):
            shutil.rmtree(rest, ignore_errors=True)
        newest = sorted(self.folder.glob("[!.]*"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        sizes = accumulate(sum(f.stat().st_size for f in place.glob("*")) for place in newest)
        for number, (place, total) in enumerate(zip(newest, sizes, strict=True)):
            if number >= stages or total > size:
                shutil.rmtree(place, ignore_errors=True)


def _sums(key: str, files: Mapping[str, bytes]) -> dict[str, object]:
    return {"key": key, "files": {name: digest(files[name]) for name in sorted(files)}}


@contextmanager
def kept_stages(output: Path) -> Iterator[Kept]:
    """Open the folder of stages, and tidy it afterwards unless another report is using it.

    Parameters
    ----------
    output
        Folder of all reports.

    Yields
    ------
    Kept
        What is kept there, for as long as it is open.

    Raises
    ------
    RunError
        ``E_OUTPUT`` if it cannot be used.
    """
    folder = output / ".stages"
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise RunError(
            "E_OUTPUT", f"cannot write to {folder} ({error.strerror})", "choose another --output"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield Kept(folder)
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Kept(folder).prune()
    finally:
        os.close(lock)
