"""How well a score finds the customers with most of what is to be found."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, by_level, counts

__all__ = ["normalised_gini"]


def normalised_gini(
    amount: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None
) -> Floats:
    """Gini index of amounts ranked by a score, over that of amounts ranked by themselves.

    The Gini index is twice the area between the line of equal shares and the concentration curve:
    customers from the highest score down against their share of the amount. Customers with the
    same score share in proportion, so neither row order nor names matter.

    Parameters
    ----------
    amount
        What happened, not negative: purchases or money, shape (customers,).
    score
        Higher where more is expected, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), -1 to 1: 1 for the right order, about 0 for one without information; NaN where
        the amount does not vary.

    Examples
    --------
    >>> float(normalised_gini([0, 1, 5], [0.1, 0.2, 0.9]))
    1.0
    >>> float(normalised_gini([0, 1, 5], [1, 1, 1]))
    0.0
    """
    y = np.asarray(amount, dtype=np.float64)
    w = counts(weights, len(y))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(_gain(y, score, w) / _gain(y, y, w))


def _gain(y: Floats, score: ArrayLike, w: Floats) -> Floats:
    """Twice the area between the concentration curve and the line of equal shares, unscaled."""
    people, found = by_level(score, w, w * y)
    below = people.cumsum(axis=-1) - people / 2
    middle = people.sum(axis=-1, keepdims=True) / 2
    gain = (found * (below - middle)).sum(axis=-1)
    return np.where(np.abs(gain) > 1e-12 * found.sum(axis=-1) * middle[..., 0], gain, 0.0)
