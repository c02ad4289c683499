"""Reading ``reports/catalogue.yml``: whole, or refused with the reason."""

import keyword
import re
from collections.abc import Mapping
from typing import Any

from clv.language import LANGUAGES
from clv.reporting.catalogue._fields import Fields, bad, fields, one_of, shown
from clv.reporting.catalogue._parts import (
    read_alarms,
    read_limits,
    read_retention,
    read_sheets,
    read_source,
    read_stages,
)
from clv.reporting.catalogue._scheduling import read_schedule
from clv.reporting.catalogue._strict import load_strict
from clv.reporting.catalogue._telling import check_default, read_parameter
from clv.reporting.catalogue.entries import OUTPUTS, Parameter, Report
from clv.reporting.project import Project

__all__ = ["read_catalogue"]

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
    whole = fields("the file", load_strict(project.catalogue), ("parameters", "reports"))
    known = whole.each("parameters", read_parameter)
    source = known.get("transactions")
    if source is None or source.type != "source":
        raise bad("parameters", "there is no transactions of type source", "every log is one")
    reports = whole.inner("reports", (), None).said
    if not reports:
        raise bad("reports", "there is none", "a catalogue has at least one report")
    return {name: _report(project, name, said, known) for name, said in reports.items()}


def _report(project: Project, name: str, said: Any, known: Mapping[str, Parameter]) -> Report:
    if not _NAME.fullmatch(name):
        raise bad("reports", f"{shown(name)} is no name of a report", "a-z, 0-9, _, at most 64")
    entry = fields(f"report {name!r}", said, _NEEDED, _OPTIONAL)
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
        outputs=_outputs(entry),
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
        raise bad(f"{entry.where}, parameters", f"{shown(unknown[0])} is not defined", near)
    for name, kind in _DAYS.items():
        if name not in names or known[name].type != kind:
            raise bad(f"{entry.where}, parameters", f"{name} is missing", f"it is a {kind}")
    ours = entry.inner("defaults", (), names[1:])
    defaults = {"transactions": source, **ours.said}
    return tuple(check_default(ours.where, known[name], defaults) for name in names)


def _outputs(entry: Fields) -> tuple[str, ...]:
    outputs = entry.words("outputs", ("page", "sheet", "parquet"))
    if unknown := [output for output in outputs if output not in OUTPUTS]:
        raise bad(f"{entry.where}, outputs", f"{shown(unknown[0])}", one_of(unknown[0], OUTPUTS))
    if "page" not in outputs:
        raise entry.wrong("outputs", "the page is always one of them")
    if "sheet" in outputs and not entry.said.get("sheets"):
        raise entry.wrong("outputs", "say under sheets which tables the sheet shows")
    return outputs


def _ids_key(entry: Fields) -> str:
    name = entry.text("ids_key")
    hashed = entry.said.get("customer_ids") == "hashed"
    if hashed != bool(name):
        raise bad(
            entry.where,
            f"customer_ids is {'hashed' if hashed else 'plain'}, ids_key {shown(name)}",
            "ids_key names the environment variable with the key of hashed ids, and of those only",
        )
    if name and (not name.isidentifier() or keyword.iskeyword(name)):
        raise bad(entry.where, "ids_key names no environment variable", "letters, digits, _")
    return name
