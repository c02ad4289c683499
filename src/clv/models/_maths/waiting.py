"""How long to wait until a survival function has fallen to a level."""

from collections.abc import Callable

import numpy as np

from clv.models._maths.arrays import FloatArray

__all__ = ["waiting_times"]

HALVINGS = 64
REACH = 1e30


def waiting_times(
    quiet: Callable[[FloatArray], FloatArray], level: FloatArray, scale: float
) -> FloatArray:
    """Solve ``quiet(t) = level`` for every element by bisection in log t.

    Parameters
    ----------
    quiet
        Falls from 1 with t; maps shape (m,) to (m,).
    level
        Shape (m,); below 0 where no time is long enough.
    scale
        A typical time: solutions are looked for from it divided to it multiplied by 1e30.

    Returns
    -------
    array
        Shape (m,); infinite where quiet stays above the level.
    """
    scale = scale if scale > 0 else 1.0
    low = np.full(level.shape, np.log(scale / REACH))
    high = np.full(level.shape, np.log(scale * REACH))
    never = quiet(np.exp(high)) > level
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        waits = quiet(np.exp(middle)) > level
        low, high = np.where(waits, middle, low), np.where(waits, high, middle)
    return np.where(never, np.inf, np.exp(high))
