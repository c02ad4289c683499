"""Taking an entry of the catalogue apart: each fault names the entry, the key, what was found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from clv.errors import InputError

__all__ = ["Fields", "bad", "fields", "one_of", "shown"]

_LONGEST_SHOWN = 60
_LONGEST_TEXT = 500
_YEARS = range(1900, 2201)

Built = TypeVar("Built")


def shown(value: Any) -> str:
    """Return a value as a message can show it: on one line, short, nothing in it obeyed."""
    text = repr(value.isoformat() if isinstance(value, date) else value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def one_of(name: Any, allowed: Iterable[Any]) -> str:
    """Say what is allowed, and what was probably meant."""
    names = [str(each) for each in allowed]
    near = get_close_matches(str(name), names, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"there is {', '.join(names) or 'none'}{meant}"


def bad(where: str, found: str, allowed: str = "") -> InputError:
    """Return the error of a fault in the catalogue."""
    mend = f"mend the entry: {allowed}" if allowed else "mend the entry"
    return InputError("E_CATALOGUE", f"catalogue.yml: {where}: {found}", mend)


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

    where: str
    said: Mapping[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.said

    def wrong(self, key: str, allowed: str) -> InputError:
        """Return the error of a value that is not allowed."""
        return bad(self.where, f"{key} is {shown(self.said[key])}", allowed)

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
            raise self.wrong(key, "it is a day, YYYY-MM-DD")
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
            raise bad(self.where, f"{key} says {shown(twice[0])} twice", "once is enough")
        return tuple(value)

    def inner(
        self, key: str, needed: Iterable[str] = (), optional: Iterable[str] | None = ()
    ) -> "Fields":
        """Take a mapping; nothing said is an empty one."""
        return fields(f"{self.where}, {key}", self.said.get(key, {}), needed, optional)

    def each(self, key: str, build: Callable[[str, Any], Built]) -> dict[str, Built]:
        """Build something of every item of a mapping whose keys are free."""
        return {name: build(name, said) for name, said in self.inner(key, (), None).said.items()}


def fields(
    where: str, said: Any, needed: Iterable[str] = (), optional: Iterable[str] | None = ()
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
            raise bad(where, f"{shown(key)} is no key", "a key is a text")
        if allowed is not None and key not in allowed:
            raise bad(where, f"{shown(key)} is no key of it", one_of(key, allowed))
    if missing := [key for key in needed if key not in said]:
        raise bad(where, f"{missing[0]} is missing", f"it needs {', '.join(needed)}")
    return Fields(where, said)
