"""Distributions of a count: spread around a mean, moved to another mean, and their middle."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.special import gammaln, xlogy

from clv.evaluation.metrics.base import Floats

__all__ = ["best_order", "fit_shape", "middle", "negative_binomial", "tilt"]

SHAPES = (-6.0, 8.0)
"""Natural logarithm of the narrowest and widest shape: from almost all zero to almost Poisson."""
STEPS = 100
LARGEST = 30.0
"""Tilt beyond which next to everybody has the smallest or the largest count."""


def negative_binomial(mean: ArrayLike, shape: float, most: int) -> Floats:
    """Spread counts around their means: variance mean + mean² / shape.

    Parameters
    ----------
    mean
        Expected counts, 0 and above, shape (n,).
    shape
        Above 0; the greater, the nearer to Poisson.
    most
        Largest count to tell.

    Returns
    -------
    numpy.ndarray
        Shape (n, most + 1): probability of 0, 1, ..., most.

    Examples
    --------
    >>> negative_binomial([1.0], 1.0, 2).round(3).tolist()
    [[0.5, 0.25, 0.125]]
    """
    mu, n = np.asarray(mean, dtype=np.float64)[:, None], np.arange(most + 1)
    ways = gammaln(shape + n) - gammaln(shape) - gammaln(n + 1)
    return np.exp(ways - shape * np.log1p(mu / shape) + xlogy(n, mu / (shape + mu)))


def fit_shape(mean: ArrayLike, actual: ArrayLike) -> float:
    """Find the shape under which counts are most likely, given their means.

    Parameters
    ----------
    mean
        Expected counts, above 0, shape (n,).
    actual
        The counts, shape (n,).

    Returns
    -------
    float
        For `negative_binomial`; within e⁻⁶ and e⁸.
    """
    mu, y = np.asarray(mean, dtype=np.float64), np.asarray(actual, dtype=np.float64)

    def loss(log_shape: float) -> float:
        k = np.exp(log_shape)
        value = gammaln(k + y) - gammaln(k) - k * np.log1p(mu / k) - y * np.log(k + mu)
        return -float(value.sum())

    return float(np.exp(minimize_scalar(loss, bounds=SHAPES, method="bounded").x))


def middle(table: ArrayLike, mean: ArrayLike) -> Floats:
    """Take the median of each distribution: the point with the smallest mean absolute error.

    Parameters
    ----------
    table
        Probabilities of 0, 1, ..., most, shape (n, most + 1).
    mean
        Expected counts, shape (n,): taken where more than half lies beyond ``most``.

    Returns
    -------
    numpy.ndarray
        Shape (n,).

    Examples
    --------
    >>> middle([[0.6, 0.3], [0.4, 0.3], [0.1, 0.1]], [0.5, 1.0, 7.0]).tolist()
    [0.0, 1.0, 7.0]
    """
    below = np.cumsum(np.asarray(table, dtype=np.float64), axis=1)
    reached = below >= 0.5
    first = reached.argmax(axis=1).astype(np.float64)
    beyond = np.maximum(np.asarray(mean, dtype=np.float64), below.shape[1])
    return np.where(reached[:, -1], first, beyond)


def best_order(table: ArrayLike) -> Floats:
    """Put customers in the order that correlates best with the ranks of the counts to come.

    By each customer's expected rank; but where most will buy nothing, ranks spread those far apart
    who hardly differ. So the lowest customers share one place, as many as make the rank
    correlation highest that the distributions themselves expect. No outcome is seen.

    Parameters
    ----------
    table
        Probabilities of 0, 1, ..., most, shape (n, most + 1); the rest is the tail.

    Returns
    -------
    numpy.ndarray
        Shape (n,): a score, higher where more is expected.

    Examples
    --------
    >>> best_order([[0.99, 0.01], [0.98, 0.02], [0.1, 0.9]]).round(2).tolist()
    [0.36, 0.36, 0.8]
    """
    known = np.asarray(table, dtype=np.float64)
    whole = np.concatenate([known, 1 - known.sum(axis=1, keepdims=True)], axis=1)
    share = whole.mean(axis=0)
    score = whole @ (np.cumsum(share) - share / 2)
    if len(score) < 2:
        return np.asarray(score)
    order = np.argsort(score, kind="stable")
    ranks = np.arange(len(score)) - (len(score) - 1) / 2
    lowest = np.arange(1, len(score))
    centred = score[order] - score.mean()
    shared = np.cumsum(ranks)[:-1] / lowest
    above = np.cumsum((ranks * centred)[::-1])[::-1][1:]
    covariance = shared * np.cumsum(centred)[:-1] + above
    variance = lowest * shared**2 + np.cumsum((ranks**2)[::-1])[::-1][1:]
    tied = int(np.argmax(covariance / np.sqrt(variance)))
    return np.asarray(np.maximum(score, score[order[tied]]))


def tilt(table: Floats, mean: Floats) -> Floats:
    """Move distributions to other means, changing them as little as can be.

    Each becomes p(n) exp(θ n) / c with the θ that gives the mean: of all distributions with that
    mean the one with the least Kullback-Leibler divergence from p (Csiszár 1975).

    Parameters
    ----------
    table
        Probabilities of 0, 1, ..., most, shape (n, most + 1), each row adding up to 1.
    mean
        The new means, above 0 and below ``most``, shape (n,).

    Returns
    -------
    numpy.ndarray
        Of the same shape.

    Examples
    --------
    >>> moved = tilt(np.array([[0.5, 0.3, 0.2]]), np.array([1.0]))
    >>> (moved @ np.arange(3)).round(9).tolist()
    [1.0]
    """
    table = np.maximum(table, np.finfo(np.float64).tiny)  # a count may have underflowed to nothing
    n, moved = np.arange(table.shape[1]), table.copy()
    theta = np.clip(np.log(mean / (table @ n)), -LARGEST, LARGEST)  # exact for Poisson counts
    low, high = np.full(len(table), -LARGEST), np.full(len(table), LARGEST)
    rows = np.arange(len(table))
    for _ in range(STEPS):
        log_weights = theta[rows, None] * n
        weights = table[rows] * np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
        moved[rows] = weights = weights / weights.sum(axis=1, keepdims=True)
        now, wanted = weights @ n, mean[rows]
        low[rows] = np.where(now < wanted, theta[rows], low[rows])
        high[rows] = np.where(now < wanted, high[rows], theta[rows])
        step = theta[rows] - (now - wanted) / np.maximum(weights @ n**2 - now**2, 1e-300)
        inside = (step > low[rows]) & (step < high[rows])
        theta[rows] = np.where(inside, step, (low[rows] + high[rows]) / 2)
        rows = rows[np.abs(now - wanted) > 1e-9 * wanted]
        if not rows.size:
            break
    return moved
