"""The numbers of this run and of the last one, taken with care: either may lack or spoil any."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clv.language import say

__all__ = [
    "Measure",
    "Measured",
    "Sides",
    "UnmeasuredError",
    "count",
    "day",
    "number",
    "part",
    "ratio",
]


class UnmeasuredError(Exception):
    """Says why something cannot be measured; never leaves this room."""


@dataclass(frozen=True)
class Sides:
    """What two runs have found; ``last`` is None for a first run."""

    now: Mapping[str, Any]
    last: Mapping[str, Any] | None
    since: date | None

    def before(self) -> Mapping[str, Any]:
        """Return the last run's numbers, or say that there are none."""
        if self.last is None:
            raise UnmeasuredError(say("this is the first run, with nothing to compare with"))
        return self.last


@dataclass(frozen=True)
class Measured:
    """A value, what was found in words, and what to do if it rings."""

    value: float
    found: str
    todo: str


Measure = Callable[[Sides], Measured]


def _absent(path: tuple[str, ...]) -> UnmeasuredError:
    return UnmeasuredError(say("the results hold no usable {name}", name=".".join(path)))


def _get(found: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            raise _absent(path)
        found = found[name]
    return found


def part(found: Any, *path: str) -> Mapping[str, Any]:
    """Return a mapping within the results that holds something."""
    value = _get(found, path)
    if not isinstance(value, Mapping) or not value:
        raise _absent(path)
    return value


def number(found: Any, *path: str) -> float:
    """Return a finite number within the results."""
    value = _get(found, path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _absent(path)
    try:
        real = float(value)
    except OverflowError:
        raise _absent(path) from None
    if not math.isfinite(real):
        raise _absent(path)
    return real


def count(found: Any, *path: str) -> float:
    """Return a number that is not negative."""
    value = number(found, *path)
    if value < 0:
        raise _absent(path)
    return value


def day(found: Any, *path: str) -> date:
    """Return a day within the results."""
    try:
        return date.fromisoformat(_get(found, path))
    except (TypeError, ValueError):
        raise _absent(path) from None


def ratio(above: float, below: float, what: str) -> float:
    """Divide, or say that the number below cannot be divided by."""
    value = above / below if below else math.inf
    if not math.isfinite(value):
        raise UnmeasuredError(say("{what} was zero", what=what))
    return value
