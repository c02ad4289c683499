"""Special functions in the forms in which they neither overflow nor cancel."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.linalg import eigh_tridiagonal

from clv.models._types import FloatArray, IntArray

__all__ = ["RisingSum", "beta_rule"]


@dataclass(frozen=True)
class RisingSum:
    """Weighted sum over customers of ``ln Gamma(k + x) - ln Gamma(k)`` as a function of k.

    Since x is a whole number, the difference is ``ln k + ln(k + 1) + ... + ln(k + x - 1)``. Summed
    over customers, ``ln(k + j)`` counts as often as there are customers with x > j, which turns
    millions of gamma functions into one short sum that is exact for every k.

    Parameters
    ----------
    above
        Element j is the weight of the customers with x > j.

    Examples
    --------
    >>> value, slope, curvature = RisingSum.of(np.array([0, 2]), np.array([5.0, 1.0]))(3.0)
    >>> bool(np.isclose(value, np.log(3 * 4)))
    True
    """

    above: FloatArray

    @classmethod
    def of(cls, x: IntArray, weight: FloatArray) -> Self:
        """Count the customers above each number of purchases; both of shape (n,)."""
        holders = np.bincount(x, weight).astype(np.float64)
        return cls(np.cumsum(holders[::-1])[::-1][1:])

    def __call__(self, k: float) -> tuple[float, float, float]:
        """Return value, first and second derivative at k > 0."""
        inverse = 1 / (k + np.arange(self.above.size))
        weighted = self.above * inverse
        value = -float(self.above @ np.log(inverse))
        return value, float(weighted.sum()), -float(weighted @ inverse)


def beta_rule(a: float, b: float, n: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights that turn an expectation under a beta distribution into a sum.

    ``E[f(p)]`` with p ~ Beta(a, b) is ``weights @ f(nodes)``: exact for polynomials of degree below
    2 n (Gauss-Jacobi quadrature by the eigenvalues of Golub and Welsch 1969, normalised to a
    probability measure so that no gamma function is needed and nothing overflows).

    Parameters
    ----------
    a, b
        Shapes, positive.
    n
        Nodes, 2 or more.

    Returns
    -------
    tuple of arrays
        Nodes in (0, 1] and weights that sum to 1, both of shape (n,).

    Examples
    --------
    >>> nodes, weights = beta_rule(2.0, 3.0, 8)
    >>> round(float(weights @ nodes), 12)
    0.4
    """
    # Three-term recurrence of the Jacobi polynomials, shifted to [0, 1]; c stands for a + b.
    c = a + b
    k = np.arange(1, n, dtype=np.float64)
    last = np.ones(n - 1)  # (k + c - 2) / (2 k + c - 3), which is 1 at k = 1 for every c
    last[1:] = (k[1:] + c - 2) / (2 * k[1:] + c - 3)
    middle = (a * (c - 2) + 2 * k * (k + c - 1)) / ((c + 2 * k - 2) * (c + 2 * k))
    square = last * k * (k + a - 1) * (k + b - 1) / ((c + 2 * k - 2) ** 2 * (c + 2 * k - 1))
    nodes, vectors = eigh_tridiagonal(np.concatenate([[a / c], middle]), np.sqrt(square))
    return np.clip(nodes, 1e-290, 1.0), vectors[0] ** 2
