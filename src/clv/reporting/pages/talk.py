"""A talk with a mail server that ends, whatever the server does."""

import io
import smtplib
import socket
import time
from typing import Any

__all__ = ["SILENCES", "SecretTalk", "Talk", "TooLongError"]

SILENCES = 4
"""All answers of a server together may take as many of its longest silences."""

_MOST_BYTES = 1_000_000
"""Of all answers together; a talk needs some hundred, and some for each reader."""


class TooLongError(TimeoutError):
    """All answers together took too long, though no silence did."""


class _Patience:
    """What is left of the time for a whole talk, and of what may be answered."""

    def __init__(self, silence: float) -> None:
        self._silence, self._end = silence, time.monotonic() + SILENCES * silence
        self.bytes = _MOST_BYTES

    def left(self) -> float:
        """Seconds that the next read may take."""
        if self.bytes <= 0:
            raise ConnectionAbortedError("answers without end")
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooLongError
        return min(left, self._silence)


class _Answers(io.RawIOBase):
    """Reads from a server, each time with what is left of the patience."""

    def __init__(self, sock: socket.socket, patience: _Patience) -> None:
        self._sock, self._patience = sock, patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._patience.left())
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            self._patience.left()  # says so if it was the end of all patience
            raise
        self._patience.bytes -= count
        return count


class Talk(smtplib.SMTP):
    """A talk in which a server that drips its answers is no better than a silent one.

    The time-out of a socket is that of one read, and a line may be any number of reads.

    Parameters
    ----------
    host
        Name of the server.
    port
        Where it listens.
    timeout
        Seconds for which it may keep silent; `SILENCES` times as many are for all answers.
    more
        As `smtplib.SMTP` takes it.

    Raises
    ------
    OSError, smtplib.SMTPException
        As `smtplib.SMTP`, which makes a lost connection of every silence; the time-out, or
        `TooLongError`, is its context.
    """

    def __init__(self, host: str, port: int, timeout: float, **more: Any) -> None:
        self._patience = _Patience(timeout)
        super().__init__(host, port, timeout=timeout, **more)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, as `smtplib.SMTP.getreply` does, from what has patience."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Answers(self.sock, self._patience))
        return super().getreply()


class SecretTalk(Talk, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""
