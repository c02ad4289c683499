"""Who is at the top: in proportion where equals cannot be told apart, or by a chain of keys."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Key", "edge_of_top", "membership", "not_below"]

Key = Callable[[NDArray[np.intp]], NDArray[Any]]
"""Gives the numbers of the customers at some places, higher before lower."""


def membership(values: NDArray[np.floating], size: float) -> NDArray[np.floating]:
    """How far each is among the ``size`` largest: 1, 0, or one fraction for all at the edge."""
    place = len(values) - min(max(int(np.ceil(size)), 1), len(values))
    edge = np.partition(values, place)[place]
    above, tied = values > edge, values == edge
    part = float((size - above.sum()) / tied.sum())
    return np.select([above, tied], [1.0, part], default=0.0)


def edge_of_top(keys: Sequence[Key], n: int, size: int) -> tuple[list[float | int] | None, int]:
    """Find the keys of the last of ``size`` customers, as many keys as it takes to part equals.

    The second number is how many equals the last key had to choose from; nobody has no edge.
    """
    if size == 0:
        return None, 0
    edge: list[float | int] = []
    equals = np.arange(n)
    for key in keys:
        choice = len(equals)
        found = key(equals)
        last = np.partition(found, choice - size)[choice - size]
        edge.append(last.item())
        size -= int((found > last).sum())
        equals = equals[found == last]
        if size == len(equals):
            break
    return edge, choice


def not_below(keys: Sequence[Key], n: int, edge: Sequence[float | int] | None) -> NDArray[np.bool_]:
    """Say who stands at the edge or before it."""
    high = np.zeros(n, dtype=bool)
    if edge is None:
        return high
    equals = np.arange(n)
    for key, last in zip(keys, edge, strict=False):
        found = key(equals)
        high[equals[found > last]] = True
        equals = equals[found == last]
    high[equals] = True
    return high
