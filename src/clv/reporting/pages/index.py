"""reports/index.html: every published report with its headline figures, newest first."""

import json
import os
from pathlib import Path
from typing import Any

from clv.reporting.blocks import templates

__all__ = ["published", "write_index"]

_SHOWN = {"as_of", "report", "title", "log", "headline"}


def published(output: Path) -> list[dict[str, Any]]:
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
    whole = [manifest for manifest in found if manifest.keys() >= _SHOWN]
    return sorted(whole, key=lambda m: (m["as_of"], m["report"]), reverse=True)


def _manifest(path: Path, output: Path) -> dict[str, Any]:
    """Read a manifest; a damaged one must not keep all other reports off the list."""
    try:
        found = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError):
        found = {}
    return found | {"place": path.parent.relative_to(output).as_posix()}


def write_index(output: Path) -> Path:
    """Write the list of all published reports, in one atomic step.

    Parameters
    ----------
    output
        Folder of all reports.

    Returns
    -------
    pathlib.Path
        ``index.html``.
    """
    html = templates().get_template("index.html").render(runs=published(output))
    path, fresh = output / "index.html", output / f".index.{os.getpid()}.new"
    fresh.write_text(html, encoding="utf-8")
    return fresh.replace(path)
