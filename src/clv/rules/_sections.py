"""YAML written by hand: every complaint names the file, the line and the way out.

All scalars are read as text, so that a title ``No`` stays a word and ``1.10`` keeps its zero.
Repeated keys, which YAML readers let pass, and aliases are refused.
"""

import difflib
import math
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from clv.errors import InputError

__all__ = ["Section", "read_sections"]

_MOST = 200_000  # letters: ten times the longest file of the package, and read within seconds


@dataclass(frozen=True)
class Section:
    """The keys and values of one block of the file, with the lines on which they stand.

    Every method raises ``E_SYSTEM``, with the line, where the file holds something else.
    """

    name: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]

    def expect(self, *names: str, optional: tuple[str, ...] = ()) -> "Section":
        """Insist on these keys, allow the optional ones and no others; return the section."""
        known = (*names, *optional)
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1) or known
                self.fail(key, f"'{key}' is not known here", f"use {' or '.join(near)}")
        for name in names:
            if name not in self.values:
                self.fail(None, f"'{name}' is missing", f"add a line '{name}: ...'")
        return self

    def text(self, key: str) -> str:
        """Return the words under a key, line breaks turned into blanks."""
        value = self.values[key]
        if not isinstance(value, str) or not value.strip():
            self.fail(key, f"'{key}' holds no text", "write its words behind the colon")
        return " ".join(value.split())

    def choice(self, key: str, *allowed: str) -> str:
        """Return the text under a key, which must be one of a few words."""
        word = self.text(key)
        if word not in allowed:
            self.fail(key, f"'{key}' is '{word}'", f"write one of: {', '.join(allowed)}")
        return word

    def choices(self, key: str, *allowed: str) -> tuple[str, ...]:
        """Return one of a few words, a list of them, or all of them for ``any``."""
        value = self.values[key]
        if isinstance(value, list) and value and all(word in allowed for word in value):
            return tuple(value)
        if isinstance(value, list):
            self.fail(key, f"'{key}' lists {value}", f"choose from: {', '.join(allowed)}")
        word = self.choice(key, *allowed, "any")
        return allowed if word == "any" else (word,)

    def number(self, key: str) -> float:
        """Return the finite number under a key."""
        try:
            value = float(self.text(key))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fail(key, f"'{key}' is no number", "write a number such as 0.5")
        return value

    def section(self, key: str) -> "Section":
        """Return the block under a key."""
        value = self.values[key]
        if not isinstance(value, Section):
            self.fail(key, f"'{key}' holds no block", "indent its lines below it")
        return self._below(key, value)

    def sections(self, key: str) -> "list[Section]":
        """Return the list of blocks under a key."""
        value = self.values[key]
        if not isinstance(value, list) or not all(isinstance(item, Section) for item in value):
            self.fail(key, f"'{key}' holds no list of blocks", "start each item with a dash")
        return [self._below(key, item) for item in value]

    def fail(self, key: str | None, found: str, remedy: str) -> NoReturn:
        """Raise the error that belongs to a key or, without one, to the whole section."""
        raise _error(self.name, self.line if key is None else self.lines[key], found, remedy)

    def _below(self, key: str, inner: "Section") -> "Section":
        return Section(f"{self.name} ({key})", inner.line, inner.values, inner.lines)


def read_sections(content: str, name: str) -> Section:
    """Read the text of a YAML file, which messages call by ``name``."""
    if len(content) > _MOST:
        raise _error(name, 1, f"the file has {len(content):,} letters", f"keep to {_MOST:,}")
    try:
        top = yaml.load(content, _Loader)
    except RecursionError:
        raise _error(name, 1, "blocks stand in blocks too deeply", "indent less") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "an unreadable character"
        line = mark.line + 1 if mark else 1
        raise _error(name, line, problem, "look at the colons and the indentation") from None
    if not isinstance(top, Section):
        raise _error(name, 1, "there is no block of 'key: value' lines", "start with 'id: ...'")
    return Section(name, top.line, top.values, top.lines)


def _error(name: str, line: int, found: str, remedy: str) -> InputError:
    return InputError("E_SYSTEM", f"line {line} of {name}: {found}", remedy)


class _Loader(yaml.BaseLoader):
    """Makes texts, lists and sections, nothing else."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            place = self.get_event()  # type: ignore[no-untyped-call]
            raise _problem("an alias (*) stands here", place)
        return super().compose_node(parent, index)


def _section(loader: _Loader, node: yaml.MappingNode) -> Section:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in values:
            raise _problem(f"'{key}' stands here a second time", key_node)
        values[key] = loader.construct_object(value_node, deep=True)
        lines[key] = key_node.start_mark.line + 1
    return Section("", node.start_mark.line + 1, values, lines)


def _problem(found: str, place: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=found, problem_mark=place.start_mark)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _section)
