"""Who has got which run's mail, so that nobody gets it twice."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["Mailed", "mailed"]


class Mailed:
    """The book of what was sent; it holds digests, no addresses.

    Parameters
    ----------
    file
        Open for reading and appending.
    """

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        file.seek(0)
        self.done = set(file.read().split())

    def unsent(self, run: str, to: Sequence[str]) -> tuple[str, ...]:
        """Return those who have not got a run's mail yet.

        Parameters
        ----------
        run
            Digest of the run's manifest.
        to
            Addresses.
        """
        return tuple(address for address in to if _mark(run, address) not in self.done)

    def note(self, run: str, to: Iterable[str]) -> None:
        """Note who has got it, on the disk before this returns.

        Parameters
        ----------
        run
            Digest of the run's manifest.
        to
            Addresses.
        """
        self.file.writelines(f"\n{_mark(run, address)}\n" for address in to)
        self.file.flush()
        os.fsync(self.file.fileno())


def _mark(run: str, address: str) -> str:
    return hashlib.sha256(f"{run}\n{address.lower()}".encode()).hexdigest()


@contextmanager
def mailed(home: Path) -> Iterator[Mailed]:
    """Open a report's book; a second sender waits until it is closed.

    Parameters
    ----------
    home
        ``reports/<name>``.

    Yields
    ------
    Mailed
        The book.
    """
    with (home / ".mailed").open("a+", encoding="utf-8", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Mailed(file)
