"""Special functions in the forms in which they neither overflow nor cancel."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.special import betaincinv, betaln, digamma, gammaln, zeta

from clv.models._maths.arrays import FloatArray, IntArray

__all__ = ["RisingSum", "beta_rule", "in_logs", "rising", "wide_beta_rule"]

NOTHING = 1e-17
WIDEST_STEP = 0.2


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
    step
        The numbers j themselves, shape of ``above``.

    Examples
    --------
    >>> value, slope, curvature = RisingSum.of(np.array([0, 2]), np.array([5.0, 1.0]))(3.0)
    >>> bool(np.isclose(value, np.log(3 * 4)))
    True
    """

    above: FloatArray
    step: FloatArray

    @classmethod
    def of(cls, x: IntArray, weight: FloatArray) -> Self:
        """Count the customers above each number of purchases; both of shape (n,)."""
        holders = np.bincount(x, weight).astype(np.float64)
        above = np.cumsum(holders[::-1])[-2::-1].copy()
        return cls(above, np.arange(above.size, dtype=np.float64))

    def __call__(self, k: float) -> tuple[float, float, float]:
        """Return value, first and second derivative at k > 0."""
        inverse = 1 / (k + self.step)
        value, slope = -float(self.above @ np.log(inverse)), float(self.above @ inverse)
        return value, slope, -float(self.above @ (inverse * inverse))


def rising(k: FloatArray, x: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ``ln Gamma(k + x) - ln Gamma(k)`` by element, with first and second derivative in k.

    Parameters
    ----------
    k
        Positive; shape (m,).
    x
        Whole numbers from 0; shape (m,).

    Returns
    -------
    tuple of arrays
        Three of shape (m,).

    Examples
    --------
    >>> value, slope, bend = rising(np.array([3.0]), np.array([2]))
    >>> np.exp(value).round(9).tolist(), slope.round(9).tolist()
    ([12.0], [0.583333333])
    """
    return (
        gammaln(k + x) - gammaln(k),
        digamma(k + x) - digamma(k),
        zeta(2, k + x) - zeta(2, k),  # the trigamma function, faster than polygamma
    )


def in_logs(
    gradient: FloatArray, hessian: FloatArray, params: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Turn derivatives in parameters into derivatives in their logarithms.

    Parameters
    ----------
    gradient
        Shape (k, m) or (k,).
    hessian
        Shape (k, k, m) or (k, k); changed in place.
    params
        Natural scale, of the gradient's shape.

    Returns
    -------
    tuple of arrays
        Gradient and Hessian of the same shapes.

    Examples
    --------
    >>> in_logs(np.array([2.0]), np.array([[0.0]]), np.array([3.0]))
    (array([6.]), array([[6.]]))
    """
    gradient = gradient * params
    hessian *= params[:, None] * params
    k = len(params)
    hessian.reshape(k * k, *hessian.shape[2:])[:: k + 1] += gradient  # the diagonal
    return gradient, hessian


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


def wide_beta_rule(
    a: FloatArray, b: FloatArray, finest: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights as `beta_rule` does, for functions that turn very close to 0.

    The trapezoidal rule in the logit of p, whose error falls exponentially with its step for any
    function that is analytic around the positive axis, at whatever scale it turns: (1 + c p)^-m
    needs no finer step for a large c. Beyond the ends, where function and density have become
    powers, the infinite sum is a geometric one and joins the outermost nodes.

    Parameters
    ----------
    a, b
        Shapes, positive; shape (m, 1).
    finest
        Scale near 0 below which the function does not change any more; shape (m, 1).

    Returns
    -------
    tuple of arrays
        Nodes in (0, 1] and weights that sum to 1 in each row, both of shape (m, n).

    Examples
    --------
    >>> nodes, weights = wide_beta_rule(np.array([[0.5]]), np.array([[3.0]]), np.array([[1e-8]]))
    >>> round(float(weights[0] @ nodes[0]), 12)
    0.142857142857
    """
    flat = NOTHING * np.minimum(finest, 1 / (1 + b))
    # fmax, as betaincinv has no answer for some extreme shapes.
    lowest = np.log(np.fmax(betaincinv(a, b, NOTHING**2), flat))
    highest = -np.log(np.fmax(betaincinv(b, a, NOTHING**2), NOTHING / (1 + a)))
    n = int(np.ceil(max(80.0, float(np.max(highest - lowest)) / WIDEST_STEP)))
    step = (highest - lowest) / n
    y = lowest + step * np.arange(n + 1)
    nodes = 1 / (1 + np.exp(-y))
    weights = step * np.exp(-a * np.logaddexp(0, -y) - b * np.logaddexp(0, y) - betaln(a, b))
    weights[:, :1] /= -np.expm1(-a * step)
    weights[:, -1:] /= -np.expm1(-b * step)
    return nodes, weights / weights.sum(axis=1, keepdims=True)
