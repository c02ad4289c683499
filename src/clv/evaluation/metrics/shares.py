"""How much of later spend a ranking puts at the top."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, counts
from clv.evaluation.metrics.ranked import ranked

__all__ = ["top_share"]


def top_share(
    spend: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None, top: float = 0.2
) -> Floats:
    """Share of later spend that comes from the customers ranked highest.

    Customers with the same score are not told apart: where the edge falls among them, they count
    in proportion, so neither row order nor names matter. This is one point of the Lorenz
    (concentration) curve of spend along the score.

    Parameters
    ----------
    spend
        Net money spent after the cut, shape (customers,).
    score
        Ranking, highest first in line; for groups the mean past contribution of the group.
    weights
        How often each customer counts, shape (..., customers).
    top
        Share of the customers taken, 0 to 1.

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 to 1 (``top`` for a ranking without information) where no customer's net
        spend is negative; NaN where nothing is spent.

    Examples
    --------
    >>> float(top_share([80, 10, 5, 5, 0], [9, 3, 2, 1, 1]))
    0.8
    >>> float(top_share([80, 10, 5, 5, 0], [1, 1, 1, 1, 1]))
    0.2
    """
    y = np.asarray(spend, dtype=np.float64)
    return ranked(y, score, counts(weights, len(y))).top_share(top)
