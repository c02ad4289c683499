"""The journal of a report: one line for every run that ended, good, held or failed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clv.reporting.results import to_plain

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
        ``reused`` (stages), ``started`` (UTC, ISO).
    """
    line = json.dumps(to_plain(entry), ensure_ascii=False, sort_keys=True) + "\n"
    file = os.open(home / _FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


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
    except ValueError:
        return {}
    return found if isinstance(found, dict) and {"as_of", "status"} <= found.keys() else {}
