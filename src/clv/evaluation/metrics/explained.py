"""How much of later spend a grouping explains for customers it has not been told about."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, codes, counts
from clv.evaluation.metrics.grouped import Resample, add_up, explained

__all__ = ["r2_log_spend"]


def r2_log_spend(spend: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Out-of-sample R² of log(1 + spend) when a customer is predicted by the others in the group.

    The prediction for a customer is the mean of the *other* customers of the group, the standard
    of comparison is the mean of all other customers: 1 - SSE / SST with both sums over such
    leave-one-out errors. In a resample all copies of a customer are left out together, so that
    nobody is predicted by a copy of oneself. A customer alone in a group gets the mean of all
    others. More groups do not raise it by themselves: random ones score about 0, or just below.

    Parameters
    ----------
    spend
        Money spent after the cut, shape (customers,); net spend below 0 counts as 0. The value
        depends on the unit of money through the 1 in log(1 + spend); the contest therefore counts
        money in a unit of its own.
    groups
        Group labels, shape (customers,).
    weights
        How often each customer counts, whole numbers of shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), at most 1; NaN where all customers spend the same.

    Examples
    --------
    >>> round(float(r2_log_spend([0, 0, 1, 50, 60, 70], ["b", "b", "b", "a", "a", "a"])), 2)
    0.97
    """
    y = np.log1p(np.maximum(np.asarray(spend, dtype=np.float64), 0))
    w, nothing = counts(weights, len(y)), np.zeros(len(y))
    sample = Resample(w.reshape(-1, len(y)), y, nothing, nothing)
    return explained(add_up(sample, codes(groups))).reshape(w.shape[:-1])
