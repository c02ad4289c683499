"""Faults of the catalogue: each says where, what was found and what is allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from clv.errors import InputError

__all__ = ["Where", "bad", "one_of", "shown"]

_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Where:
    """A place in the catalogue, for a message.

    Parameters
    ----------
    name
        What stands there.
    line
        Counted from 1; 0 where it is not known.
    """

    name: str
    line: int = 0

    def __str__(self) -> str:
        return f"line {self.line}: {self.name}" if self.line else self.name

    def at(self, said: Any, key: Any) -> "Where":
        """Return the same place, on the line on which a key of what is said there stands."""
        return Where(self.name, getattr(said, "lines", {}).get(key, self.line))


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


def bad(where: Where | str, found: str, allowed: str = "") -> InputError:
    """Return the error of a fault in the catalogue."""
    mend = f"mend the entry: {allowed}" if allowed else "mend the entry"
    return InputError("E_CATALOGUE", f"catalogue.yml: {where}: {found}", mend)
