"""The mathematics of the Gamma-Gamma model on arrays (see docs/models/gamma_gamma.md).

Symbols are those of Fader and Hardie (2013): each purchase costs z ~ Gamma(p, rate nu), and nu ~
Gamma(q, rate gamma) differs between customers. After x purchases of mean m the posterior is
nu ~ Gamma(q + p x, rate gamma + m x). Parameters have shape (3,), or (3, n) where
covariates give every customer parameters of their own.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import betaincinv, betaln, digamma, gammaincinv, zeta

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.newton import Objective

__all__ = [
    "density",
    "draw_amounts",
    "draw_spend",
    "expected_spend",
    "log_likelihood",
    "mean_spend_quantile",
    "moment_start",
    "pointwise",
    "total_spend_quantile",
]

Shape = float | FloatArray
"""A parameter of all customers, or of each."""
DIAGONAL = np.arange(3)
BLOCK = 4096
"""Customers taken together: few enough for the cache, and for sums that stay on one thread."""


def log_likelihood(x: IntArray, mean: FloatArray, weight: FloatArray) -> Objective:
    """Prepare the log-likelihood of log (p, q, gamma) with gradient and Hessian.

    Fader and Hardie (2013), equation 1a, summed over customers.

    Parameters
    ----------
    x
        Repeat purchases, from 1; shape (n,).
    mean
        Mean spend of these purchases, positive; shape (n,).
    weight
        Of each customer; shape (n,).

    Returns
    -------
    callable
        Maps log parameters (3,) to value, gradient (3,), Hessian (3, 3).
    """
    counts = np.bincount(x, weight)
    distinct = np.flatnonzero(counts)
    count, total, both = counts[distinct], x * mean, np.stack([weight, weight * x])
    parts = [slice(first, first + BLOCK) for first in range(0, x.size, BLOCK)]
    blocks = [(both[:, part], total[part], 1 / total[part]) for part in parts]
    customers, constant = float(count.sum()), float((weight * np.log(mean)).sum())

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        p, q, gamma = params = np.exp(log_params)
        value, *special = _special_terms(distinct, p, q) @ count
        own, rest, s, sx, ss, ssx = np.add.reduce([_sums(*block, gamma) for block in blocks])
        value += p * own + q * rest - constant
        level = customers / gamma
        slopes = [special[0] + own, special[1] + rest, q * level - q * s - p * sx]
        bends = [*special[2:], -sx, level - s, q * ss + p * ssx - q * level / gamma]
        return float(value), *_by_logs(slopes, bends, params)

    return evaluate


def _sums(both: FloatArray, total: FloatArray, per_total: FloatArray, gamma: float) -> FloatArray:
    """All that the likelihood needs of single customers; those of s, s x, s^2, s^2 x come last.

    Parameters
    ----------
    both
        Weights of customers and of their purchases, shape (2, n).
    total, per_total
        What the purchases cost together, and one by it, shape (n,).
    gamma
        The parameter; s is 1 / (gamma + total).
    """
    s = 1 / (gamma + total)
    own = -(both[1] @ np.log1p(gamma * per_total))  # ln(total / (gamma + total))
    rest = -(both[0] @ np.log1p(total * (1 / gamma)))
    return np.array([own, rest, *(both @ s), *(both @ (s * s))])


def pointwise(
    x: IntArray, mean: FloatArray, log_params: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log-likelihood of each customer, with derivatives by the customer's own log parameters.

    Parameters
    ----------
    x, mean
        As for `log_likelihood`.
    log_params
        Shape (3, n).

    Returns
    -------
    tuple of arrays
        Value (n,), gradient (3, n), Hessian (3, 3, n).
    """
    p, q, gamma = params = np.exp(log_params)
    special = _for_each_count(_special_terms, x, p, q)
    total = x * mean
    inverse = 1 / (gamma + total)
    log_own, log_rest = -np.log1p(gamma / total), -np.log1p(total / gamma)
    bend = p * x + q
    value = special[0] + p * x * log_own + q * log_rest - np.log(mean)
    slopes = [special[1] + x * log_own, special[2] + log_rest, q / gamma - bend * inverse]
    mixed = [-x * inverse, total * inverse / gamma, bend * inverse**2 - q / gamma**2]
    return value, *_by_logs(slopes, [*special[3:], *mixed], params)


def density(x: IntArray, at: FloatArray, params: FloatArray) -> FloatArray:
    """Density of the mean of x purchases, averaged over customers.

    Fader and Hardie (2013), equation 1a.

    Parameters
    ----------
    x
        Purchases of each customer, from 1; shape (n,).
    at
        Amounts, positive; shape (m,).
    params
        Shape (3,), or (3, n).

    Returns
    -------
    array
        Per unit of money, shape (m,).
    """
    everyone = np.vstack([x, np.broadcast_to(params.reshape(3, -1), (3, x.size))])
    kinds, number = np.unique(everyone, axis=1, return_counts=True)
    summed = np.zeros(at.shape)
    for first in range(0, number.size, BLOCK):
        part = slice(first, first + BLOCK)
        count, p, q, gamma = kinds[:, part, None]
        odds = count * at / gamma
        logs = -betaln(p * count, q) - p * count * np.log1p(1 / odds) - q * np.log1p(odds)
        summed += number[part] @ np.exp(logs - np.log(at))
    return summed / x.size


def _by_logs(
    slopes: Sequence[Shape], bends: Sequence[Shape], params: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Gradient and Hessian by log parameters from derivatives by p, q, gamma.

    Those of second order stand in the order pp, pq, qq, p gamma, q gamma, gamma gamma.
    """
    pp, pq, qq, pg, qg, gg = bends
    gradient = np.array(slopes) * params
    hessian = np.array([[pp, pq, pg], [pq, qq, qg], [pg, qg, gg]]) * params[:, None] * params
    hessian[DIAGONAL, DIAGONAL] += gradient
    return gradient, hessian


def _special_terms(x: IntArray, p: Shape, q: Shape) -> FloatArray:
    """Minus ln B(p x, q) with its derivatives by p, q, pp, pq, qq; shape (6, n)."""
    own, both = p * x, p * x + q
    slope, bend = digamma(both), zeta(2.0, both)  # zeta(2, k) is the trigamma function of k
    return np.array(
        [
            -betaln(own, q),
            x * (slope - digamma(own)),
            slope - digamma(q),
            x * x * (bend - zeta(2.0, own)),
            x * bend,
            bend - zeta(2.0, q),
        ]
    )


def _for_each_count(
    formula: Callable[[IntArray, Shape, Shape], FloatArray], count: IntArray, p: Shape, q: Shape
) -> FloatArray:
    """Evaluate a costly formula, only once for equal counts where p and q are everybody's."""
    if np.ptp(p) > 0 or np.ptp(q) > 0:
        return formula(count, p, q)
    distinct, group = np.unique(count, return_inverse=True)
    return formula(distinct, float(np.max(p)), float(np.max(q)))[..., group]


def moment_start(x: IntArray, mean: FloatArray, weight: FloatArray) -> FloatArray:
    """Log parameters (3,) near the optimum, from the variance of log means between customers.

    It is trigamma(p x) + trigamma(q), about 1 / (p x) + 1 / q: a line in 1 / x.
    """
    share, log_mean, per = weight / weight.sum(), np.log(mean), 1 / x
    level, inverse = float((share * log_mean).sum()), float((share * per).sum())
    square, lean = share * (log_mean - level) ** 2, per - inverse
    variance = float(square.sum())
    slope = float((square * lean).sum()) / max(float((share * lean**2).sum()), 1e-12)
    within = np.clip(slope, 0.05 * variance, 0.95 * variance / inverse)
    between = variance - within * inverse
    p, q = 1 / np.maximum([within, between], 1e-4) + 0.5
    log_gamma = level + digamma(q) - float((share * (digamma(p * x) - np.log(x))).sum())
    return np.array([np.log(p), np.log(q), log_gamma])


def expected_spend(x: IntArray, mean: FloatArray, params: FloatArray) -> FloatArray:
    """Expected spend of a further purchase, Fader and Hardie (2013), equation 5; x may be 0.

    Infinite where p x + q is no larger than 1.
    """
    p, q, gamma = params
    own, lead = p * (gamma + x * mean), p * x + q - 1
    spend = np.full(x.shape, np.inf)
    np.divide(own, lead, out=spend, where=lead > 0)
    return spend


def mean_spend_quantile(
    x: IntArray, mean: FloatArray, probability: float, params: FloatArray
) -> FloatArray:
    """Quantile of p / nu, what a purchase of the customer costs on average in the long run."""
    p, q, gamma = params

    def rate(count: IntArray, p: Shape, q: Shape) -> FloatArray:
        return np.asarray(gammaincinv(q + p * count, 1 - probability), dtype=np.float64)

    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(p * (gamma + x * mean) / _for_each_count(rate, x, p, q))


def total_spend_quantile(
    x: IntArray,
    mean: FloatArray,
    purchases: IntArray,
    probability: float,
    params: FloatArray,
) -> FloatArray:
    """Quantile of what further purchases cost in total, 0 where there are none; all (n,).

    With k of them the total over (gamma + m x) is the odds of a Beta(p k, q + p x) variable.
    """
    p, q, gamma = params
    width = int(purchases.max(initial=0)) + 1

    def odds(key: IntArray, p: Shape, q: Shape) -> FloatArray:
        x, k = np.divmod(key, width)
        ahead, behind = p * np.maximum(k, 1), q + p * x
        share, rest = (
            betaincinv(ahead, behind, probability),
            betaincinv(behind, ahead, 1 - probability),  # not 1 - share, which cancels
        )
        return np.where(k > 0, share / rest, 0.0)

    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray((gamma + x * mean) * _for_each_count(odds, x * width + purchases, p, q))


def draw_spend(
    x: IntArray,
    mean: FloatArray,
    purchases: IntArray,
    params: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw the total spend of further purchases, all arrays of shape (n,)."""
    total = np.zeros(purchases.shape)
    some = purchases > 0
    p, q, gamma = np.broadcast_to(params.reshape(3, -1), (3, x.size))[:, some]
    with np.errstate(divide="ignore", over="ignore"):
        rate = rng.gamma(q + p * x[some]) / (gamma + x[some] * mean[some])
        total[some] = rng.gamma(p * purchases[some]) / rate
    return total


def draw_amounts(
    x: IntArray,
    mean: FloatArray,
    owner: IntArray,
    params: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw what each single further purchase costs, given the row of its customer (ascending)."""
    first = np.diff(owner, prepend=-1) != 0
    some, row = owner[first], np.cumsum(first) - 1
    p, q, gamma = np.broadcast_to(params.reshape(3, -1), (3, x.size))[:, some]
    with np.errstate(divide="ignore", over="ignore"):
        rate = rng.gamma(q + p * x[some]) / (gamma + x[some] * mean[some])
        return np.asarray(rng.gamma(p[row]) / rate[row])
