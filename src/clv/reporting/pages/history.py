"""What has become of every run of every report, from what is published and from the journals.

A manifest or a journal may be damaged, or written by somebody else: what is not what it should be
is left out, so that it cannot keep all other reports off the list.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from clv.reporting.pages.header import FILES, alarms
from clv.reporting.pages.manifests import is_headline, manifests, to_day
from clv.reporting.pages.records import History, Point, Told
from clv.reporting.publishing.journal import read_journal

__all__ = ["histories"]

_STATES = ("good", "held", "failed")


def _number(value: Any) -> float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain and abs(value) < 1e300 and math.isfinite(value) else None


def _points(found: Mapping[str, Any]) -> Iterator[tuple[str, Point]]:
    day = to_day(found["as_of"])
    for tile in found["headline"]["tiles"] if day else ():
        value, key = _number(tile.get("number")), tile.get("key")
        if value is not None and isinstance(key, str) and key and day:
            lower, upper = _number(tile.get("lower")), _number(tile.get("upper"))
            band = (lower, upper) if lower is not None and upper is not None else (None, None)
            yield key, Point(day, value, *band)


def _courses(found: Iterator[Mapping[str, Any]]) -> dict[str, tuple[Point, ...]]:
    """Line the figures up by day; of two words about one day the later one counts."""
    courses: dict[str, dict[date, Point]] = {}
    for key, point in chain.from_iterable(map(_points, found)):
        courses.setdefault(key, {})[point.as_of] = point
    return {key: tuple(course[day] for day in sorted(course)) for key, course in courses.items()}


def _told(
    as_of: str, entry: Mapping[str, Any], whole: Mapping[str, Any] | None, output: Path
) -> Told:
    place = whole["place"] if whole else ""
    files = (
        name for name in (*FILES.values(), "results.json") if (output / place / name).is_file()
    )
    return Told(
        as_of=as_of,
        status=str(entry.get("status", "good")),
        colour=alarms(whole)[0] if whole else "green",
        code=str(entry.get("code") or ""),
        sentence=str(entry.get("sentence") or ""),
        place=place,
        files=tuple(files) if whole else (),
    )


def _history(home: Path, published: list[dict[str, Any]], output: Path) -> History:
    journal = [e for e in read_journal(home) if to_day(e["as_of"]) and e["status"] in _STATES]
    last = {entry["as_of"]: entry for entry in journal}
    whole = {manifest["as_of"]: manifest for manifest in published}
    days = sorted(last.keys() | whole.keys(), reverse=True)
    good = (e for e in journal if e["status"] == "good" and is_headline(e.get("headline")))
    return History(
        name=home.name,
        runs=tuple(_told(day, last.get(day, {}), whole.get(day), output) for day in days),
        newest=published[0] if published else None,
        points=_courses(chain(good, published)),
    )


def histories(output: Path) -> list[History]:
    """Gather the course of every report.

    Parameters
    ----------
    output
        Folder of all reports.

    Returns
    -------
    list of History
        The report with the newest run first. A run that failed and was followed by a good one for
        the same day is not told any more; one that failed after a good one is.
    """
    published = manifests(output)
    homes = sorted(home for home in output.glob("[!.]*") if home.is_dir())
    found = (
        _history(home, [m for m in published if m["place"].startswith(f"{home.name}/")], output)
        for home in homes
    )
    return sorted(
        (history for history in found if history.runs),
        key=lambda history: history.runs[0].as_of,
        reverse=True,
    )
