"""Newton's method with halved steps, for log losses, which are convex."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curved", "newton"]

Floats = NDArray[np.float64]
Curved = Callable[[Floats], tuple[float, Floats, Floats]]
"""Maps coefficients to a value, its gradient and its Hessian."""

_ENOUGH = 1e-11  # decrease that is still to be had, in nats over all customers
_MOST = 100


def newton(function: Curved, start: Floats) -> Floats:
    """Return where a convex function is smallest.

    Parameters
    ----------
    function
        Value, gradient of shape (k,) and Hessian of shape (k, k).
    start
        Shape (k,).

    Returns
    -------
    numpy.ndarray
        Shape (k,).
    """
    point = np.asarray(start, np.float64)
    value, gradient, hessian = function(point)
    for _ in range(_MOST):
        step = np.linalg.lstsq(hessian, -gradient, rcond=None)[0]
        gain = -gradient @ step
        if not gain > _ENOUGH * (1 + abs(value)):
            break
        size = 1.0
        tried = function(point + step)
        while tried[0] > value and size > 1e-6:
            size /= 2
            tried = function(point + size * step)
        if tried[0] > value:
            break
        point = point + size * step
        value, gradient, hessian = tried
    return point
