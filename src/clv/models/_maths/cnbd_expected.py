"""Expected purchases of a living customer in the (M)BG/CNBD-k models (see docs/models/cnbd.md).

The sum over n of the probability that the n-th purchase from now is made, cut off where less than
1e-13 of it is left out.
"""

from collections.abc import Iterator

import numpy as np
from scipy.special import betainc, gammaln

from clv.models._maths import bg_nbd_ahead
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.cnbd_ahead import Living
from clv.models._maths.ladder import ladder

__all__ = ["purchases_if_alive"]

TOLERANCE = 1e-13
MANY_STAGES = 1000
"""Beyond, a sum has terms left out between others instead of every one computed."""
CELLS = 2**18
"""Numbers held at a time, some 2 MB an array."""


def purchases_if_alive(who: Living, times: FloatArray, weights: FloatArray) -> FloatArray:
    """Expected purchases within each of some times, as a weighted sum.

    Parameters
    ----------
    who
        m living customers.
    times, weights
        Lengths of time ahead and what each counts, shape (q,); one time of weight 1 for plain
        expectations.

    Returns
    -------
    array
        Shape (m,).
    """
    if who.k == 1:
        return bg_nbd_ahead.purchases_if_alive(who.shape, who.rate, who.a, who.b, times, weights)
    expected = np.zeros(who.shape.shape)
    for t, weight in zip(times.tolist(), weights.tolist(), strict=True):
        if t > 0:
            for lines, top in _alike(_enough_terms(who, t), who.k):
                sum_up = _every_term if who.k * top <= MANY_STAGES else _some_terms
                expected[lines] += weight * sum_up(who.at(lines), top, t)
    return expected


def _enough_terms(who: Living, t: float) -> FloatArray:
    """Return how many purchases to sum over, (m,), so that less than 1e-13 of the sum is left out.

    The stages N ahead are negative binomial. For 0 < u < 1 and z = 1 + u A / t Markov's inequality
    gives P(N >= c) <= (1 - u)^-(s + j) z^-c; a geometric series sums it over c = k n - j, n > top.
    What is left out is compared with the sum's first term.
    """
    first = who.made(np.ones(1), t)[:, 0]
    u = np.array([0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95])[:, None]
    log_z = np.log1p(u * who.rate / t)
    log_bound = -(who.shape + who.k - 1) * np.log1p(-u) - np.log(-np.expm1(-who.k * log_z))
    log_wanted = np.log(TOLERANCE * np.maximum(first, 1e-290))
    stages = ((log_bound - log_wanted) / log_z).min(axis=0)
    return np.asarray(np.maximum(np.ceil(stages / who.k), 1.0))


def _alike(top: FloatArray, k: int) -> Iterator[tuple[IntArray, int]]:
    """Group customers whose sums are about as long; yields their lines and the longest."""
    group = np.ceil(4 * np.log2(top)).astype(np.int64)
    for value in np.unique(group):
        lines = np.flatnonzero(group == value)
        longest = int(top[lines].max())
        for part in np.array_split(lines, -(-lines.size * min(k * longest, 1000) // CELLS)):
            yield part, longest


def _every_term(who: Living, top: int, t: float) -> FloatArray:
    """Sum from the top down: P(N >= c) grows by P(N = c), the one known from the one above.

    Of every k numbers c of stages, each j makes one number of purchases, n = (c + j) / k, whole.
    """
    k, share = who.k, who.stages()
    n = np.arange(1.0, top)[:, None]
    stayed = np.ones((top, who.shape.size))
    np.cumprod((who.b + n - 1) / (who.a + who.b + n - 1), axis=0, out=stayed[1:])
    shape, arrive = who.shape + np.arange(k)[:, None], t / (who.rate + t)
    tail = betainc(k * top, shape, arrive)
    log_point = gammaln(shape + k * top) - gammaln(shape) - gammaln(k * top + 1)
    point = np.exp(log_point + k * top * np.log(arrive) - shape * np.log1p(t / who.rate))
    step, total = (shape - 1) * arrive, np.zeros(who.shape.size)
    for c in range(k * top, 0, -1):
        j = -c % k
        total += share[j] * tail[j] * stayed[(c + j) // k - 1]
        point *= c / (step + c * arrive)
        tail += point
    return total


def _some_terms(who: Living, top: int, t: float) -> FloatArray:
    """Sum over a ladder of terms, each from an incomplete beta function."""
    n, weight = ladder(top, float(who.shape.max()))
    parts = np.array_split(np.arange(who.shape.size), -(-who.shape.size * n.size // CELLS))
    return np.concatenate(
        [(some.made(n, t) * some.stayed(n - 1)) @ weight for some in map(who.at, parts)]
    )
