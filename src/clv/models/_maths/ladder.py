"""Sums over many whole numbers by few terms."""

import numpy as np
from scipy.linalg import eigh_tridiagonal

from clv.models._maths.arrays import FloatArray

__all__ = ["ladder"]

NODES = 16


def ladder(top: int, shape: float) -> tuple[FloatArray, FloatArray]:
    """Return numbers and weights that turn a sum over n = 1, 2, ..., top or more into a short one.

    The first terms are taken one by one, the others in blocks that grow with n, each by a
    quadrature rule for sums. A block is six standard deviations of a gamma distribution long.

    Parameters
    ----------
    top
        Where the sum may end, from 1.
    shape
        Of the gamma distribution whose distribution function, over n, the terms follow at their
        steepest.

    Returns
    -------
    tuple of arrays
        n and weight, both of shape (q,); for ``weight @ f(n)``.

    Examples
    --------
    >>> n, weight = ladder(1_000_000, 1.0)
    >>> n.size, round(float(weight @ (1 / (n * (n + 1)))), 6)
    (272, 0.999999)
    """
    growth = min(1.0, 6 / np.sqrt(shape))
    nodes, weights, start = [], [], 1
    while start <= top:
        length = max(NODES, int(growth * start))
        n, weight = _sum_rule(length)
        nodes.append(start + n)
        weights.append(weight)
        start += length
    return np.concatenate(nodes), np.concatenate(weights)


def _sum_rule(length: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights for a sum over 0, 1, ..., length - 1.

    Gauss quadrature by the recurrence of the discrete Chebyshev polynomials (Golub and Welsch
    1969): exact for polynomials of degree below 32, and the sum itself where it has 16 terms.
    """
    if length == NODES:
        return np.arange(NODES, dtype=np.float64), np.ones(NODES)
    n = np.arange(1, NODES, dtype=np.float64)
    square = n**2 * (float(length) ** 2 - n**2) / (4 * (4 * n**2 - 1))
    nodes, vectors = eigh_tridiagonal(np.full(NODES, (length - 1) / 2), np.sqrt(square))
    return np.asarray(nodes, dtype=np.float64), length * vectors[0] ** 2
