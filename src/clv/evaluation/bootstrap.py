"""Intervals by resampling customers with replacement, a block of draws at a time."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from clv.errors import InputError
from clv.evaluation.metrics.base import Floats

__all__ = ["bootstrap_weights", "error_interval", "interval", "resample", "simultaneous_reach"]

CELLS_AT_ONCE = 250_000
"""Customers times draws held at once: 2 MB, as fits a processor cache; no result depends on it."""


def bootstrap_weights(
    n: int, draws: int, seed: int = 0, stand_for: ArrayLike | None = None
) -> Iterator[Floats]:
    """Draw how often each customer occurs in each resample.

    Parameters
    ----------
    n
        Customers, or lines that stand for several equal customers each.
    draws
        Number of resamples.
    seed
        Seed of the draws.
    stand_for
        Customers behind each line, whole numbers of shape (n,); one each if None. With it the
        cost grows with the lines and not with the customers.

    Yields
    ------
    numpy.ndarray
        Shape (draws in this block, n): multinomial counts, each row adding up to the customers.

    Raises
    ------
    InputError
        ``E_DRAWS`` for fewer than one draw.

    Examples
    --------
    >>> [block.sum(axis=1).tolist() for block in bootstrap_weights(4, draws=2)]
    [[4.0, 4.0]]
    """
    if draws < 1:
        raise InputError("E_DRAWS", f"{draws} draws make no interval", "ask for 500 or more")
    generator = np.random.default_rng(seed)
    at_once = max(1, CELLS_AT_ONCE // n)
    for start in range(0, draws, at_once):
        rows = min(start + at_once, draws) - start
        if stand_for is None:
            drawn = [np.bincount(generator.integers(0, n, n), minlength=n) for _ in range(rows)]
            yield np.array(drawn, dtype=np.float64)
        else:
            counts = np.asarray(stand_for, dtype=np.float64)
            total = counts.sum()
            yield generator.multinomial(int(total), counts / total, rows).astype(np.float64)


def resample(
    statistic: Callable[[Floats], Floats],
    n: int,
    draws: int,
    seed: int = 0,
    stand_for: ArrayLike | None = None,
) -> Floats:
    """Compute a statistic on resampled customers.

    Parameters
    ----------
    statistic
        Takes counts of shape (some draws, n), returns values of shape (some draws, ...).
    n
        Customers, or lines that stand for several equal customers each.
    draws
        Number of resamples.
    seed
        Seed of the draws; the same seed gives the same resamples, so that two statistics computed
        with it may be compared draw by draw.
    stand_for
        Customers behind each line, shape (n,); one each if None.

    Returns
    -------
    numpy.ndarray
        Shape (draws, ...).
    """
    blocks = bootstrap_weights(n, draws, seed, stand_for)
    return np.concatenate([statistic(block) for block in blocks])


def error_interval(value: Floats, samples: Floats, level: float) -> tuple[Floats, Floats]:
    """Set the normal interval around a value, with the samples' standard error (Efron 1979).

    For levels so high that a percentile of the samples would rest on a handful of them.

    Parameters
    ----------
    value
        Shape (...): the statistic on the data as they are.
    samples
        Shape (draws, ...).
    level
        Level of the interval, 0 to 1.

    Returns
    -------
    lower, upper : numpy.ndarray
        Shape (...); NaN where any sample is.

    Examples
    --------
    >>> low, high = error_interval(np.array(1.0), np.array([0.9, 1.1]), level=0.95)
    >>> round(float(high - 1), 3), round(float(1 - low), 3)
    (0.277, 0.277)
    """
    reach = float(ndtri((1 + level) / 2)) * np.std(samples, axis=0, ddof=1)
    return np.asarray(value - reach), np.asarray(value + reach)


def interval(samples: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Take the middle part of the samples: the percentile interval (Efron 1979).

    Parameters
    ----------
    samples
        Shape (draws, ...).
    level
        Share of the samples inside, 0 to 1.

    Returns
    -------
    lower, upper : numpy.ndarray
        Shape (...); NaN where any sample is.

    Examples
    --------
    >>> [float(limit) for limit in interval(np.arange(101.0), level=0.5)]
    [25.0, 75.0]
    """
    tail = (1 - level) / 2
    lower, upper = np.quantile(samples, [tail, 1 - tail], axis=0)
    return np.asarray(lower), np.asarray(upper)


def simultaneous_reach(samples: Floats, level: float) -> Floats:
    """Standard errors that intervals must reach to hold together (max-T, Westfall and Young 1993).

    The largest standardised deviation of a sample over the whole family stays within the reach in
    a share ``level`` of the samples. Where figures go up and down together it is shorter than
    Bonferroni's, which reckons with the worst.

    Parameters
    ----------
    samples
        Shape (draws, ..., family): the last axis holds the figures that are read together.
    level
        Level of all intervals of the family together, 0 to 1.

    Returns
    -------
    numpy.ndarray
        Shape (...); 0 where no figure of the family varies, NaN where any sample is.

    Examples
    --------
    >>> alone = np.random.default_rng(0).normal(size=(20_000, 1))
    >>> many = np.random.default_rng(0).normal(size=(20_000, 100))
    >>> [round(float(simultaneous_reach(each, 0.95)), 1) for each in (alone, many)]
    [2.0, 3.5]
    """
    error = np.std(samples, axis=0, ddof=1)
    gap = np.abs(samples - samples.mean(axis=0))
    size = np.divide(gap, error, out=np.zeros_like(gap), where=~(error == 0))
    return np.asarray(np.quantile(size.max(axis=-1), level, axis=0))
