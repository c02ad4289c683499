"""Reading ``reports/catalogue.yml``: what is not as it should be is refused with the reason."""

import keyword
import re
from collections.abc import Mapping

from clv.errors import InputError
from clv.language import LANGUAGES
from clv.reporting.catalogue._faults import Where, bad, one_of, shown
from clv.reporting.catalogue._fields import Fields, fields
from clv.reporting.catalogue._parts import (
    read_alarms,
    read_limits,
    read_outputs,
    read_retention,
    read_sheets,
    read_stages,
)
from clv.reporting.catalogue._scheduling import read_schedule
from clv.reporting.catalogue._source import read_source
from clv.reporting.catalogue._strict import load_strict
from clv.reporting.catalogue._telling import check_default, read_parameter
from clv.reporting.catalogue.entries import Parameter, Report
from clv.reporting.project import Project

__all__ = ["read_catalogue", "read_entries"]

_NAME = re.compile(r"[a-z0-9_]{1,64}")
_NEEDED = ("title", "question", "source", "notebooks", "parameters")
_OPTIONAL = (
    "sheets", "defaults", "schedule", "outputs", "language", "retention", "limits", "alarms",
    "on_red", "customer_ids", "ids_key",
)  # fmt: skip
_DAYS = {"as_of": "day", "horizon": "duration"}
"""What every report is told, for it speaks from a day and looks ahead."""


def read_catalogue(project: Project) -> dict[str, Report]:
    """Read and check the catalogue.

    Parameters
    ----------
    project
        Where it lies.

    Returns
    -------
    dict of str to Report
        By name.

    Raises
    ------
    InputError
        ``E_CATALOGUE`` if it cannot be read or an entry is not as it should be.
    """
    reports = {}
    for name, entry in read_entries(project).items():
        if isinstance(entry, InputError):
            raise entry
        reports[name] = entry
    return reports


def read_entries(project: Project) -> dict[str, Report | InputError]:
    """Read the catalogue's entries each for itself: a fault in one leaves the others usable.

    Parameters
    ----------
    project
        Where it lies.

    Returns
    -------
    dict of str to Report or InputError
        By name, in the order of the file: the report, or ``E_CATALOGUE`` where it is none.

    Raises
    ------
    InputError
        ``E_CATALOGUE`` for what concerns all: no such file, no YAML, parameters that are wrong.
    """
    whole = fields(Where("the file"), load_strict(project.catalogue), ("parameters", "reports"))
    known = whole.each("parameters", read_parameter)
    source = known.get("transactions")
    if source is None or source.type != "source":
        raise bad("parameters", "there is no transactions of type source", "every log is one")
    reports = whole.inner("reports", (), None)
    if not reports.said:
        raise bad("reports", "there is none", "a catalogue has at least one report")
    return {name: _entry(project, name, reports, known) for name in reports.said}


def _entry(
    project: Project, name: str, reports: Fields, known: Mapping[str, Parameter]
) -> Report | InputError:
    try:
        return _report(project, name, reports, known)
    except InputError as fault:
        return fault


def _report(project: Project, name: str, reports: Fields, known: Mapping[str, Parameter]) -> Report:
    where = reports.on(name)
    if not _NAME.fullmatch(name):
        raise bad(where, f"{shown(name)} is no name of a report", "a-z, 0-9, _, at most 64")
    entry = fields(Where(f"report {name!r}", where.line), reports.said[name], _NEEDED, _OPTIONAL)
    source = read_source(entry)
    return Report(
        name=name,
        title=_in_languages(entry, "title"),
        question=_in_languages(entry, "question"),
        stages=read_stages(entry, project),
        source=source,
        sheets=read_sheets(entry),
        parameters=_parameters(entry, source["transactions"], known),
        schedule=read_schedule(entry),
        outputs=read_outputs(entry),
        language=entry.choice("language", LANGUAGES, "en"),
        retention=read_retention(entry),
        limits=read_limits(entry),
        alarms=read_alarms(entry),
        on_red=entry.choice("on_red", ("banner", "hold"), "banner"),
        customer_ids=entry.choice("customer_ids", ("plain", "hashed"), "plain"),
        ids_key=_ids_key(entry),
    )


def _in_languages(entry: Fields, key: str) -> dict[str, str]:
    inside = entry.inner(key, LANGUAGES)
    return {language: inside.text(language) for language in LANGUAGES}


def _parameters(
    entry: Fields, source: str, known: Mapping[str, Parameter]
) -> tuple[Parameter, ...]:
    names = ("transactions", *entry.words("parameters"))
    if unknown := [name for name in names[1:] if name not in known or name == "transactions"]:
        near = one_of(unknown[0], (name for name in known if name != "transactions"))
        raise bad(entry.under("parameters"), f"{shown(unknown[0])} is not defined", near)
    for name, kind in _DAYS.items():
        if name not in names or known[name].type != kind:
            raise bad(entry.under("parameters"), f"{name} is missing", f"it is a {kind}")
    ours = entry.inner("defaults", (), names[1:])
    defaults = {"transactions": source, **ours.said}
    return tuple(check_default(ours.on(name), known[name], defaults) for name in names)


def _ids_key(entry: Fields) -> str:
    name = entry.text("ids_key")
    hashed = entry.said.get("customer_ids") == "hashed"
    if hashed != bool(name):
        raise bad(
            entry.on("ids_key" if name else "customer_ids"),
            f"customer_ids is {'hashed' if hashed else 'plain'}, ids_key {shown(name)}",
            "ids_key names the environment variable with the key of hashed ids, and of those only",
        )
    if name and (not name.isidentifier() or keyword.iskeyword(name)):
        raise bad(
            entry.on("ids_key"), "ids_key names no environment variable", "letters, digits, _"
        )
    return name
