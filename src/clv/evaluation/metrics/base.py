"""What every metric has: a direction, a range, a unit and the value of a perfect prediction.

All metrics take what happened first, what was predicted or how customers were grouped second, and
how often each customer counts third. The counts may hold many resamples at once: shape
(customers,) gives one value, shape (draws, customers) gives one value a draw.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clv.errors import InputError

__all__ = ["Floats", "Metric", "by_level", "codes", "counts", "mean_over_customers"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Metric:
    """A measure of a prediction or a grouping.

    Parameters
    ----------
    name
        Its key, such as ``"roc_auc"``.
    title
        What a reader calls it.
    direction
        Whether ``"higher"`` or ``"lower"`` values, or values nearer to ``"zero"``, are better.
    lower, upper
        Smallest and largest possible value.
    perfect
        Value of a perfect prediction.
    unit
        What it is counted in; empty for pure numbers.
    function
        ``(truth, prediction, weights=None) -> values`` as described in this module's head.
    """

    name: str
    title: str
    direction: Literal["higher", "lower", "zero"]
    lower: float
    upper: float
    perfect: float
    unit: str
    function: Callable[..., Floats]

    def __call__(
        self, truth: ArrayLike, prediction: ArrayLike, weights: ArrayLike | None = None
    ) -> Floats:
        """Compute the metric.

        Parameters
        ----------
        truth
            What happened, shape (customers,).
        prediction
            What was predicted, or the groups, shape (customers,).
        weights
            How often each customer counts, shape (..., customers); once if None.

        Returns
        -------
        numpy.ndarray
            Shape (...): one value a resample, a single value for none.
        """
        return self.function(truth, prediction, weights)


def counts(weights: ArrayLike | None, n: int) -> Floats:
    """Give the counts as numbers, one each where there are none.

    Parameters
    ----------
    weights
        Shape (..., n), or None.
    n
        Customers.

    Returns
    -------
    numpy.ndarray
        Shape (..., n).
    """
    return np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)


def mean_over_customers(values: Floats, weights: ArrayLike | None) -> Floats:
    """Mean of one value a customer, each counted as often as the weights say.

    Parameters
    ----------
    values
        Shape (customers,).
    weights
        Shape (..., customers), or None.

    Returns
    -------
    numpy.ndarray
        Shape (...).
    """
    w = counts(weights, len(values))
    return np.asarray(w @ values / w.sum(axis=-1))


def codes(labels: ArrayLike) -> NDArray[np.intp]:
    """Number the different labels 0, 1, 2, ... in their sorted order.

    Parameters
    ----------
    labels
        Shape (customers,).

    Returns
    -------
    numpy.ndarray
        Shape (customers,).

    Raises
    ------
    InputError
        ``E_NOT_FINITE`` for customers without a label.
    """
    numbers = pd.factorize(np.asarray(labels), sort=True)[0]
    _refuse_missing(numbers < 0, "label")
    return numbers


def by_level(score: ArrayLike, *columns: Floats) -> tuple[Floats, ...]:
    """Sum columns over customers with the same score, lowest score first.

    Parameters
    ----------
    score
        Shape (customers,).
    *columns
        Each of shape (..., customers).

    Returns
    -------
    tuple of numpy.ndarray
        Each of shape (..., different scores).

    Raises
    ------
    InputError
        ``E_NOT_FINITE`` for customers without a score.

    Examples
    --------
    >>> by_level([2, 1, 2], np.array([1.0, 5.0, 3.0]))
    (array([5., 4.]),)
    """
    score = np.asarray(score)
    _refuse_missing(pd.isna(score), "score")
    order = np.argsort(score, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(score[order]) > 0])
    ordered = (np.take(column, order, axis=-1) for column in columns)
    return tuple(np.add.reduceat(column, starts, axis=-1) for column in ordered)


def _refuse_missing(missing: NDArray[np.bool_], what: str) -> None:
    if missing.any():
        raise InputError(
            "E_NOT_FINITE",
            f"{int(missing.sum())} of {missing.size} customers have no {what}",
            "give one to every customer, or leave out those without",
        )
