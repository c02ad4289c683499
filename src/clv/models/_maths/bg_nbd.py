"""The mathematics of the BG/NBD model on arrays, without tables (see docs/models/bg_nbd.md).

Symbols are those of Fader, Hardie and Lee (2005): purchases at rate lambda ~ Gamma(r, rate alpha),
after each of them dropout with probability p ~ Beta(a, b).
"""

import numpy as np
from scipy.special import expit

from clv.models._maths import cnbd
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective
from clv.models._maths.special import in_logs, rising

__all__ = ["alive", "log_likelihood", "pointwise"]


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
    return cnbd.log_likelihood(data, modified=False, k=1)


def pointwise(data: Histories) -> Pointwise:
    """Prepare the log-likelihood of each history with parameters of its own, and derivatives.

    Parameters
    ----------
    data
        Distinct histories.

    Returns
    -------
    callable
        Maps log parameters (4, m) to value (m,), gradient (4, m), Hessian (4, 4, m).
    """
    x, t_x, T = data.x, data.t_x, data.T
    repeat = x > 0

    def evaluate(log_params: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        params = np.exp(log_params)
        value, gradient, hessian = _living_pointwise(x, T, params)
        r, alpha, a, b = params
        held = np.log1p((T - t_x) / (alpha + t_x))
        apart = (T - t_x) / ((alpha + t_x) * (alpha + T))
        last = np.where(repeat, b + x - 1, 1.0)
        log_odds = np.where(repeat, np.log(a / last) + (r + x) * held, -np.inf)
        share = expit(log_odds)
        slopes = np.stack([held, -(r + x) * apart, 1 / a, -1 / last])
        gradient += share * slopes
        hessian += share * (1 - share) * slopes[:, None] * slopes
        hessian[[0, 1], [1, 0]] -= share * apart
        hessian[1, 1] += share * (r + x) * apart * (1 / (alpha + t_x) + 1 / (alpha + T))
        hessian[2, 2] -= share / a**2
        hessian[3, 3] += share / last**2
        return value + np.logaddexp(0.0, log_odds), *in_logs(gradient, hessian, params)

    return evaluate


def _living_pointwise(
    x: IntArray, T: FloatArray, params: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Terms of each history as if nobody had left: value, gradient, Hessian."""
    r, alpha, a, b = params
    rate = alpha + T
    held = T / (alpha * rate)
    bought, bought_slope, bought_bend = rising(r, x)
    stayed, stayed_slope, stayed_bend = rising(b, x)
    total, slope, bend = rising(a + b, x)
    value = bought + stayed - total - r * np.log1p(T / alpha) - x * np.log(rate)
    gradient = np.stack(
        [bought_slope - np.log1p(T / alpha), r * held - x / rate, -slope, stayed_slope - slope]
    )
    hessian = np.zeros((4, 4, x.size))
    hessian[0, 0] = bought_bend
    hessian[[0, 1], [1, 0]] = held
    hessian[1, 1] = x / rate**2 - r * held * (1 / alpha + 1 / rate)
    hessian[2:, 2:] = -bend
    hessian[3, 3] += stayed_bend
    return value, gradient, hessian


def alive(x: IntArray, t_x: FloatArray, T: FloatArray, params: FloatArray) -> FloatArray:
    """Probability that a customer has not dropped out; 1 where x = 0.

    Fader, Hardie and Lee (2008), "Computing P(alive) using the BG/NBD model".
    """
    r, alpha, a, b = params
    held = (r + x) * np.log1p((T - t_x) / (alpha + t_x))
    log_odds = np.log(a) - np.log(np.where(x > 0, b + x - 1, 1.0)) + held
    return np.where(x > 0, expit(-log_odds), 1.0)
