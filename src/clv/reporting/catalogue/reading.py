"""Reading ``reports/catalogue.yml``: whole, or refused with the reason."""

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from clv.errors import InputError
from clv.reporting.catalogue.entries import (
    TYPES,
    Limits,
    Parameter,
    Report,
    Retention,
    Schedule,
    Sheet,
    Stage,
    Threshold,
)
from clv.reporting.project import Project

__all__ = ["read_catalogue"]


def _bad(path: Path, found: str) -> InputError:
    return InputError("E_CATALOGUE", f"{path.name}: {found}", "mend the entry; see its first lines")


def _parameters(entry: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Parameter, ...]:
    defaults = {"transactions": entry["source"]["transactions"], **entry.get("defaults", {})}
    whole = ((name, {**known[name]}) for name in ("transactions", *entry["parameters"]))
    return tuple(
        Parameter(name, **(said | ({"default": defaults[name]} if name in defaults else {})))
        for name, said in whole
    )


def _stages(entry: Mapping[str, Any]) -> tuple[Stage, ...]:
    said = [{"notebook": s} if isinstance(s, str) else s for s in entry["notebooks"]]
    *rest, page = [Stage(s["notebook"], tuple(s.get("after", ()))) for s in said]
    return (*rest, Stage(page.notebook, tuple(stage.stem for stage in rest)))


def _sheet(said: str | Mapping[str, str]) -> Sheet:
    return Sheet(said) if isinstance(said, str) else Sheet(**said)


def _schedule(said: Mapping[str, Any] | None) -> Schedule | None:
    return None if said is None else Schedule(**{**said, "at": time.fromisoformat(said["at"])})


def _report(path: Path, name: str, entry: Any, known: Mapping[str, Any]) -> Report:
    try:
        report = Report(
            name=name,
            title=dict(entry["title"]),
            question=dict(entry["question"]),
            stages=_stages(entry),
            source=dict(entry["source"]),
            sheets={title: _sheet(said) for title, said in entry["sheets"].items()},
            parameters=_parameters(entry, known),
            schedule=_schedule(entry.get("schedule")),
            outputs=tuple(entry["outputs"]),
            language=entry["language"],
            retention=Retention(**entry["retention"]),
            limits=Limits(**entry["limits"]),
            alarms={alarm: Threshold(**said) for alarm, said in entry["alarms"].items()},
            on_red=entry["on_red"],
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise _bad(path, f"report {name!r} is not complete ({error})") from None
    if not re.fullmatch(r"[a-z0-9_]{1,64}", str(name)):
        raise _bad(path, f"{name!r} is no name for a report, which is a folder as well")
    if unknown := [p.name for p in report.parameters if p.type not in TYPES]:
        raise _bad(path, f"report {name!r}: parameters {unknown} have no type of {TYPES}")
    return report


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
        ``E_CATALOGUE`` if it cannot be read or an entry is not complete.
    """
    path = project.catalogue
    text = path.read_text(encoding="utf-8")
    try:
        # Aliases let a few lines grow into gigabytes; no entry needs one.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise _bad(path, "it uses aliases")
        whole = yaml.safe_load(text)
        reports, known = dict(whole["reports"]), dict(whole["parameters"])
    except (yaml.YAMLError, TypeError, ValueError, KeyError) as error:
        raise _bad(path, f"it is no YAML mapping of parameters and reports ({error})") from None
    return {name: _report(path, name, entry, known) for name, entry in reports.items()}
