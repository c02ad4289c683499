"""Watches over the kernels of a run: how long they take, how much memory, and that all of them end.

A kernel and whatever it starts carry a mark in their environment, by which they are found even when
their parent has gone.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

import psutil

from clv.errors import RunError
from clv.reporting.catalogue import Limits

__all__ = ["MARK", "Watch", "end_processes", "watch_kernel"]

MARK = "CLV_RUN"
"""The environment variable that a run gives to its kernels."""

_MEGABYTE = 1_000_000


_kernels: dict[psutil.Process, str] = {}


def watch_kernel(process: int, mark: str) -> None:
    """Know a kernel by its number as well: the environment of a fork is not to be seen.

    Parameters
    ----------
    process
        Its number.
    mark
        That it carries.
    """
    with suppress(psutil.Error):
        _kernels[psutil.Process(process)] = mark


def _marked(mark: str) -> Iterator[psutil.Process]:
    for kernel in [kernel for kernel in [*_kernels] if not kernel.is_running()]:
        _kernels.pop(kernel, None)
    found = {kernel for kernel, its in [*_kernels.items()] if its.startswith(mark)}
    for kernel in [*found]:
        with suppress(psutil.Error):
            found.update(kernel.children(recursive=True))
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process in found or process.environ().get(MARK, "").startswith(mark):
                yield process


def end_processes(mark: str, patience: float = 10) -> None:
    """End every process that carries a mark, with its whole group.

    Parameters
    ----------
    mark
        How its mark begins.
    patience
        Seconds to wait until they have gone.
    """
    end = time.monotonic() + patience
    while (found := list(_alive(mark))) and time.monotonic() < end:
        for process in found:
            _kill(process.pid)
        time.sleep(0.02)


def _alive(mark: str) -> Iterator[psutil.Process]:
    for process in _marked(mark):
        with suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                yield process


def _kill(process: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        group = os.getpgid(process)
        if group != os.getpgrp():
            os.killpg(group, 9)
        os.kill(process, 9)


class Watch:
    """Ends the kernels of a run that takes too long or too much.

    Parameters
    ----------
    mark
        Of this run's kernels.
    limits
        As the catalogue says.
    pause
        Seconds between two looks.
    """

    def __init__(self, mark: str, limits: Limits, pause: float = 0.5) -> None:
        self.mark, self.limits, self.pause = mark, limits, pause
        self.running: set[str] = set()
        self.peak_mb = 0.0
        self.verdict: RunError | None = None
        self._start = time.monotonic()
        self._end, self._stopping = threading.Event(), False
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()
        end_processes(self.mark)

    @property
    def seconds(self) -> float:
        """Since the watch began."""
        return time.monotonic() - self._start

    def check(self) -> None:
        """Raise what the watch has found.

        Raises
        ------
        RunError
            ``E_TIME_LIMIT`` or ``E_MEMORY_LIMIT``.
        """
        if self.verdict is not None:
            raise self.verdict

    def end(self) -> None:
        """End all kernels, and any that is just starting."""
        self._stopping = True
        end_processes(self.mark, patience=self.pause)

    def _look_on(self) -> None:
        while not self._end.wait(self.pause):
            if not self._stopping:
                self.verdict = self._judge()
            if self._stopping or self.verdict is not None:
                self.end()

    def _memory(self) -> float:
        """Megabytes that the kernels hold together, as far as it could be more than before.

        Their shares are slow to add up, and never more than what each of them sees.
        """
        kernels = [*_marked(self.mark)]
        seen = sum(map(_resident, kernels)) / _MEGABYTE
        return sum(map(_share, kernels)) / _MEGABYTE if seen > self.peak_mb else seen

    def _judge(self) -> RunError | None:
        memory = self._memory()
        self.peak_mb = max(self.peak_mb, memory)
        where = f"in {' and '.join(sorted(self.running))}" if self.running else "between stages"
        if self.seconds > self.limits.minutes * 60:
            return RunError(
                "E_TIME_LIMIT",
                f"the run took longer than {self.limits.minutes:g} minutes and was ended {where}",
                "look there, or raise minutes in the catalogue",
            )
        if memory > self.limits.memory_mb:
            return RunError(
                "E_MEMORY_LIMIT",
                f"the kernels took {memory:,.0f} MB, more than {self.limits.memory_mb:,.0f}, "
                f"and were ended {where}",
                "look there, or raise memory_mb in the catalogue",
            )
        return None


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _share(process: psutil.Process) -> int:
    """What a process holds, of pages that forks share its part; all of them where none says."""
    with suppress(psutil.Error, AttributeError, OSError):
        return int(process.memory_full_info().pss)
    return _resident(process)
