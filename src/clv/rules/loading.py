"""Rule systems are read from files that anyone can edit; a mistake is named with its line."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from clv.errors import InputError
from clv.rules._sections import Section, read_sections
from clv.rules.cuts import CutRule
from clv.rules.system import Axis, Cell, Strategy, System
from clv.rules.texts import LANGUAGES, Text

__all__ = ["load_system"]

_DATA = files("clv.rules") / "data"
_LINE_BREAK = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")  # no blank within Chinese


def load_system(source: str | Path) -> System:
    """Read a rule system from a file.

    Parameters
    ----------
    source
        Name of a system that comes with the package, or the path of a YAML file in the same form.

    Returns
    -------
    System
        The system.

    Raises
    ------
    InputError
        ``E_SYSTEM`` naming the line, what is wrong there, and the remedy.

    Examples
    --------
    >>> load_system("t01_contribution_stability").title.en
    'Existing customers by contribution and stability'
    """
    return _read(source) if isinstance(source, Path) else _packaged(source)


@cache
def _packaged(name: str) -> System:
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise InputError("E_SYSTEM", "no rule system has that name", "see clv.rules.data", [name])
    return _read(_DATA / f"{name}.yml")


def _read(file: Traversable) -> System:
    try:
        content = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        names = sorted(known.name.removesuffix(".yml") for known in _DATA.iterdir())
        raise InputError(
            "E_SYSTEM",
            "the rule system cannot be read",
            f"name one of {', '.join(names)}, or give the Path of a file saved as UTF-8 text",
            [file.name],
        ) from None
    return _system(read_sections(content, file.name))


def _system(top: Section) -> System:
    top.expect("id", "version", "title", "question", "source", "axes", "cells", "ours")
    axes = [_axis(section) for section in top.sections("axes")]
    if len(axes) != 2:
        top.fail("axes", f"there are {len(axes)} axes", "describe two")
    cells = top.section("cells")
    return System(
        top.text("id"),
        _version(top),
        _text(top, "title"),
        _text(top, "question"),
        _text(top, "source"),
        (axes[0], axes[1]),
        _cells(cells, (axes[0].key, axes[1].key)),
        tuple(_words(section) for section in top.sections("ours")),
    )


def _version(top: Section) -> int:
    if not top.text("version").isdecimal():
        top.fail("version", "the version is no whole number", "count it up with each change")
    return int(top.text("version"))


def _axis(section: Section) -> Axis:
    section.expect("key", "title", "meaning", "shown_as", "cut")
    try:
        cut = CutRule.of(section.text("cut"))
    except InputError as error:
        section.fail("cut", error.found, error.remedy)
    return Axis(
        section.text("key"),
        _text(section, "title"),
        _text(section, "meaning"),
        section.choice("shown_as", "money", "percent"),
        cut,
    )


def _cells(section: Section, axes: tuple[str, str]) -> tuple[Cell, ...]:
    cells: dict[tuple[bool, bool], Cell] = {}
    for key in section.values:
        cell = _cell(key, section.section(key), axes)
        if cell.high in cells:
            twin = cells[cell.high].key
            section.fail(key, f"{key} lies where {twin} lies", "give each its own high and low")
        cells[cell.high] = cell
    if len(cells) != 4:
        section.fail(None, f"there are {len(cells)} cells", "describe all four")
    return tuple(cells.values())


def _cell(key: str, section: Section, axes: tuple[str, str]) -> Cell:
    section.expect("name", *axes, "strategy")
    first, second = (section.choice(axis, "high", "low") == "high" for axis in axes)
    strategy = section.section("strategy").expect("key", "title", "summary", "text", "time")
    return Cell(
        key,
        _text(section, "name"),
        (first, second),
        Strategy(
            strategy.text("key"),
            *(_text(strategy, part) for part in ("title", "summary", "text", "time")),
        ),
    )


def _text(section: Section, key: str) -> Text:
    return _words(section.section(key))


def _words(section: Section) -> Text:
    section.expect(*LANGUAGES)
    return Text(section.text("en"), _LINE_BREAK.sub("", section.text("zh")))
