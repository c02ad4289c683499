"""Signals that end a command: kernels die, scratch is tidied, publishing is never cut in two."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["Stops"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stops:
    """Turns signals into exceptions, while a command works and again while a run is under way.

    SIGINT raises `KeyboardInterrupt`, the others `SystemExit` with 128 and the number of the
    signal, as a shell would say it. Outside of the main thread nothing is changed, and what whoever
    started us has had ignored, as ``nohup`` does, stays so.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._held = False
        self._came = 0

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch signals for a while."""
        if threading.current_thread() is threading.main_thread():
            heard = [n for n in _SIGNALS if signal.getsignal(n) not in (signal.SIG_IGN, None)]
            self._before = {number: signal.signal(number, self._take) for number in heard}
        try:
            yield
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            if self._came:  # it has waited, or a library has made an error of its own of it
                self._raise(self._came)

    def hold(self) -> None:
        """From here on let a signal wait for the end: publishing is never cut in two by one."""
        self._held = True

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._came = number
        if not self._held:
            self._raise(number)

    def _raise(self, number: int) -> None:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)
