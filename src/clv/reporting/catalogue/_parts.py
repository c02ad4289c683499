"""The parts of a report's entry: notebooks, sheets, outputs, limits, retention, alarms."""

import re
from typing import Any

from clv.errors import ClvError
from clv.reporting.catalogue._faults import Where, bad, one_of, shown
from clv.reporting.catalogue._fields import Fields, fields
from clv.reporting.catalogue.entries import (
    ALARMS,
    OUTPUTS,
    Limits,
    Retention,
    Sheet,
    Stage,
    Threshold,
)
from clv.reporting.project import Project

__all__ = [
    "read_alarms",
    "read_limits",
    "read_outputs",
    "read_retention",
    "read_sheets",
    "read_stages",
]

_NOTEBOOK = re.compile(r"[A-Za-z0-9_-]{1,64}(/[A-Za-z0-9_-]{1,64}){0,4}")
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_LONGEST_TITLE = 31
_NOT_IN_TITLE = set("[]:*?/\\")


def read_stages(entry: Fields, project: Project) -> tuple[Stage, ...]:
    """Read the notebooks: each is there, comes once, and waits for earlier ones only."""
    said = entry.said["notebooks"]
    if not isinstance(said, list) or not said:
        raise entry.wrong("notebooks", "it is a list; the last one is the page")
    stages: list[Stage] = []
    for number, each in enumerate(said):
        where = entry.under("notebooks").at(said, number)
        stages.append(_stage(where, each, [stage.stem for stage in stages]))
        _check_notebook(where, stages[-1].notebook, project)
    *rest, page = stages
    return (*rest, Stage(page.notebook, tuple(stage.stem for stage in rest)))


def _stage(where: Where, said: Any, earlier: list[str]) -> Stage:
    whole = {"notebook": said} if isinstance(said, str) else said
    entry = fields(where, whole, ["notebook"], ["after"])
    stage = Stage(entry.text("notebook"), entry.words("after"))
    if stage.stem in earlier:
        raise bad(entry.where, f"{shown(stage.stem)} comes twice", "results are kept by that name")
    if unknown := [stem for stem in stage.after if stem not in earlier]:
        found = (
            f"{shown(stage.stem)} comes after {shown(unknown[0])}, which does not stand before it"
        )
        raise bad(entry.where, found, one_of(unknown[0], earlier))
    return stage


def _check_notebook(where: Where, name: str, project: Project) -> None:
    try:
        if not _NOTEBOOK.fullmatch(name):
            raise bad(where, f"{shown(name)} is no path of a notebook", "write analysis/010_x")
        project.notebook(name)
    except (ClvError, RuntimeError) as error:  # the latter: links that lead round in a circle
        if getattr(error, "code", "") == "E_CATALOGUE":
            raise
        folder = project.root / "notebooks"
        there = (path.relative_to(folder).with_suffix("") for path in folder.rglob("*.ipynb"))
        found = f"there is no notebook {shown(name)} under notebooks/"
        near = one_of(name, (path.as_posix() for path in sorted(there)))
        raise bad(where, found, near) from None


def read_sheets(entry: Fields) -> dict[str, Sheet]:
    """Read the sheets; their titles are such as a workbook takes."""
    sheets = entry.each("sheets", _sheet)
    small = [title.casefold() for title in sheets]
    if twice := [title for title in sheets if small.count(title.casefold()) > 1]:
        raise bad(
            entry.under("sheets"),
            f"{shown(twice[0])} and {shown(twice[1])} are one title to a workbook",
            "it does not tell capitals from small letters",
        )
    return sheets


def _sheet(sheets: Fields, title: str) -> Sheet:
    refused = _NOT_IN_TITLE & set(title) or title[0] == "'" or title[-1] == "'"
    if len(title) > _LONGEST_TITLE or refused or title.casefold() == "history":
        raise bad(
            sheets.on(title),
            f"{shown(title)} is no title of a sheet",
            f"at most {_LONGEST_TITLE} characters, none of []:*?/\\, no ' at an end, not History",
        )
    said = sheets.said[title]
    whole = {"table": said} if isinstance(said, str) else said
    entry = fields(sheets.under(title), whole, ["table"], ["by"])
    sheet = Sheet(entry.text("table"), entry.text("by"))
    if not _TABLE.fullmatch(sheet.table):
        raise entry.wrong("table", "it is the name of a stored table: letters, digits, _")
    return sheet


def read_outputs(entry: Fields) -> tuple[str, ...]:
    """Read what is published: always a page."""
    outputs = entry.words("outputs", ("page", "sheet", "parquet"))
    if unknown := [output for output in outputs if output not in OUTPUTS]:
        raise bad(entry.under("outputs"), f"{shown(unknown[0])}", one_of(unknown[0], OUTPUTS))
    if "page" not in outputs:
        raise entry.wrong("outputs", "the page is always one of them")
    if "sheet" in outputs and not entry.said.get("sheets"):
        raise entry.wrong("outputs", "say under sheets which tables the sheet shows")
    return outputs


def read_limits(entry: Fields) -> Limits:
    """Read what a run may take: all positive."""
    usual, said = Limits(), entry.inner("limits", (), ("minutes", "memory_mb", "disk_mb"))
    return Limits(
        minutes=said.number("minutes", usual.minutes, 0.01),
        memory_mb=said.number("memory_mb", usual.memory_mb, 1),
        disk_mb=said.number("disk_mb", usual.disk_mb, 1),
    )


def read_retention(entry: Fields) -> Retention:
    """Read how many runs are kept: at least one, or a held one could never be accepted."""
    usual, said = Retention(), entry.inner("retention", (), ("good", "failed"))
    return Retention(
        good=said.number("good", usual.good, 1, whole=True),
        failed=said.number("failed", usual.failed, 1, whole=True),
    )


def read_alarms(entry: Fields) -> dict[str, Threshold]:
    """Read the limits of alarms."""
    entry.inner("alarms", (), ALARMS)
    return entry.each("alarms", _threshold)


def _threshold(alarms: Fields, name: str) -> Threshold:
    entry = alarms.inner(name, (), ("amber", "red"))
    limits = Threshold(entry.number("amber", None, 0), entry.number("red", None, 0))
    if limits.amber is None and limits.red is None:
        raise bad(entry.where, "it has no limit", "say amber, red, or both")
    if None not in (limits.amber, limits.red) and limits.amber > limits.red:  # type: ignore[operator]
        raise entry.wrong("amber", f"amber shows first: at most red, {limits.red:g}")
    return limits
