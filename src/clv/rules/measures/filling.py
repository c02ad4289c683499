"""Water filling: a total divided in proportion, and nobody above a cap."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clv.errors import InputError

__all__ = ["share_out"]

Floats: TypeAlias = NDArray[np.floating[Any]]


def share_out(rate: Floats, heads: Floats, total: float, cap: float | None = None) -> Floats:
    """Divide a total in proportion to rates per head, so that nobody gets more than a cap.

    What exceeds the cap goes to those below it, again in proportion.

    Parameters
    ----------
    rate
        Not negative; those with 0 get nothing, and one at least is above it.
    heads
        How many share each rate, 0 or more.
    total
        What there is to divide, positive.
    cap
        The most for one head, in the unit of the total.

    Returns
    -------
    numpy.ndarray of float
        For one head of each rate. With the cap everywhere a part of the total remains.

    Raises
    ------
    InputError
        ``E_HOURS`` or ``E_CAP`` if either is not positive.

    Examples
    --------
    >>> share_out(np.array([6.0, 3.0, 1.0]), np.ones(3), 10.0, cap=4.0).tolist()
    [4.0, 4.0, 2.0]
    """
    if not 0 < total < math.inf:
        raise InputError("E_HOURS", "there are no hours to divide", "give a positive number")
    if cap is None:
        return total * rate / (rate @ heads)
    if not 0 < cap < math.inf:
        raise InputError("E_CAP", "nobody may get anything", "give a positive cap", [cap])
    some = (rate > 0) & (heads > 0)
    level = _level(rate[some], heads[some], total, cap)
    return np.minimum(np.multiply(rate, level, out=np.zeros(len(rate)), where=some), cap)


def _level(rate: Floats, heads: Floats, total: float, cap: float) -> float:
    """What a rate of one gets: the highest rates are capped until the next fits."""
    order = np.argsort(-rate, kind="stable")
    rate, heads = rate[order], heads[order]
    rest = np.cumsum((rate * heads)[::-1])[::-1]
    level = (total - cap * (np.cumsum(heads) - heads)) / rest
    fits = np.flatnonzero(level * rate <= cap)
    return float(level[fits[0]]) if len(fits) else math.inf
