"""What is kept of runs that were published, held back or failed, and for how long."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from clv.reporting.catalogue import Retention
from clv.reporting.publishing.place import sync

__all__ = ["forget", "keep_failed", "keep_held", "published_days", "release"]

_KEPT_OF_A_FAILURE = ("notebooks", "failure.json")
_REMAINS = (".failed", ".held")


def published_days(home: Path) -> list[date]:
    """List the days of a report that are published.

    Parameters
    ----------
    home
        ``reports/<name>``.

    Returns
    -------
    list of datetime.date
        Oldest first; only what a run has put there, and what is still there.
    """
    return sorted(day for link in home.glob("[0-9]*") if (day := _day(link)))


def _day(link: Path) -> date | None:
    try:
        day = date.fromisoformat(link.name)
    except ValueError:
        return None
    ours = link.is_symlink() and link.is_dir() and str(day) == link.name
    return day if ours else None


def keep_failed(
    scratch: Path, home: Path, as_of: date, failure: Mapping[str, Any] | None = None
) -> Path:
    """Keep what a failed run left, for whoever looks into it.

    Parameters
    ----------
    scratch
        The run that failed; all but its notebooks is thrown away.
    home
        ``reports/<name>``.
    as_of
        The day from which it would have spoken.
    failure
        What is written to ``failure.json``: code, sentence, stage.

    Returns
    -------
    pathlib.Path
        ``<home>/.failed/<as_of>``; an earlier failure of the same day is replaced. On a disk that
        takes nothing more there may be nothing.
    """
    from clv.reporting.results import dump_json  # pandas, which whoever only lists can spare

    place = home / ".failed" / str(as_of)
    for path in scratch.iterdir() if scratch.is_dir() else ():
        if path.name not in _KEPT_OF_A_FAILURE:
            _remove(path)
    with suppress(OSError):
        dump_json(scratch / "failure.json", dict(failure or {}))
    with suppress(OSError):
        _remove(place)
        place.parent.mkdir(exist_ok=True)
        scratch.rename(place)
    return place


def keep_held(scratch: Path, home: Path, as_of: date) -> Path:
    """Keep a finished run that is not to be published before somebody has accepted it.

    Parameters
    ----------
    scratch
        The finished run.
    home
        ``reports/<name>``.
    as_of
        The day from which it speaks.

    Returns
    -------
    pathlib.Path
        ``<home>/.held/<as_of>``; what was held of the same day is replaced.
    """
    place = home / ".held" / str(as_of)
    sync(scratch)
    place.parent.mkdir(exist_ok=True)
    _remove(place)
    return scratch.rename(place)


def release(home: Path, as_of: date) -> None:
    """Remove what was held, or left by a failure, of a day that is published now.

    Parameters
    ----------
    home
        ``reports/<name>``.
    as_of
        The day.
    """
    for kind in _REMAINS:
        _remove(home / kind / str(as_of))


def forget(home: Path, retention: Retention, spare: date | None = None) -> None:
    """Remove what is older than the catalogue keeps; call it with the lock held.

    Parameters
    ----------
    home
        ``reports/<name>``.
    retention
        How many published days, and how many of those held or failed, are kept. The newest good
        day is kept whatever is said here.
    spare
        A day that is kept too: the one just published, which may be an older one.
    """
    days = published_days(home)
    for day in days[: -max(retention.good, 1)]:
        if day != spare:
            # A reader must not find a link that leads nowhere: the link goes first.
            (home / str(day)).unlink(missing_ok=True)
    known = {(home / str(day)).resolve() for day in published_days(home)}
    for run in (home / ".runs").glob("*"):
        if run.resolve() not in known:
            _remove(run)
    for kind in _REMAINS:
        for place in sorted((home / kind).glob("*"))[: -max(retention.failed, 1)]:
            _remove(place)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
