"""Expected purchases, each at its discounted worth."""

from itertools import pairwise

import numpy as np

from clv.models._maths.arrays import FloatArray

__all__ = ["discount_rule"]

NODES = 12
LONGEST = 40.0
"""In units of 1 / force: what lies beyond counts less than 1e-17 of what lies before."""
PANELS = 7


def discount_rule(force: float, t: float) -> tuple[FloatArray, FloatArray]:
    """Return times and weights that turn expected purchases into discounted ones.

    With E(s) the expected purchases until s, integration by parts turns the integral of
    ``exp(-k s) dE(s)`` from 0 to t into ``exp(-k t) E(t) + k * integral of exp(-k s) E(s)``, whose
    integrand is smooth, so that no step length has to be chosen. Purchases crowd where the time is
    short: panels of Gauss and Legendre's quadrature shrink towards 0.

    Parameters
    ----------
    force
        k = ln(1 + rate) per unit of time, from 0; above 0 if t is infinite.
    t
        Length of time ahead.

    Returns
    -------
    tuple of arrays
        Times s and weights w of shape (q,): the discounted purchases are the sum of w E(s).

    Examples
    --------
    >>> times, weights = discount_rule(0.1, np.inf)
    >>> bool(np.isclose(weights @ times, 1 / 0.1))  # one purchase per unit of time, for ever
    True
    """
    end = min(t, LONGEST / force) if force > 0 else t
    times, weights = [np.array([end])], [np.array([np.exp(-force * end)])]
    if force > 0 and end > 0:
        nodes, widths = np.polynomial.legendre.leggauss(NODES)
        for start, stop in pairwise(_edges(end, force)):
            s = start + (stop - start) / 2 * (nodes + 1)
            times.append(s)
            weights.append(force * np.exp(-force * s) * (stop - start) / 2 * widths)
    return np.concatenate(times), np.concatenate(weights)


def _edges(end: float, force: float) -> list[float]:
    """One panel for a horizon over which little is discounted, many for a long one."""
    panels = 1 if force * end <= 1 else PANELS
    return [0.0, *(end * 0.25**i for i in range(panels - 1, -1, -1))]
