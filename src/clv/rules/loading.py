"""Rule systems are read from files that anyone can edit; a mistake is named with its line."""

import itertools
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from clv.errors import InputError
from clv.rules._sections import Section, read_sections
from clv.rules.cuts import CutRule
from clv.rules.states import STATES
from clv.rules.system import FORMATS, Axis, Cell, Level, Setting, Strategy, System
from clv.rules.texts import LANGUAGES, Text

__all__ = ["load_system"]

_DATA = files("clv.rules") / "data"
_PARTS = ("id", "version", "title", "question", "source", "axes", "cells", "missing", "ours")
_FIELD = re.compile(r"\{(\w*)\}")
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
    top.expect(*_PARTS, optional=("settings", "reason"))
    axes = tuple(_axis(section) for section in top.sections("axes"))
    cut = tuple(axis for axis in axes if axis.levels)
    cells = _cells(top.section("cells"), cut)
    return System(
        top.text("id"),
        _version(top),
        _text(top, "title"),
        _text(top, "question"),
        _text(top, "source"),
        axes,
        cells,
        _missing(top.section("missing")),
        tuple(_words(section) for section in top.sections("ours")),
        _settings(top.section("settings")) if "settings" in top.values else {},
        _reason(top, axes) if "reason" in top.values else None,
    )


def _version(top: Section) -> int:
    if not re.fullmatch("[0-9]{1,9}", top.text("version")):
        top.fail("version", "the version is no whole number", "count it up with each change")
    return int(top.text("version"))


def _missing(section: Section) -> dict[str, Text]:
    section.expect(optional=tuple(STATES))
    return {state: _text(section, state) for state in section.values}


def _settings(section: Section) -> dict[str, Setting]:
    settings = {}
    for key in section.values:
        entry = section.section(key).expect("value", "meaning")
        settings[key] = Setting(entry.number("value"), _text(entry, "meaning"))
        if settings[key].value < 0:
            entry.fail("value", f"'{key}' is below 0", "write 0 or more")
    return settings


def _reason(top: Section, axes: tuple[Axis, ...]) -> Text:
    words, known = _text(top, "reason"), {axis.key for axis in axes}
    for language in LANGUAGES:
        for name in _FIELD.findall(words.to(language)):
            if name not in known:
                inner = top.section("reason")
                inner.fail(
                    language,
                    f"'{{{name}}}' is no axis",
                    f"use {', '.join(sorted(known))} in braces",
                )
        if set("{}") & set(_FIELD.sub("", words.to(language))):
            top.section("reason").fail(
                language,
                "a brace holds no plain name",
                f"write the name of an axis between two braces: {', '.join(sorted(known))}",
            )
    return words


def _axis(section: Section) -> Axis:
    section.expect("key", "title", "meaning", "shown_as", optional=("levels",))
    return Axis(
        section.text("key"),
        _text(section, "title"),
        _text(section, "meaning"),
        section.choice("shown_as", *FORMATS),
        _levels(section.section("levels")) if "levels" in section.values else (),
    )


def _levels(section: Section) -> tuple[Level, ...]:
    keys = list(section.values)
    if len(keys) < 2:
        section.fail(None, f"there is {len(keys)} level", "write two or more, the highest first")
    if section.text(keys[-1]) != "rest":
        section.fail(keys[-1], "the lowest level has a cut", f"write '{keys[-1]}: rest'")
    cuts = [_cut(section, key) for key in keys[:-1]]
    for above, cut, key in zip(cuts, cuts[1:], keys[1:-1], strict=False):
        # the larger its share, the lower a cut; the larger its quantile or value, the higher
        upper, lower = (above, cut) if cut.kind not in ("top", "pareto") else (cut, above)
        if above.kind == cut.kind and upper.value <= lower.value:
            section.fail(
                key, f"'{cut}' does not lie below '{above}'", "write the highest cut first"
            )
    return (*map(Level, keys, cuts), Level(keys[-1], None))


def _cut(section: Section, key: str) -> CutRule:
    rule = section.text(key)
    try:
        return CutRule.of(rule)
    except InputError as error:
        section.fail(key, error.found, error.remedy)


def _cells(section: Section, axes: tuple[Axis, ...]) -> tuple[Cell, ...]:
    for state in STATES:
        if state in section.values:
            section.fail(state, f"'{state}' is no cell but a missing state", "choose another key")
    cells = tuple(_cell(key, section.section(key), axes) for key in section.values)
    if not cells:
        section.fail(None, "there are no cells", "describe one or more")
    if axes:
        _check_codes(section, cells, axes)
    return cells


def _check_codes(section: Section, cells: tuple[Cell, ...], axes: tuple[Axis, ...]) -> None:
    """Insist that every combination of levels belongs to one cell and to one only."""
    holder: dict[tuple[str, ...], str] = {}
    for cell in cells:
        for code in itertools.product(*map(sorted, cell.levels)):
            if code in holder:
                found = f"{cell.key} and {holder[code]} both hold {_code(axes, code)}"
                section.fail(cell.key, found, "give every combination of levels to one cell")
            holder[code] = cell.key
    for code in itertools.product(*([level.key for level in axis.levels] for axis in axes)):
        if code not in holder:
            section.fail(None, f"no cell holds {_code(axes, code)}", "add it to one of the cells")


def _code(axes: tuple[Axis, ...], code: tuple[str, ...]) -> str:
    return ", ".join(f"{axis.key} {level}" for axis, level in zip(axes, code, strict=True))


def _cell(key: str, section: Section, axes: tuple[Axis, ...]) -> Cell:
    section.expect("name", *(axis.key for axis in axes), "strategy")
    levels = tuple(
        frozenset(section.choices(axis.key, *(level.key for level in axis.levels))) for axis in axes
    )
    strategy = section.section("strategy")
    strategy.expect("key", "title", "summary", "text", optional=("time",))
    parts = ("title", "summary", "text", *(("time",) if "time" in strategy.values else ()))
    texts = (_text(strategy, part) for part in parts)
    return Cell(key, _text(section, "name"), levels, Strategy(strategy.text("key"), *texts))


def _text(section: Section, key: str) -> Text:
    return _words(section.section(key))


def _words(section: Section) -> Text:
    section.expect(*LANGUAGES)
    return Text(section.text("en"), _LINE_BREAK.sub("", section.text("zh")))
