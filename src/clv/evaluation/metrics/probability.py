"""How good probabilities are as probabilities: proper scores."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, mean_over_customers

__all__ = ["brier", "count_log_loss", "log_loss"]

LEAST = 1e-12
"""Probability of a count that a model holds for impossible."""


def log_loss(event: ArrayLike, probability: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Mean negative log-likelihood of what happened.

    Parameters
    ----------
    event
        Whether it happened, shape (customers,).
    probability
        Predicted probability that it happens, 0 to 1; 0 and 1 are moved inwards by 2.2e-16, as in
        scikit-learn, so that one false certainty does not cost infinitely much.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above, in nats.

    Examples
    --------
    >>> round(float(log_loss([1, 0], [0.5, 0.5])), 4)
    0.6931
    """
    y = np.asarray(event, dtype=np.float64)
    tiny = np.finfo(np.float64).eps
    p = np.clip(np.asarray(probability, dtype=np.float64), tiny, 1 - tiny)
    return mean_over_customers(-y * np.log(p) - (1 - y) * np.log1p(-p), weights)


def brier(event: ArrayLike, probability: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Mean squared difference between the probability and what happened (Brier 1950).

    Parameters
    ----------
    event
        Whether it happened, shape (customers,).
    probability
        Predicted probability that it happens, 0 to 1.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 to 1.

    Examples
    --------
    >>> float(brier([1, 0], [0.5, 0.5]))
    0.25
    """
    error = np.asarray(event, dtype=np.float64) - np.asarray(probability, dtype=np.float64)
    return mean_over_customers(error**2, weights)


def count_log_loss(
    count: ArrayLike, probabilities: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Mean negative log-likelihood of how often something happened.

    Parameters
    ----------
    count
        How often it happened, whole numbers from 0, shape (customers,).
    probabilities
        Predicted probability of 0, 1, ..., most times, shape (customers, most + 1). A larger count
        has what is missing to 1. Probabilities below 1e-12 count as that, since one customer who
        is impossible by the model should not cost infinitely much, nor what rounding leaves.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above, in nats.

    Examples
    --------
    >>> round(float(count_log_loss([0, 9], [[0.5, 0.25], [0.5, 0.25]])), 4)
    1.0397
    """
    y, table = np.asarray(count, dtype=np.intp), np.asarray(probabilities, dtype=np.float64)
    beyond = 1 - table.sum(axis=1, keepdims=True)
    whole = np.concatenate([table, beyond], axis=1)
    given = whole[np.arange(y.size), np.minimum(y, table.shape[1])]
    return mean_over_customers(-np.log(np.clip(given, LEAST, 1)), weights)
