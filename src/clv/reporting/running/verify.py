"""Whether a published run is whole and agrees with itself."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from clv.reporting.publishing import read_journal
from clv.reporting.running.figures import unknown_figures
from clv.reporting.running.keys import file_digest

__all__ = ["verify"]

_MANIFEST, _PAGE, _SHEET = "manifest.json", "report.html", "customers.xlsx"
_RESULTS = "results.json"
_SCHEMA = 2
_NEEDED = {"report", "as_of", "status", "files", "headline", "log", "stages", "parameters"}
_HOMES = (".runs", ".held")
_REACHES_OUT = re.compile(
    r"<script|<iframe|<object|<embed|<link|\son\w+\s*=|javascript:"
    r"|(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//|@import|url\(\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)


def verify(place: Path) -> list[str]:
    """Look a published or held run over.

    Parameters
    ----------
    place
        Its folder.

    Returns
    -------
    list of str
        What was found, a sentence each; empty where the run is whole: every file is there with the
        digest that the manifest says and no other file is, the page can reach nothing outside, the
        headline of the results is that of the manifest, the sheet opens with as many customers as
        the Parquet file has rows, the numbers in the page's tables stand in the results, and the
        journal knows this manifest.
    """
    manifest = _json(place / _MANIFEST)
    if not isinstance(manifest, dict):
        return [f"{_MANIFEST} is missing or cannot be read"]
    if manifest.get("schema") != _SCHEMA or not manifest.keys() >= _NEEDED:
        return [f"{_MANIFEST} is of another kind (schema {manifest.get('schema')!r})"]
    found = list(_files(place, manifest["files"]))
    looks: tuple[Callable[[Path, dict[str, Any]], Iterator[str]], ...] = (
        _page,
        _headline,
        _customers,
        _figures,
        _journal,
    )
    for look in looks:
        try:
            found += look(place, manifest)
        except FileNotFoundError:
            continue  # which was found above
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            found.append(f"{look.__name__.strip('_')} cannot be looked at: {error}")
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _files(place: Path, sums: dict[str, str]) -> Iterator[str]:
    there = {p.relative_to(place).as_posix(): p for p in sorted(place.rglob("*")) if not _holds(p)}
    yield from (f"{name} is missing" for name in sorted(sums.keys() - there.keys()))
    for name, path in there.items():
        if path.is_symlink() or not path.is_file():
            yield f"{name} is no file, as all that is published are"
        elif name in sums and file_digest(path) != sums[name]:
            yield f"{name} is not what was published: its digest differs"
        elif name not in sums and name != _MANIFEST:
            yield f"{name} is not in the manifest"


def _holds(path: Path) -> bool:
    """Whether it is a folder with something in it, which is looked at in its turn."""
    return path.is_dir() and not path.is_symlink() and any(path.iterdir())


def _page(place: Path, manifest: dict[str, Any]) -> Iterator[str]:
    page = (place / _PAGE).read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', page)
    if policy is None or "default-src 'none'" not in policy[1].replace("&#39;", "'"):
        yield f"{_PAGE} has no Content-Security-Policy that keeps everything out"
    if reaching := _REACHES_OUT.search(re.sub(r">[^<]*<", "><", page)):
        yield f"{_PAGE} holds {reaching[0].strip()!r}, which could run or reach out"


def _headline(place: Path, manifest: dict[str, Any]) -> Iterator[str]:
    results = _json(place / _RESULTS)
    if not isinstance(results, dict):
        return  # missing or damaged, which was found above
    names = ("headline", "as_of", "report", "parameters", "drift")
    if differ := [name for name in names if results.get(name) != manifest.get(name)]:
        yield f"{_RESULTS} and {_MANIFEST} differ in {', '.join(differ)}"


def _customers(place: Path, manifest: dict[str, Any]) -> Iterator[str]:
    parquet, workbook = place / "customers.parquet", place / _SHEET
    rows = len(pd.read_parquet(parquet)) if parquet.exists() else None
    if not workbook.exists():
        return
    try:
        book = CalamineWorkbook.from_path(workbook)
        sheets = {name: len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}
    except CalamineError as error:
        yield f"{_SHEET} cannot be opened: {error}"
        return
    whole = {name: max(height - 1, 0) for name, height in sheets.items()}
    if rows is not None and rows not in whole.values() and sum(whole.values()) < rows:
        yield f"{_SHEET} has no sheet with the {rows:,} customers of customers.parquet"


def _figures(place: Path, manifest: dict[str, Any]) -> Iterator[str]:
    page, results = (place / _PAGE).read_text(encoding="utf-8"), _json(place / _RESULTS)
    if results is None:
        return
    parquet = place / "customers.parquet"
    ids = pd.read_parquet(parquet, columns=[]).index.astype("str") if parquet.exists() else ()
    unknown = sorted(unknown_figures(page, results, ids))
    if unknown:
        yield (
            f"{len(unknown)} numbers in the tables of {_PAGE} do not stand in {_RESULTS}: "
            f"{', '.join(unknown[:5])}"
        )


def _journal(place: Path, manifest: dict[str, Any]) -> Iterator[str]:
    whole = place.resolve()
    if whole.parent.name not in _HOMES:
        return  # a copy; its journal is elsewhere
    kind = manifest["status"], manifest["as_of"]
    lines = [e for e in read_journal(whole.parents[1]) if (e["status"], e["as_of"]) == kind]
    if not lines:
        yield "the journal does not know this run"
    elif lines[-1].get("manifest") != file_digest(place / _MANIFEST):
        yield "the journal knows another manifest of this day"
