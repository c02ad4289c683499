"""What lies ahead of a living customer of the BG/NBD model (see docs/models/bg_nbd.md).

Somebody alive with history (x, t_x, T) has lambda ~ Gamma(r + x, rate alpha + T) and p ~ Beta(a,
b + x), independently; a new customer is the case x = 0, T = 0. The functions take these as
``shape``, ``rate``, ``a`` and ``b``.
"""

import numpy as np
from scipy.special import betainc, betaln, gammaln, xlogy

from clv.customers.histories import distinct_rows
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.special import beta_rule, wide_beta_rule

__all__ = ["count_if_alive", "pmf_if_alive", "purchases_if_alive", "quiet_if_alive"]

MOST_NODES = 60
"""Of Gauss-Jacobi quadrature; steeper functions take the rule that does not mind."""
MANY_SHAPES = 500
"""Of a and b: with more of them, as covariates make, a rule for all rows at once is faster."""
ROWS = 2000


def quiet_if_alive(shape: FloatArray, rate: FloatArray, t: float | FloatArray) -> FloatArray:
    """Probability of no purchase within t: nobody alive drops out before the next purchase."""
    return np.asarray(np.exp(-shape * np.log1p(t / rate)), dtype=np.float64)


def purchases_if_alive(
    shape: FloatArray,
    rate: FloatArray,
    a: FloatArray,
    b: FloatArray,
    times: FloatArray,
    weights: FloatArray,
) -> FloatArray:
    """Expected purchases within each of some times, as a weighted sum.

    Given p, it is ``(1 - (rate / (rate + p t))^shape) / p``. The expectation over p ~ Beta(a, b) is
    equation 9 of Fader, Hardie and Lee (2005) with a hypergeometric function, which is singular at
    a = 1 and overflows for large x; Gauss-Jacobi quadrature is neither.

    Parameters
    ----------
    shape, rate, a, b
        Shape (m,).
    times, weights
        Lengths of time ahead and what each counts, shape (q,); one time of weight 1 for plain
        expectations.

    Returns
    -------
    array
        Shape (m,).
    """
    expected = np.empty(b.shape)
    (distinct_a, distinct_b), group = distinct_rows([a, b])
    if distinct_a.size > MANY_SHAPES:
        for start in range(0, b.size, ROWS):
            rows = slice(start, start + ROWS)
            m, per_rate = shape[rows, None], 1 / rate[rows, None]
            finest = 1 / (times.max() * per_rate * (1 + m) + 1)
            rule = wide_beta_rule(a[rows, None], b[rows, None], finest)
            expected[rows] = _purchases_over(*rule, m, per_rate, times, weights)
        return expected
    order = np.argsort(group, kind="stable")
    edges = np.searchsorted(group[order], np.arange(distinct_a.size + 1))
    for i, (one_a, one_b) in enumerate(zip(distinct_a.tolist(), distinct_b.tolist(), strict=True)):
        same = order[edges[i] : edges[i + 1]]
        m, per_rate = shape[same, None], 1 / rate[same, None]
        steepness = float(np.max(times.max() * per_rate * np.maximum(1.0, m / one_b)))
        nodes = int(12 + 14 * np.sqrt(steepness))
        if nodes <= MOST_NODES:
            rule = beta_rule(one_a, one_b, nodes)
        else:
            finest = 1 / np.max(times.max() * per_rate * (1 + m), keepdims=True)
            rule = wide_beta_rule(np.array([[one_a]]), np.array([[one_b]]), finest)
        expected[same] = _purchases_over(*rule, m, per_rate, times, weights)
    return expected


def _purchases_over(
    p: FloatArray,
    chances: FloatArray,
    m: FloatArray,
    per_rate: FloatArray,
    times: FloatArray,
    weights: FloatArray,
) -> FloatArray:
    """Sum purchases given p over the nodes of p and over times; m and per_rate of shape (m, 1)."""
    total, share, per_time = np.zeros(len(m)), chances / p, per_rate * p
    for t, weight in zip(times, weights, strict=True):
        lasting = np.log1p(t * per_time)
        lasting *= -m
        total -= weight * np.vecdot(np.expm1(lasting, out=lasting), share)
    return total


def pmf_if_alive(
    most: int, shape: FloatArray, rate: FloatArray, a: FloatArray, b: FloatArray, t: float
) -> FloatArray:
    """Probability of 0, 1, ..., most purchases within t; Fader, Hardie and Lee (2005), equation 8.

    Parameters
    ----------
    most
        Largest number, from 0.
    shape, rate, a, b
        Shape (m,), positive.
    t
        Length of time ahead, from 0.

    Returns
    -------
    array
        Shape (m, most + 1).
    """
    n = np.arange(most + 1)
    some = np.maximum(n, 1)
    shape, rate, a, b = (values[:, None] for values in (shape, rate, a, b))
    arrive = t / (rate + t)
    log_count = gammaln(shape + n) - gammaln(shape) - gammaln(n + 1.0)
    log_count += xlogy(n, arrive) - shape * np.log1p(t / rate)
    stayed = np.exp(betaln(a, b + n) - betaln(a, b) + log_count)
    left = np.exp(betaln(a + 1, b + some - 1) - betaln(a, b)) * betainc(some, shape, arrive)
    return np.asarray(stayed + np.where(n > 0, left, 0.0), dtype=np.float64)


def count_if_alive(
    shape: FloatArray,
    rate: FloatArray,
    a: FloatArray,
    b: FloatArray,
    t: float,
    rng: np.random.Generator,
) -> IntArray:
    """Draw purchases within t: arrivals at a drawn rate, cut off by the drawn dropout.

    Arguments as for `purchases_if_alive`; returns whole numbers of shape (m,).
    """
    count = rng.poisson(rng.gamma(shape) * (t / rate))
    open_end = count > 1  # the first purchase is never cut off: dropout only follows it
    p = rng.beta(a[open_end], b[open_end])
    with np.errstate(divide="ignore", over="ignore"):
        until_dropout = np.floor(rng.exponential(size=p.size) / -np.log1p(-p)) + 1
    count[open_end] = np.minimum(count[open_end], until_dropout)
    return count
