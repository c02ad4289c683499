"""reports/index.html: every report with the course of its headline figures, newest first."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clv.reporting.pages.history import histories
from clv.reporting.pages.manifests import manifests
from clv.reporting.pages.records import History
from clv.reporting.pages.shell import render
from clv.reporting.pages.spark import spark, spark_words

__all__ = ["published", "write_index"]

published = manifests


def _tiles(history: History) -> list[dict[str, str]]:
    """Put the course of each figure under its newest value."""
    newest: Mapping[str, Any] = history.newest or {"headline": {"tiles": []}}
    found = []
    for tile in newest["headline"]["tiles"]:
        course = history.points.get(str(tile.get("key")), ())
        alt = spark_words(tile["label"], course) if course else ""
        found.append({**tile, "image": spark(course), "alt": alt})
    return found


def write_index(output: Path) -> Path:
    """Write the list of all reports and their runs, in one atomic step.

    Parameters
    ----------
    output
        Folder of all reports.

    Returns
    -------
    pathlib.Path
        ``index.html``.
    """
    reports = [(history, _tiles(history)) for history in histories(output)]
    html = render("index.html", "en", reports=reports)
    path, fresh = output / "index.html", output / f".index.{os.getpid()}.new"
    fresh.write_text(html, encoding="utf-8")
    return fresh.replace(path)
