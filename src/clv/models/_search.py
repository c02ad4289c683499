"""Where the search for r, alpha, a and b starts, and the box that it stays in."""

import math
from collections.abc import Iterator

import numpy as np

from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories

__all__ = ["LOWER", "UPPER", "first_rates", "starts"]

# Shapes beyond 1e4 say that all customers are alike, below 1e-4 that they are all or nothing;
# alpha is counted in mean ages and follows r.
LOWER = np.log([1e-4, 1e-8, 1e-4, 1e-4])
UPPER = np.log([1e4, 1e10, 1e4, 1e4])


def starts(data: Histories, *, modified: bool = False, k: int = 1) -> Iterator[FloatArray]:
    """Yield what purchases and one-time buyers ask for, then three far corners.

    ``modified`` and ``k`` are those of the models with stages between purchases.
    """
    r, alpha = first_rates(data, *((2.3, 0.3) if modified else (1.6, 0.0)))
    yield np.log([r, alpha / k, *((0.8, 1.6) if modified else (0.7, 2.0))])
    time = float(data.weight @ data.T) / float(data.weight @ data.x) / k / (1 + modified)
    for r, a, b in ((5.0, 0.5, 0.5), (0.1, 5.0, 20.0), (20.0, 0.1, 3.0)):
        yield np.log([r, r * time, a, b])


def first_rates(data: Histories, lively: float, gone: float) -> tuple[float, float]:
    """Return r and alpha for histories of mean age 1: the rate, and who never bought again.

    Those are a share of ``(1 + 1 / alpha)^-r``, after a share ``gone`` who left at once; the living
    buy ``lively`` times as fast as all customers together.
    """
    rate = lively * float(data.weight @ data.x) / float(data.weight @ data.T)
    never = float(data.weight[data.x == 0].sum() / data.weight.sum())
    quiet = min(max((never - gone) / (1 - gone), 0.01), 0.99)
    wanted, alpha = min(-math.log(quiet) / rate, 0.9), 1.0
    for _ in range(8):
        alpha = wanted / math.log1p(1 / alpha)
    alpha = min(max(alpha, 0.02), 20.0)
    return rate * alpha, alpha
