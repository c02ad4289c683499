"""What a run is given of the good runs before it."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from clv.reporting.publishing import published_days
from clv.reporting.running.keys import file_digest

__all__ = ["lay_earlier", "manifest_of"]

_FILES = ("results.json", "customers.parquet")


def manifest_of(place: Path) -> dict[str, Any]:
    """Read the manifest of a published run.

    Parameters
    ----------
    place
        Its folder.

    Returns
    -------
    dict of str to Any
        Empty where it cannot be read.
    """
    try:
        return dict(json.loads((place / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def lay_earlier(home: Path, folder: Path, alike: dict[str, Any], most: int) -> dict[str, str]:
    """Copy what comparable runs have published to where a run may read it.

    Copied, since what is published may be removed, and must not change under a notebook's hands.

    Parameters
    ----------
    home
        ``reports/<name>``.
    folder
        Where to; made if there is anything to lay.
    alike
        ``as_of``, before which they must speak; ``source`` of the log and ``horizon`` that must be
        the same.
    most
        How many at most; the newest are taken.

    Returns
    -------
    dict of str to str
        SHA-256 of the manifest of each, by its as_of, oldest first. Runs that are damaged are left
        out.
    """
    days = [day for day in published_days(home) if day < alike["as_of"]]
    taken: dict[str, str] = {}
    for day in reversed(days):
        if len(taken) < most and _is_alike(home / str(day), alike) and _copied(home, day, folder):
            taken[str(day)] = file_digest(home / str(day) / "manifest.json")
    return dict(sorted(taken.items()))


def _is_alike(place: Path, alike: dict[str, Any]) -> bool:
    manifest = manifest_of(place)
    log = manifest.get("log", {})
    return (manifest.get("status"), log.get("source"), manifest.get("horizon")) == (
        "good",
        alike["source"],
        alike["horizon"],
    )


def _copied(home: Path, day: date, folder: Path) -> bool:
    """Whether a run could be laid, with all of it as its manifest says."""
    place, target = home / str(day), folder / str(day)
    sums = manifest_of(place).get("files", {})
    target.mkdir(parents=True)
    for name in _FILES:
        if (place / name).is_file():
            shutil.copyfile(place / name, target / name)
    whole = all(
        (target / name).is_file() and file_digest(target / name) == sums[name]
        for name in _FILES
        if name in sums
    )
    if not (whole and "results.json" in sums):
        shutil.rmtree(target)
        return False
    return True
