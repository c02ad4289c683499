"""Whether forecast distributions are as wide as what happened, and forecast levels as high."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, by_level, counts, mean_over_customers

__all__ = ["coverage_80", "coverage_95", "decile_error", "deciles"]

TENTHS = np.linspace(0, 1, 11)


def coverage_80(
    count: ArrayLike, probabilities: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Share of counts inside the central 80% of their forecast distribution, less 80%.

    Counts are whole numbers, so that hardly any interval holds just 80%. Each count stands for a
    number drawn evenly from the stretch of the distribution function that it jumps over (the
    randomised probability integral transform, Czado, Gneiting and Held 2009), and counts with the
    chance that this number is inside: nothing is drawn.

    Parameters
    ----------
    count
        How often it happened, whole numbers from 0, shape (customers,).
    probabilities
        Predicted probability of 0, 1, ..., most times, shape (customers, most + 1). Larger counts
        share what is missing to 1.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), -0.8 to 0.2; below 0 where the distributions are too narrow or misplaced.

    Examples
    --------
    >>> round(float(coverage_80([0, 1], [[0.5, 0.5], [0.5, 0.5]])), 3)
    0.0
    """
    return _coverage(count, probabilities, weights, 0.8)


def coverage_95(
    count: ArrayLike, probabilities: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Share of counts inside the central 95% of their forecast distribution, less 95%.

    Parameters
    ----------
    count
        How often it happened, whole numbers from 0, shape (customers,).
    probabilities
        As for `coverage_80`, which says how a count is inside in part.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), -0.95 to 0.05.
    """
    return _coverage(count, probabilities, weights, 0.95)


def decile_error(
    actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """How far tenths of the customers, in the order of their forecasts, are off as groups.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, 0 and above, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above: the sum over tenths of the distance between what was expected and
        what happened, as a share of all that happened; NaN where nothing did. Customers with equal
        forecasts are divided among tenths in proportion.

    Examples
    --------
    >>> round(float(decile_error([0, 2] * 10, [1, 1] * 10)), 12)
    0.0
    """
    expected, observed = deciles(actual, forecast, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.abs(expected - observed).sum(axis=-1) / observed.sum(axis=-1))


def deciles(
    actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Sum forecasts and outcomes over tenths of the customers, lowest forecast first.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    expected, observed : numpy.ndarray
        Shape (..., 10); customers with equal forecasts are divided in proportion.
    """
    y, f = np.asarray(actual, dtype=np.float64), np.asarray(forecast, dtype=np.float64)
    w = counts(weights, y.size)
    levels = by_level(f, w, w * f, w * y)
    people, made, happened = (np.insert(level.cumsum(-1), 0, 0.0, axis=-1) for level in levels)
    tenths = np.empty((2, *w.shape[:-1], 10))
    for draw in np.ndindex(w.shape[:-1]):
        edges = TENTHS * people[draw][-1]
        for side, running in enumerate((made, happened)):
            tenths[side][draw] = np.diff(np.interp(edges, people[draw], running[draw]))
    return tenths[0], tenths[1]


def _coverage(
    count: ArrayLike, probabilities: ArrayLike, weights: ArrayLike | None, level: float
) -> Floats:
    y, table = np.asarray(count, dtype=np.intp), np.asarray(probabilities, dtype=np.float64)
    running = np.concatenate([np.zeros((y.size, 1)), table.cumsum(axis=1)], axis=1)
    line, most = np.arange(y.size), table.shape[1]
    start = np.minimum(running[line, np.minimum(y, most)], 1.0)
    end = np.where(y < most, running[line, np.minimum(y + 1, most)], 1.0)
    low, high = (1 - level) / 2, (1 + level) / 2
    inside = np.clip(np.minimum(end, high) - np.maximum(start, low), 0, None)
    width = np.maximum(end - start, 1e-12)
    return np.asarray(mean_over_customers(np.minimum(inside / width, 1.0), weights) - level)
