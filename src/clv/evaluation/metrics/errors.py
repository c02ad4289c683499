"""How far forecast counts and amounts lie from what happened."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, mean_over_customers

__all__ = ["bias", "mean_absolute_error", "root_mean_squared_error", "wape"]


def bias(actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Mean of forecast less actual: positive where too much was forecast.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), in the unit forecast.

    Examples
    --------
    >>> float(bias([0, 2], [1, 2]))
    0.5
    """
    return mean_over_customers(_error(actual, forecast), weights)


def mean_absolute_error(
    actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Mean absolute difference; on skewed counts it rewards forecasting too little.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above, in the unit forecast.

    Examples
    --------
    >>> float(mean_absolute_error([0, 2], [1, 2]))
    0.5
    """
    return mean_over_customers(np.abs(_error(actual, forecast)), weights)


def root_mean_squared_error(
    actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Root of the mean squared difference; the best forecast by it is the mean.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above, in the unit forecast.

    Examples
    --------
    >>> float(root_mean_squared_error([0, 2], [2, 2])) == 2**0.5
    True
    """
    return np.sqrt(mean_over_customers(_error(actual, forecast) ** 2, weights))


def wape(actual: ArrayLike, forecast: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Weighted absolute percentage error: all absolute errors over all that happened.

    It is the mean absolute error in units of the mean outcome, so that shops and windows compare;
    within one it puts forecasts in the same order.

    Parameters
    ----------
    actual, forecast
        What happened and what was forecast, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above; NaN where nothing happened.

    Examples
    --------
    >>> float(wape([0, 2], [1, 2]))
    0.5
    """
    errors = mean_over_customers(np.abs(_error(actual, forecast)), weights)
    happened = mean_over_customers(np.abs(np.asarray(actual, dtype=np.float64)), weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(errors / happened)


def _error(actual: ArrayLike, forecast: ArrayLike) -> Floats:
    return np.asarray(forecast, dtype=np.float64) - np.asarray(actual, dtype=np.float64)
