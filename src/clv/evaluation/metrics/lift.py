"""How much richer in events the top of a ranking is than the whole."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats
from clv.evaluation.metrics.shares import top_share

__all__ = ["lift"]


def lift(
    event: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None, top: float = 0.1
) -> Floats:
    """Rate of the event among the customers ranked highest, over the rate among all.

    Customers with the same score are not told apart: where the edge falls among them, they count
    in proportion.

    Parameters
    ----------
    event
        Whether it happened, shape (customers,).
    score
        Higher where it is expected more.
    weights
        How often each customer counts, shape (..., customers).
    top
        Share of the customers that the budget reaches, above 0 to 1.

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 and above, 1 for a ranking without information; at most 1 over the larger of
        ``top`` and the rate among all, so that events that are common leave little to gain. NaN
        where no one has the event.

    Examples
    --------
    >>> float(lift([1, 0, 1, 0, 0], [9, 8, 3, 2, 1], top=0.2))
    2.5
    """
    return np.asarray(top_share(np.asarray(event, dtype=np.float64), score, weights, top) / top)
