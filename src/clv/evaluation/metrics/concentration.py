"""How well a score finds the customers with most of what is to be found."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, counts
from clv.evaluation.metrics.ranked import ranked

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
        return np.asarray(ranked(y, score, w).gini() / ranked(y, y, w).gini())
