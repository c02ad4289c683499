"""The mathematics of the BG/NBD model on arrays, without tables (see docs/models/bg_nbd.md).

Symbols are those of Fader, Hardie and Lee (2005): purchases at rate lambda ~ Gamma(r, rate alpha),
after each of them dropout with probability p ~ Beta(a, b). A customer with history (x, t_x, T) who
is alive has lambda ~ Gamma(r + x, rate alpha + T) and p ~ Beta(a, b + x), independently; a new
customer is the case x = 0, T = 0. Whatever lies ahead therefore takes the arguments
``shape`` = r + x, ``rate`` = alpha + T, ``a`` and ``b`` + x, and is multiplied by P(alive).
"""

import numpy as np
from scipy.special import betainc, betaln, expit, gammaln, xlogy

from clv.models._histories import Histories
from clv.models._newton import Objective
from clv.models._special import RisingSum, beta_rule
from clv.models._types import FloatArray, IntArray

__all__ = [
    "active_if_alive",
    "alive",
    "count_if_alive",
    "log_likelihood",
    "pmf_if_alive",
    "purchases_if_alive",
]


def log_likelihood(data: Histories) -> Objective:
    """Prepare the log-likelihood of log (r, alpha, a, b) with gradient and Hessian.

    Fader, Hardie and Lee (2005), equation 6, as a sum over distinct histories.

    Parameters
    ----------
    data
        Distinct histories with weights.

    Returns
    -------
    callable
        Maps log parameters (4,) to value, gradient (4,), Hessian (4, 4).
    """
    rising = RisingSum.of(data.x, data.weight)
    repeat = data.x > 0
    repeaters = (data.x[repeat], data.t_x[repeat], data.T[repeat], data.weight[repeat])

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        params = np.exp(log_params)
        parts = (
            _purchasing(data, rising, params),
            _staying(rising, params),
            _having_left(*repeaters, params),
        )
        value = sum(part[0] for part in parts)
        gradient = np.sum([part[1] for part in parts], axis=0) * params
        hessian = np.sum([part[2] for part in parts], axis=0) * np.outer(params, params)
        return value, gradient, hessian + np.diag(gradient)

    return evaluate


def _purchasing(
    data: Histories, rising: RisingSum, params: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Terms of purchases at the observed times by somebody alive until T: only r and alpha."""
    r, alpha = params[:2]
    above, slope, curvature = rising(r)
    rate = alpha + data.T
    held = data.weight * data.T / (alpha * rate)
    bought = data.weight * data.x
    exposure = float(data.weight @ np.log1p(data.T / alpha))
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    gradient[0] = slope - exposure
    gradient[1] = r * held.sum() - (bought / rate).sum()
    hessian[0, 0] = curvature
    hessian[0, 1] = hessian[1, 0] = held.sum()
    hessian[1, 1] = (bought / rate**2).sum() - r * (held * (1 / alpha + 1 / rate)).sum()
    return above - r * exposure - float(bought @ np.log(rate)), gradient, hessian


def _staying(rising: RisingSum, params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Terms of not dropping out after any of x purchases: only a and b."""
    a, b = params[2:]
    stayed, stayed_slope, stayed_curvature = rising(b)
    total, slope, curvature = rising(a + b)
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    gradient[2:] = -slope, stayed_slope - slope
    hessian[2:, 2:] = -curvature
    hessian[3, 3] += stayed_curvature
    return stayed - total, gradient, hessian


def _having_left(
    x: IntArray, t_x: FloatArray, T: FloatArray, weight: FloatArray, params: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Terms of having dropped out at t_x instead: ln(1 + odds) over the repeat buyers."""
    r, alpha, a, b = params
    last = 1 / (b + x - 1)
    apart = (T - t_x) / ((alpha + t_x) * (alpha + T))  # 1 / (alpha + t_x) - 1 / (alpha + T)
    held = np.log1p((T - t_x) / (alpha + t_x))
    log_odds = np.log(a * last) + (r + x) * held
    share = expit(log_odds)
    slopes = np.stack([held, -(r + x) * apart, np.full(x.size, 1 / a), -last])
    spread = weight * share * (1 - share)
    left = weight * share
    hessian = (slopes * spread) @ slopes.T
    hessian[[0, 1], [1, 0]] -= left @ apart
    hessian[1, 1] += left @ ((r + x) * apart * (1 / (alpha + t_x) + 1 / (alpha + T)))
    hessian[2, 2] -= left.sum() / a**2
    hessian[3, 3] += left @ last**2
    # ln(1 + odds) from what is at hand, five times faster than np.logaddexp and as exact in a sum.
    log_sum = np.maximum(log_odds, 0) - np.log(np.maximum(share, 1 - share))
    return float(weight @ log_sum), slopes @ left, hessian


def alive(x: IntArray, t_x: FloatArray, T: FloatArray, params: FloatArray) -> FloatArray:
    """Probability that a customer has not dropped out; 1 where x = 0.

    Fader, Hardie and Lee (2008), "Computing P(alive) using the BG/NBD model".
    """
    r, alpha, a, b = params
    probability = np.ones(x.shape)
    n, t, end = x[x > 0], t_x[x > 0], T[x > 0]
    log_odds = np.log(a / (b + n - 1)) + (r + n) * np.log1p((end - t) / (alpha + t))
    probability[x > 0] = expit(-log_odds)
    return probability


def active_if_alive(shape: FloatArray, rate: FloatArray, t: float) -> FloatArray:
    """Probability of a purchase within t: nobody alive drops out before the next purchase."""
    return np.asarray(-np.expm1(-shape * np.log1p(t / rate)), dtype=np.float64)


def purchases_if_alive(
    shape: FloatArray, rate: FloatArray, a: float, b: FloatArray, t: float
) -> FloatArray:
    """Expected purchases within t.

    Given p, it is ``(1 - (rate / (rate + p t))^shape) / p``. The expectation over p ~ Beta(a, b) is
    equation 9 of Fader, Hardie and Lee (2005) with a hypergeometric function, which is singular at
    a = 1 and overflows for large x; Gauss-Jacobi quadrature is neither.

    Parameters
    ----------
    shape, rate, b
        Shape (m,).
    a
        Positive.
    t
        Length of time ahead.

    Returns
    -------
    array
        Shape (m,), between 0 and ``shape * t / rate``.
    """
    expected = np.empty(b.shape)
    for value in np.unique(b):
        same = b == value
        m, reach = shape[same], t / rate[same]
        steepness = float(np.max(reach * np.maximum(1.0, m / value)))
        p, weights = beta_rule(a, float(value), int(np.clip(12 + 8 * steepness, 12, 512)))
        given_p = -np.expm1(-m[:, None] * np.log1p(reach[:, None] * p)) / p
        expected[same] = given_p @ weights
    return expected


def pmf_if_alive(
    n: IntArray, shape: float, rate: float, a: float, b: float, t: float
) -> FloatArray:
    """Probability of exactly n purchases within t; Fader, Hardie and Lee (2005), equation 8.

    Parameters
    ----------
    n
        Whole numbers from 0; shape (m,).
    shape, rate, a, b
        Of the customer, positive.
    t
        Length of time ahead, from 0.

    Returns
    -------
    array
        Shape (m,).
    """
    arrive = t / (rate + t)
    log_count = gammaln(shape + n) - gammaln(shape) - gammaln(n + 1.0)
    log_count += xlogy(n, arrive) - shape * np.log1p(t / rate)
    stayed = np.exp(betaln(a, b + n) - betaln(a, b) + log_count)
    some = np.maximum(n, 1)
    left = np.exp(betaln(a + 1, b + some - 1) - betaln(a, b)) * betainc(some, shape, arrive)
    return np.asarray(stayed + np.where(n > 0, left, 0.0), dtype=np.float64)


def count_if_alive(
    shape: FloatArray,
    rate: FloatArray,
    a: float,
    b: FloatArray,
    t: float,
    rng: np.random.Generator,
) -> IntArray:
    """Draw purchases within t: arrivals at a drawn rate, cut off by the drawn dropout.

    Arguments as for `purchases_if_alive`; returns whole numbers of shape (m,).
    """
    count = rng.poisson(rng.gamma(shape) * (t / rate))
    open_end = count > 1  # the first purchase is never cut off: dropout only follows it
    p = rng.beta(a, b[open_end])
    with np.errstate(divide="ignore"):
        until_dropout = np.floor(rng.exponential(size=p.size) / -np.log1p(-p)) + 1
    count[open_end] = np.minimum(count[open_end], until_dropout)
    return count
