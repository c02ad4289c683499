"""Signals that end a run: kernels die, scratch is tidied, and publishing is never cut in two."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["Stops"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stops:
    """Turns signals into exceptions while a run is under way.

    SIGINT raises `KeyboardInterrupt`, the others `SystemExit` with 128 and the number of the
    signal, as a shell would say it. Outside of the main thread nothing is changed.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._held = False
        self._came = 0

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch signals for a while."""
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._take) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            if self._came:
                self._raise(self._came)

    def hold(self) -> None:
        """From here on let a signal wait for the end: publishing is never cut in two by one."""
        self._held = True

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._held:
            self._came = number
        else:
            self._raise(number)

    def _raise(self, number: int) -> None:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)
