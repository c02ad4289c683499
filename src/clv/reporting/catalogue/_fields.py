"""Taking an entry of the catalogue apart: each fault names the entry, the key, what was found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from clv.errors import InputError
from clv.reporting.catalogue._faults import Where, bad, one_of, shown

__all__ = ["Fields", "fields"]

_LONGEST_TEXT = 500
_YEARS = range(1900, 2201)

Built = TypeVar("Built")


@dataclass(frozen=True)
class Fields:
    """What an entry says under keys that it may have.

    Parameters
    ----------
    where
        The entry, for a message.
    said
        By key.
    """

    where: Where
    said: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.said

    def on(self, key: str) -> Where:
        """Return the line of a key."""
        return self.where.at(self.said, key)

    def under(self, key: str) -> Where:
        """Return the place of what stands under a key."""
        return Where(f"{self.where.name}, {key}", self.on(key).line)

    def wrong(self, key: str, allowed: str) -> InputError:
        """Return the error of a value that is not allowed."""
        return bad(self.on(key), f"{key} is {shown(self.said[key])}", allowed)

    def text(self, key: str, otherwise: str = "") -> str:
        """Take a text of one line that is not empty."""
        if key not in self.said:
            return otherwise
        value = self.said[key]
        whole = isinstance(value, str) and value.strip() and value.isprintable()
        if not whole or len(value) > _LONGEST_TEXT:
            raise self.wrong(key, f"it is a text of one line, at most {_LONGEST_TEXT} characters")
        return str(value)

    def choice(self, key: str, allowed: Iterable[str], otherwise: str = "") -> str:
        """Take one of some words."""
        names = list(allowed)
        if key in self.said and self.said[key] not in names:
            raise self.wrong(key, one_of(self.said[key], names))
        return str(self.said.get(key, otherwise))

    def number(self, key: str, otherwise: Any, least: float, whole: bool = False) -> Any:
        """Take a number that is not less than another; the same kind as is said otherwise."""
        value = self.said.get(key, otherwise)
        kind = int if whole else int | float
        if value is otherwise and key not in self.said:
            return value
        if not isinstance(value, kind) or isinstance(value, bool) or not least <= value < 1e12:
            what = "whole number" if whole else "number"
            raise self.wrong(key, f"it is a {what} from {least:g} on")
        return value

    def day(self, key: str, otherwise: date | None = None) -> date | None:
        """Take a day of a sensible year."""
        value = self.said.get(key)
        if value is None:
            return otherwise
        if not isinstance(value, date):
            raise self.wrong(key, "it is a day of the calendar, YYYY-MM-DD")
        if value.year not in _YEARS:
            raise self.wrong(key, f"it lies from {_YEARS[0]} to {_YEARS[-1]}")
        return value

    def words(self, key: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Take a list of different texts."""
        if key not in self.said:
            return otherwise
        value = self.said[key]
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.wrong(key, "it is a list of texts")
        if twice := [v for number, v in enumerate(value) if v in value[:number]]:
            raise bad(self.on(key), f"{key} says {shown(twice[0])} twice", "once is enough")
        return tuple(value)

    def inner(
        self, key: str, needed: Iterable[str] = (), optional: Iterable[str] | None = ()
    ) -> "Fields":
        """Take a mapping; nothing said is an empty one."""
        return fields(self.under(key), self.said.get(key, {}), needed, optional)

    def each(self, key: str, build: Callable[["Fields", str], Built]) -> dict[str, Built]:
        """Build something of every key of a mapping whose keys are free."""
        inside = self.inner(key, (), None)
        return {name: build(inside, name) for name in inside.said}


def fields(
    where: Where, said: Any, needed: Iterable[str] = (), optional: Iterable[str] | None = ()
) -> Fields:
    """Check the keys of a mapping.

    Parameters
    ----------
    where
        The entry, for a message.
    said
        What stands there.
    needed
        Keys that it must have.
    optional
        Keys that it may have; None for any text.

    Returns
    -------
    Fields
        Its values are not yet looked at.

    Raises
    ------
    InputError
        ``E_CATALOGUE``.
    """
    allowed = None if optional is None else [*needed, *optional]
    if not isinstance(said, Mapping):
        raise bad(where, f"{shown(said)} stands where keys and values should")
    for key in said:
        if not isinstance(key, str) or not key or not key.isprintable():
            raise bad(where.at(said, key), f"{shown(key)} is no key", "a key is a text")
        if allowed is not None and key not in allowed:
            raise bad(where.at(said, key), f"{shown(key)} is no key of it", one_of(key, allowed))
    if missing := [key for key in needed if key not in said]:
        raise bad(where, f"{missing[0]} is missing", f"it needs {', '.join(needed)}")
    return Fields(where, said)
