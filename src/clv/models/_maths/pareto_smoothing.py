"""Importance sampling whose largest weights are smoothed, and that says when it must not be used.

A. Vehtari, D. Simpson, A. Gelman, Y. Yao and J. Gabry (2024), Pareto smoothed importance sampling,
Journal of Machine Learning Research 25(72). The largest importance ratios are replaced by what is
expected of as many draws from a generalised Pareto distribution that was fitted to them. Its shape
k tells how many moments the ratios have: from 0.7 on no number of draws one can afford helps.
"""

import numpy as np
from scipy.special import gammaincinv, ndtri

from clv.models._maths.arrays import FloatArray, IntArray

__all__ = ["pareto_fit", "pareto_smoothed", "resampled", "student_points"]


def pareto_smoothed(log_ratio: FloatArray) -> tuple[FloatArray, float]:
    """Return importance weights and the shape k of their tail; section 2.2 of the paper.

    Parameters
    ----------
    log_ratio
        Log of target over proposal at each draw, up to a constant; minus infinity where the target
        is 0. Shape (n,), with 25 draws or more.

    Returns
    -------
    weights
        Shape (n,), not negative, of sum 1.
    k
        Shape of the fitted tail; minus infinity for a tail of equal ratios.
    """
    ratio = np.exp(log_ratio - log_ratio.max())
    size = int(np.ceil(min(0.2 * ratio.size, 3 * np.sqrt(ratio.size))))
    order = np.argsort(ratio)
    tail, cut = order[-size:], ratio[order[-size - 1]]
    beyond = ratio[tail] - cut
    k = -np.inf
    if beyond[-1] > 1e-12:
        k, scale = pareto_fit(np.maximum(beyond, 1e-12 * beyond[-1]))
        expected = scale * _growth(-np.log1p(-(np.arange(size) + 0.5) / size), k)
        ratio[tail] = np.minimum(cut + expected, 1.0)
    return ratio / ratio.sum(), k


def _growth(depth: FloatArray, k: float) -> FloatArray:
    """Quantiles of unit scale where the survival function is exp(-depth)."""
    return np.asarray(np.expm1(k * depth) / k if abs(k) > 1e-9 else depth)


def pareto_fit(x: FloatArray) -> tuple[float, float]:
    """Fit a generalised Pareto distribution to what lies beyond a threshold.

    J. Zhang and M. A. Stephens (2009), A new and efficient estimation method for the generalized
    Pareto distribution, Technometrics 51(3): with b = -k / scale the best k for a given b is a
    mean, and b is averaged over its profile likelihood. As in Vehtari et al. (2024), appendix C, k
    is then drawn towards 0.5 as by 10 further observations.

    Parameters
    ----------
    x
        Excesses, positive, in ascending order; shape (n,).

    Returns
    -------
    k, scale
        The survival function is ``(1 + k x / scale)^(-1 / k)``.
    """
    n = x.size
    points = 30 + int(np.sqrt(n))
    spread = 1 - np.sqrt(points / (np.arange(points) + 0.5))
    b = 1 / x[-1] + spread / (3 * x[int(n / 4 + 0.5) - 1])
    k = np.log1p(-b[:, None] * x).mean(axis=1)
    profile = n * (np.log(-b / k) - k - 1)
    share = np.exp(profile - profile.max())
    best = float(b @ share / share.sum())
    shape = float(np.log1p(-best * x).mean())
    return (n * shape + 10 * 0.5) / (n + 10), -shape / best


def student_points(uniform: FloatArray, degrees: float) -> tuple[FloatArray, FloatArray]:
    """Turn uniform points into points of the spherical Student distribution.

    Parameters
    ----------
    uniform
        Shape (n, d + 1), strictly between 0 and 1.
    degrees
        Degrees of freedom.

    Returns
    -------
    points
        Shape (n, d).
    log_density
        Up to a constant, shape (n,).
    """
    d = uniform.shape[1] - 1
    chi_square = 2 * gammaincinv(degrees / 2, uniform[:, -1])
    points = ndtri(uniform[:, :-1]) * np.sqrt(degrees / chi_square)[:, None]
    return points, -(degrees + d) / 2 * np.log1p((points**2).sum(axis=1) / degrees)


def resampled(weights: FloatArray, n: int, rng: np.random.Generator) -> IntArray:
    """Return n positions in random order, each as often as its weight says to within one.

    Systematic resampling: of all ways without bias the one that adds least noise.
    """
    levels = (np.arange(n) + rng.random()) / n
    chosen = np.searchsorted(np.cumsum(weights), levels, side="right")
    return rng.permutation(np.minimum(chosen, weights.size - 1))
