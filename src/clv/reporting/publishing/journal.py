"""The journal of a report: one line for every run that ended, good, held or failed."""

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["append_journal", "read_journal"]

_FILE = ".journal.jsonl"


def append_journal(home: Path, entry: Mapping[str, Any]) -> None:
    """Add a line, on the disk before this returns; call it with the lock held.

    Parameters
    ----------
    home
        ``reports/<name>``.
    entry
        ``as_of``, ``status`` (good, held, failed), ``code`` and ``sentence`` of what stopped or
        held it (else empty), ``headline``, ``manifest`` (SHA-256), ``seconds``, ``memory_mb``,
        ``reused`` (stages), ``stages`` (seconds of each that was made), ``started`` (UTC, ISO).

    Raises
    ------
    OSError
        If not all of the line could be written.
    """
    from clv.reporting.results import to_plain  # pandas, which whoever only reads can spare

    text = json.dumps(to_plain(entry), ensure_ascii=False, sort_keys=True) + "\n"
    line = text.encode(errors="replace")  # the name of a file may hold what is no text
    file = os.open(home / _FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        if _was_cut_off(file):
            line = b"\n" + line
        if os.write(file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home / _FILE))
        os.fsync(file)
    finally:
        os.close(file)


def _was_cut_off(file: int) -> bool:
    """Whether the last line was left half written by a kill or a full disk."""
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"


def read_journal(home: Path) -> list[dict[str, Any]]:
    """Read all lines in their order.

    Parameters
    ----------
    home
        ``reports/<name>``.

    Returns
    -------
    list of dict
        Empty where there is no journal; a line that was cut off by a kill is left out.
    """
    try:
        lines = (home / _FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [entry for line in lines if (entry := _entry(line))]


def _entry(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and {"as_of", "status"} <= found.keys() else {}
