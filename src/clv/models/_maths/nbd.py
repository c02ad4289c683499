"""The mathematics of the NBD model on arrays, without tables (see docs/models/nbd.md).

Purchases at rate lambda ~ Gamma(r, rate alpha), for ever. A customer with x purchases within T has
lambda ~ Gamma(r + x, rate alpha + T); whatever lies ahead therefore takes the arguments ``shape`` =
r + x and ``rate`` = alpha + T.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln, xlogy

from clv.customers.histories import distinct_rows
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective
from clv.models._maths.special import RisingSum, in_logs

__all__ = [
    "discounted_ahead",
    "draw_ahead",
    "log_likelihood",
    "pmf_ahead",
    "purchases_ahead",
    "purchasing",
    "quiet",
]

Natural = Callable[[float, float], tuple[float, FloatArray, FloatArray]]


def log_likelihood(data: Histories) -> Objective:
    """Prepare the log-likelihood of log (r, alpha) with gradient and Hessian.

    The density of the purchase times, as in the models with dropout: the factors T^x / x! of the
    count's distribution are not in it.

    Parameters
    ----------
    data
        Distinct histories with weights; t_x says nothing here.

    Returns
    -------
    callable
        Maps log parameters (2,) to value, gradient (2,), Hessian (2, 2).
    """
    terms = purchasing(data.x, data.T, data.weight)

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        params = np.exp(log_params)
        value, gradient, hessian = terms(*params.tolist())
        return value, *in_logs(gradient, hessian, params)

    return evaluate


def purchasing(x: IntArray, T: FloatArray, weight: FloatArray) -> Natural:
    """Prepare the terms of x events at their times by somebody who stays until T.

    The sum of ``ln Gamma(r + x) - ln Gamma(r) + r ln alpha - (r + x) ln(alpha + T)``, a function of
    r and alpha (natural scale), depends on T only through the customers and events of each T.
    """
    rising = RisingSum.of(x, weight)
    (T,), group = distinct_rows([T])
    holders = np.bincount(group, weight).astype(np.float64)
    events = np.bincount(group, weight * x).astype(np.float64)
    both = np.stack([holders * T, events])

    def evaluate(r: float, alpha: float) -> tuple[float, FloatArray, FloatArray]:
        above, slope, curvature = rising(r)
        waited = float(holders @ np.log1p(T / alpha))
        per_rate = 1 / (alpha + T)
        exposed, bought = (both @ per_rate).tolist()
        exposed_bend, bought_bend = (both @ (per_rate * per_rate)).tolist()
        total = exposed / alpha
        gradient = np.array([slope - waited, r * total - bought])
        bend = bought_bend - r * (total + exposed_bend) / alpha
        value = above - r * waited + float(events @ np.log(per_rate))
        return value, gradient, np.array([[curvature, total], [total, bend]])

    return evaluate


def quiet(shape: FloatArray, rate: FloatArray, t: float | FloatArray) -> FloatArray:
    """Probability of no purchase within t; t may be infinite, or of shape (m,)."""
    return np.asarray(np.exp(-shape * np.log1p(t / rate)), dtype=np.float64)


def purchases_ahead(shape: FloatArray, rate: FloatArray, t: float) -> FloatArray:
    """Expected purchases within t."""
    return np.asarray(shape * (t / rate), dtype=np.float64)


def discounted_ahead(shape: FloatArray, rate: FloatArray, force: float, t: float) -> FloatArray:
    """Expected purchases within t, each at its worth ``exp(-force * time)``; t may be infinite."""
    span = -np.expm1(-force * t) / force if force > 0 else t
    return purchases_ahead(shape, rate, span)


def pmf_ahead(most: int, shape: FloatArray, rate: FloatArray, t: float) -> FloatArray:
    """Probability of 0, 1, ..., most purchases within t, negative binomial; shape (m, most + 1)."""
    n = np.arange(most + 1)
    shape, rate = shape[:, None], rate[:, None]
    log_ways = gammaln(shape + n) - gammaln(shape) - gammaln(n + 1.0)
    log_odds = xlogy(n, t / (rate + t)) - shape * np.log1p(t / rate)
    return np.asarray(np.exp(log_ways + log_odds), dtype=np.float64)


def draw_ahead(shape: FloatArray, rate: FloatArray, t: float, rng: np.random.Generator) -> IntArray:
    """Draw purchases within t: arrivals at a drawn rate."""
    return rng.poisson(rng.gamma(shape) * (t / rate))
