"""YAML as a catalogue needs it: no aliases, no tags, no key twice, nothing endless."""

import re
from pathlib import Path
from typing import Any

import yaml

from clv.reporting.catalogue._fields import bad, shown

__all__ = ["load_strict"]

MOST_BYTES = 256_000
MOST_LEVELS = 12


class _Loader(yaml.SafeLoader):
    """Knows the types of YAML 1.2: ``on`` is a word, ``16:00`` a time, ``007`` a text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class declares it so

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := [key for number, key in enumerate(keys) if key in keys[:number]]:
            raise bad(f"line {node.start_mark.line + 1}", f"{shown(twice[0])} comes twice")
        return super().construct_mapping(node, deep)


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
        Mappings, lists, texts, numbers, days.

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
