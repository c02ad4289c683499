"""How much a grouping tells about who will buy at all."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, codes, counts
from clv.evaluation.metrics.grouped import Resample, activity_gained, add_up

__all__ = ["activity_gain"]


def activity_gain(event: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Log loss saved by telling each customer's activity from the others of the group.

    The probability for a customer is the share of buyers among the *others* of the group and one
    more, who buys at the base rate; the base rate is that of all other customers and one more, who
    buys with probability 1/2. So no group is ever certain. In a resample all copies of a customer
    are left out together.

    Parameters
    ----------
    event
        Whether the customer bought, shape (customers,).
    groups
        Group labels, shape (customers,).
    weights
        How often each customer counts, whole numbers of shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), nats a customer: 0 for groups without information, at most the entropy of the
        base rate (0.69).

    Examples
    --------
    >>> groups = ["a"] * 50 + ["b"] * 50
    >>> round(float(activity_gain([1] * 45 + [0] * 50 + [1] * 5, groups)), 3)
    0.357
    """
    y = np.asarray(event, dtype=np.float64)
    w, nothing = counts(weights, len(y)), np.zeros(len(y))
    sample = Resample(w.reshape(-1, len(y)), nothing, nothing, y)
    return activity_gained(add_up(sample, codes(groups))).reshape(w.shape[:-1])
