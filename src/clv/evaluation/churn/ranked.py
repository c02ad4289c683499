"""Customers called from the top of a ranking down, for many resamples with one sort."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats

__all__ = ["Caller", "from_the_top", "reached"]

Caller: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]
"""Takes counts of shape (..., customers); gives two arrays of shape (..., different scores): how
many are called down to each score, and what they add up to."""


def from_the_top(score: ArrayLike, amount: ArrayLike) -> Caller:
    """Prepare the running totals along a ranking.

    Parameters
    ----------
    score
        Highest first in line, shape (customers,); equal scores are called together.
    amount
        What is added up, shape (customers,).

    Returns
    -------
    Caller
        The totals for given counts.

    Examples
    --------
    >>> people, money = from_the_top([1, 2, 2], [5.0, 1.0, 2.0])(np.ones(3))
    >>> people.tolist(), money.tolist()
    ([2.0, 3.0], [3.0, 8.0])
    """
    values = np.asarray(score, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ordered = np.asarray(amount, dtype=np.float64)[order]
    ends = np.flatnonzero(np.r_[np.diff(values[order]) < 0, True])

    def totals(weights: Floats) -> tuple[Floats, Floats]:
        drawn = np.take(weights, order, axis=-1)
        people, added = drawn.cumsum(axis=-1), (drawn * ordered).cumsum(axis=-1)
        if len(ends) == len(order):
            return people, added
        return people[..., ends], added[..., ends]

    return totals


def reached(people: Floats, added: Floats, shares: ArrayLike) -> Floats:
    """Read running totals at shares of the customers; within a score they grow in proportion.

    Parameters
    ----------
    people, added
        Shape (..., different scores), as a `Caller` gives them.
    shares
        Of the customers, 0 to 1, shape (shares,).

    Returns
    -------
    numpy.ndarray
        Shape (..., shares).
    """
    at = np.asarray(shares, dtype=np.float64)
    start = np.zeros((*people.shape[:-1], 1))
    known, totals = (np.concatenate([start, part], axis=-1) for part in (people, added))
    read = [
        np.interp(at * known[draw][-1], known[draw], totals[draw])
        for draw in np.ndindex(people.shape[:-1])
    ]
    return np.reshape(read, (*people.shape[:-1], at.size))
