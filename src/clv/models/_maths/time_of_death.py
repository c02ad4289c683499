"""Sums over the unknown time of death of a customer, exact on every scale of the parameters.

Purchases at rate lambda ~ Gamma(R, rate alpha) and death at rate mu ~ Gamma(s, rate beta) lead to
integrals of ``s (alpha + u)^-R (beta + u)^-(s + 1)`` over the time of death u: hypergeometric
functions, which overflow for frequent customers. Here they are Gauss-Legendre sums in the logarithm
w = ln((c + T) / (c + u)), where c is the smaller of alpha and beta, and d the larger. A power of
c + u is an exponential in w, a power of d + u bends softly from one exponential into another, and
both are smooth however far apart c and d are. Where little is left of the integrand, it is cut off.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from clv.models._maths.arrays import FloatArray

__all__ = ["BLOCK", "FALL", "Moments", "Span", "enough", "legendre", "log_odds", "moments"]

FALL = 34.0
"""What is e^-34 of the highest is lost in rounding."""
BLOCK = 2048
"""Histories at a time, so that nodes by histories stay in the cache."""
SWAPPED = [2, 3, 0, 1]


class Span(NamedTuple):
    """Customers who may have died between t_x and T, by shapes that broadcast to (m,)."""

    shape: FloatArray
    alpha: FloatArray
    s: FloatArray
    beta: FloatArray
    t_x: FloatArray
    T: FloatArray

    def blocks(self) -> Iterator["Span"]:
        """Yield parts of at most ``BLOCK`` customers."""
        flat = np.broadcast_arrays(*self)
        for start in range(0, max(self.T.size, 1), BLOCK):
            yield Span(*(array[start : start + BLOCK] for array in flat))


class Moments(NamedTuple):
    """What a likelihood with its derivatives has to know about the time of death.

    Parameters
    ----------
    log_odds
        Shape (m,): logarithm of the odds of having died between t_x and T.
    mean, product
        Shapes (4, m), (4, 4, m): expectations, if so, of ln((v + T) / (v + u)) and of
        v / (v + u) - v / (v + T), for v = alpha and then for v = beta, and of their products.
    """

    log_odds: FloatArray
    mean: FloatArray
    product: FloatArray


class _Strip(NamedTuple):
    """Where w lies, from ``top`` (u = t_x) down: ``exp(near w) / (rest + ratio e^-w)^far``."""

    near: FloatArray
    far: FloatArray
    rest: FloatArray
    ratio: FloatArray
    top: FloatArray
    length: FloatArray


def enough(fall: FloatArray, length: FloatArray) -> float:
    """Nodes for full precision, found by trial.

    ``fall`` is by how much the logarithm of an integrand falls, ``length`` the range of w.
    """
    return float(np.maximum(4 + 3 * np.sqrt(fall), 6 + 3 * length + fall / 8).max(initial=1))


def log_odds(span: Span) -> FloatArray:
    """Logarithm of the odds of having died between t_x and T, shape (m,)."""
    return np.concatenate([_weigh(block)[0] for block in span.blocks()])


def moments(span: Span) -> Moments:
    """Odds of having died, with the moments of the time of death."""
    blocks = [_moments(block) for block in span.blocks()]
    return Moments(*(np.concatenate(parts, axis=-1) for parts in zip(*blocks, strict=True)))


def legendre(n: float) -> tuple[FloatArray, FloatArray]:
    """Return at least n nodes in (0, 1), of shape (n, 1), and weights (n,) that sum to 1."""
    return _legendre(4 * int(np.ceil(n / 4)))


@lru_cache
def _legendre(n: int) -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(n)
    return (nodes[:, None] + 1) / 2, weights / 2


def _moments(span: Span) -> Moments:
    odds, weights, features = _weigh(span)
    weighted = features * weights
    mean = weighted.sum(axis=1)
    product = np.einsum("inm,jnm->ijm", weighted, features)
    # The features come in the order of c and d, every second one in units of v / (v + T).
    swap, unit = span.alpha > span.beta, np.ones(mean.shape)
    if swap.any():
        mean = np.where(swap, mean[SWAPPED], mean)
        product = np.where(swap, product[SWAPPED][:, SWAPPED], product)
    unit[1::2] = span.alpha / (span.alpha + span.T), span.beta / (span.beta + span.T)
    return Moments(odds, mean * unit, product * unit * unit[:, None])


def _weigh(span: Span) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log odds (m,), weights of the nodes (n, m) and four features there (4, n, m)."""
    strip = _strip(span)
    nodes, rule = legendre(enough(_fall(strip), strip.length))
    features = np.empty((4, nodes.size, span.T.size))
    log_near, near, log_far, far = features
    np.subtract(strip.top, nodes * strip.length, out=log_near)
    left = np.exp(-log_near)
    np.divide(1, left, out=near)
    np.divide(1, strip.rest + strip.ratio * left, out=far)
    np.log(far, out=log_far)
    features[1::2] -= 1
    weights = strip.near * log_near + strip.far * log_far
    highest = weights.max(axis=0)
    np.exp(weights - highest, out=weights)
    weights *= rule[:, None]
    total = weights.sum(axis=0)
    weights /= total
    scale = span.s * (np.minimum(span.alpha, span.beta) + span.T) / (span.beta + span.T)
    return np.log(scale * strip.length * total) + highest, weights, features


def _strip(span: Span) -> _Strip:
    shape, alpha, s, beta, t_x, T = span
    c, d = np.minimum(alpha, beta), np.maximum(alpha, beta)
    near = np.where(alpha > beta, s + 1, shape) - 1
    far = np.where(alpha > beta, shape, s + 1)
    rest, ratio = (d - c) / (d + T), (c + T) / (d + T)
    top = np.log1p((T - t_x) / (c + t_x))
    # Either power alone brings the integrand down by FALL; one that rises takes from the other.
    by_near = FALL / np.maximum(near, FALL / 1e3)
    end = np.exp(-top)
    rise = np.expm1(np.minimum(FALL / (far + np.minimum(near, 0)), 600.0)) * (rest / ratio + end)
    by_far = np.log1p(np.minimum(rise, 1 - end) / end)
    length = np.minimum(top, np.minimum(by_near, by_far))
    return _Strip(near, far, rest, ratio, top, np.maximum(length, 1e-300))


def _fall(strip: _Strip) -> FloatArray:
    """By how much the logarithm of the integrand falls over the strip."""
    ends = np.exp(-strip.top), np.exp(strip.length - strip.top)
    bent = [np.log(strip.rest + strip.ratio * end) for end in ends]
    fall = strip.near * strip.length + strip.far * (bent[1] - bent[0])
    return np.asarray(np.maximum(fall, 0))
