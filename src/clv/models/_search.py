"""Where the search for r, alpha, a and b starts, and the box that it stays in."""

from collections.abc import Iterator

import numpy as np

from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories

__all__ = ["LOWER", "UPPER", "starts"]

# Shapes beyond 1e4 say that all customers are alike, below 1e-4 that they are all or nothing;
# alpha is counted in mean ages and follows r.
LOWER = np.log([1e-4, 1e-8, 1e-4, 1e-4])
UPPER = np.log([1e4, 1e10, 1e4, 1e4])


def starts(data: Histories, per_purchase: float = 1.0) -> Iterator[FloatArray]:
    """Yield the observed rate with moderate heterogeneity first, then three far corners.

    ``per_purchase`` is how many events at the rate stand behind each purchase observed.
    """
    # Here and not before the first start is asked for: a score may be of nobody who bought.
    time = float(data.weight @ data.T) / float(data.weight @ data.x) / per_purchase
    for r, a, b in ((0.5, 0.7, 2.0), (5.0, 0.5, 0.5), (0.1, 5.0, 20.0), (20.0, 0.1, 3.0)):
        yield np.log([r, r * time, a, b])
