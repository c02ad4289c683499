"""What a timer may have left out: standard streams, a home that can be written to."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

__all__ = ["let_go", "open_streams", "usable_home"]

_OF_HOME = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR")
"""What tells the libraries to write elsewhere than into the home."""


def open_streams() -> None:
    """Open the standard streams that are closed, onto nothing, and let no name break the others.

    A kernel inherits them, and dies without.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show every name shows its number instead of failing.
            stream.reconfigure(errors="backslashreplace")


def let_go() -> None:
    """Drop what standard output has not taken, or the interpreter ends with a code of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextmanager
def usable_home() -> Iterator[None]:
    """Give what runs notebooks a folder to write to, where the home is none.

    Services often run as a user without a home, or see it read-only.
    """
    try:
        TemporaryFile(dir=Path.home()).close()
    except (OSError, RuntimeError):
        with TemporaryDirectory(prefix="clv-", ignore_cleanup_errors=True) as folder:
            missing = [name for name in _OF_HOME if name not in os.environ]
            os.environ.update({name: f"{folder}/{name.lower()}" for name in missing})
            try:
                yield
            finally:
                for name in missing:
                    del os.environ[name]
    else:
        yield
