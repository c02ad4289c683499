"""The likelihood of the Pareto/NBD model on arrays, without tables (see docs/models/pareto_nbd.md).

Symbols are those of Fader and Hardie (2005): purchases at rate lambda ~ Gamma(r, rate alpha) until
death at rate mu ~ Gamma(s, rate beta), whenever it comes.
"""

import numpy as np
from scipy.special import expit, gammaln

from clv.models._maths.arrays import FloatArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective
from clv.models._maths.special import RisingSum, rising
from clv.models._maths.time_of_death import Span, log_odds, moments

__all__ = ["alive", "log_likelihood", "pointwise", "values"]


def log_likelihood(data: Histories) -> Objective:
    """Prepare the log-likelihood of log (r, alpha, s, beta) with gradient and Hessian.

    Fader and Hardie (2005), equation 20 before its integral is solved, as a sum over distinct
    histories.

    Parameters
    ----------
    data
        Distinct histories with weights.

    Returns
    -------
    callable
        Maps log parameters (4,) to value, gradient (4,), Hessian (4, 4).
    """
    rise = RisingSum.of(data.x, data.weight)

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        params = np.exp(log_params)
        total, slope, bend = rise(float(params[0]))
        value, gradient, hessian = (part @ data.weight for part in _without_gamma(data, params))
        gradient[0] += params[0] * slope
        hessian[0, 0] += params[0] * (slope + params[0] * bend)
        return total + float(value), gradient, hessian

    return evaluate


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

    def evaluate(log_params: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        params = np.exp(log_params)
        total, slope, bend = rising(params[0], data.x)
        value, gradient, hessian = _without_gamma(data, params)
        gradient[0] += params[0] * slope
        hessian[0, 0] += params[0] * (slope + params[0] * bend)
        return value + total, gradient, hessian

    return evaluate


def values(data: Histories, params: FloatArray) -> FloatArray:
    """Log-likelihood of each history without derivatives, which cost more than twice as much.

    Parameters
    ----------
    data
        m histories.
    params
        Natural scale, shape (4,) or (4, m).

    Returns
    -------
    array
        Shape (m,).
    """
    r, alpha, s, beta = params
    x, T = data.x, data.T
    dead = log_odds(Span(r + x, alpha, s, beta, data.t_x, T))
    bought = gammaln(r + x) - gammaln(r) - r * np.log1p(T / alpha) - x * np.log(alpha + T)
    return np.asarray(bought - s * np.log1p(T / beta) + np.logaddexp(0.0, dead))


def alive(data: Histories, params: FloatArray) -> FloatArray:
    """Probability that a customer has not died; Fader and Hardie (2005), equation 11.

    Parameters
    ----------
    data
        m histories.
    params
        Natural scale, shape (4,) or (4, m).

    Returns
    -------
    array
        Shape (m,).
    """
    r, alpha, s, beta = params
    return np.asarray(expit(-log_odds(Span(r + data.x, alpha, s, beta, data.t_x, data.T))))


def _without_gamma(
    data: Histories, params: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the log-likelihood less ln Gamma(r + x) / Gamma(r), by history, in log parameters."""
    value, gradient, hessian = _survived(data, params)
    dead, (slope, bend) = _died(data, params)
    share = expit(dead)
    gradient += share * slope
    bend += (1 - share) * slope * slope[:, None]
    bend *= share
    hessian += bend
    return value + np.logaddexp(0.0, dead), gradient, hessian


def _survived(data: Histories, params: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Terms of purchases at the observed times by somebody who is alive at T."""
    r, alpha, s, beta = params
    T, shape = data.T, r + data.x
    waited, lived = np.log1p(T / alpha), np.log1p(T / beta)
    a, b = alpha / (alpha + T), beta / (beta + T)
    value = -r * waited - s * lived - data.x * np.log(alpha + T)
    gradient = np.stack([-r * waited, r - shape * a, -s * lived, s * T / (beta + T)])
    hessian = np.zeros((4, 4, T.size))
    hessian[0, 0], hessian[2, 2] = gradient[0], gradient[2]
    hessian[[0, 1], [1, 0]] = r * T / (alpha + T)
    hessian[[2, 3], [3, 2]] = gradient[3]
    hessian[1, 1] = -shape * a * (1 - a)
    hessian[3, 3] = -s * b * (1 - b)
    return value, gradient, hessian


def _died(data: Histories, params: FloatArray) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    """Log odds of having died by T, with gradient (4, m) and Hessian (4, 4, m).

    The logarithm of an integral has for derivatives the mean of those of the integrand's logarithm
    at a given time of death, and in the second also their covariance.
    """
    r, alpha, s, beta = params
    shape = r + data.x
    a, b = alpha / (alpha + data.T), beta / (beta + data.T)
    found = moments(Span(shape, alpha, s, beta, data.t_x, data.T))
    factor = np.empty(found.mean.shape)
    factor[0], factor[1], factor[2], factor[3] = r, -shape, s, -s - 1
    slope = factor * found.mean
    bend = found.product * factor * factor[:, None]
    bend -= slope * slope[:, None]
    bend[0, 0] += slope[0]
    bend[[0, 1], [1, 0]] -= r * found.mean[1]
    bend[1, 1] -= shape * ((1 - 2 * a) * found.mean[1] - found.product[1, 1])
    bend[2, 2] += slope[2]
    bend[[2, 3], [3, 2]] -= s * found.mean[3]
    bend[3, 3] -= (s + 1) * ((1 - 2 * b) * found.mean[3] - found.product[3, 3]) + b * (1 - b)
    slope[2] += 1
    slope[3] -= b
    return found.log_odds, (slope, bend)
