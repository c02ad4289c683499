"""The manifests of what is published, read as if anybody might have written them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from clv.reporting.pages.header import alarms

__all__ = ["is_headline", "manifests", "to_day"]

_TEXTS = ("as_of", "report")


def _texts(found: Any, *names: str) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(name), str) for name in names)


def to_day(text: Any) -> date | None:
    """Read a day; None for what is none.

    Parameters
    ----------
    text
        Anything.

    Returns
    -------
    datetime.date or None
        Of ISO text alone.

    Examples
    --------
    >>> to_day("1998-07-01"), to_day("../..")
    (datetime.date(1998, 7, 1), None)
    """
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def is_headline(found: Any) -> bool:
    """Tell whether something is a run's headline.

    Parameters
    ----------
    found
        Anything.

    Returns
    -------
    bool
        Whether all of its tiles can be shown.

    Examples
    --------
    >>> is_headline({"tiles": [{"label": "customers", "value": "7", "note": ""}]})
    True
    """
    tiles = found.get("tiles") if isinstance(found, dict) else None
    return isinstance(tiles, list) and all(_texts(t, "label", "value", "note") for t in tiles)


def _manifest(path: Path, output: Path) -> dict[str, Any]:
    """Read a manifest; nothing where it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        whole = (
            _texts(found, *_TEXTS)
            and _texts(found.get("title"), "en")
            and _texts(found.get("log"), "source")
            and is_headline(found.get("headline"))
            and to_day(found["as_of"])
            and isinstance(alarms(found), tuple)
        )
    except (
        OSError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ):
        return {}
    return found | {"place": path.parent.relative_to(output).as_posix()} if whole else {}


def manifests(output: Path) -> list[dict[str, Any]]:
    """List what is published.

    Parameters
    ----------
    output
        Folder of all reports.

    Returns
    -------
    list of dict
        Manifests, each with its ``place`` relative to the folder; newest ``as_of`` first. What is
        damaged is left out.
    """
    found = (_manifest(path, output) for path in output.glob("[!.]*/[!.]*/manifest.json"))
    return sorted(filter(None, found), key=lambda m: (m["as_of"], m["report"]), reverse=True)
