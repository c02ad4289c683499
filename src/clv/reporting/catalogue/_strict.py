"""YAML as a catalogue needs it: no aliases, no tags, no key twice, nothing endless."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from clv.reporting.catalogue._faults import bad, shown

__all__ = ["load_strict"]

MOST_BYTES = 256_000
MOST_LEVELS = 12


class _Mapping(dict[Any, Any]):
    """Knows in which line each of its keys stands."""

    lines: Mapping[Any, int]


class _List(list[Any]):
    """Knows in which line each of its items stands, by position."""

    lines: Mapping[int, int]


class _Loader(yaml.SafeLoader):
    """Knows the types of YAML 1.2: ``on`` is a word, ``16:00`` a time, ``007`` a text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class declares it so

    def mapping(self, node: yaml.MappingNode) -> _Mapping:
        found = _Mapping(self.construct_mapping(node, deep=True))
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        found.lines = {k: _line(key) for k, (key, _) in zip(keys, node.value, strict=True)}
        if twice := [key for number, key in enumerate(keys) if key in keys[:number]]:
            raise bad(f"line {found.lines[twice[0]]}", f"{shown(twice[0])} comes twice")
        return found

    def listed(self, node: yaml.SequenceNode) -> _List:
        found = _List(self.construct_sequence(node, deep=True))
        found.lines = {number: _line(item) for number, item in enumerate(node.value)}
        return found

    def day(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:  # a day that there is not: left to whoever asks for one
            return node.value


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _Loader.listed)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.day)

for _tag, _form, _first in (
    ("null", r"~|null|", "~n\0"),
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", "-0123456789"),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})\\Z"), [*_first, ""]
    )


def load_strict(path: Path) -> Any:
    """Read a YAML file, or say what in it is not allowed.

    Parameters
    ----------
    path
        At most 256 kB of UTF-8.

    Returns
    -------
    Any
        Mappings, lists, texts, numbers, days. Mappings and lists have ``lines``: in which line of
        the file each of their keys or items stands.

    Raises
    ------
    InputError
        ``E_CATALOGUE`` where it cannot be read, is too large or too deep, uses aliases or tags,
        or says a key twice.
    """
    text = _text(path)
    try:
        for event, level in _levels(text):
            _check(event, level)
        return yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 1}" if where else "the file"
        why = getattr(error, "problem", None) or error
        raise bad(line, f"it is no YAML ({why})") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            whole = file.read(MOST_BYTES + 1)
        if len(whole) > MOST_BYTES:
            raise bad("the file", "it is too large", f"{MOST_BYTES // 1000} kB are enough")
        return whole.decode("utf-8-sig")
    except OSError as error:
        raise bad("the file", f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise bad("the file", "it is not UTF-8 text") from None


def _levels(text: str) -> Any:
    level = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        yield event, level


def _check(event: Any, level: int) -> None:
    """Refuse what lets a few lines grow into gigabytes, or name a class."""
    line = f"line {event.start_mark.line + 1}"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise bad(line, "it uses aliases", "say it again in full")
    if getattr(event, "tag", None):
        raise bad(line, f"it uses the tag {shown(event.tag)}", "no entry needs one")
    if level > MOST_LEVELS:
        raise bad(line, f"it is more than {MOST_LEVELS} levels deep")
