"""The mathematics of the BG/NBD model on arrays, without tables (see docs/models/bg_nbd.md).

Symbols are those of Fader, Hardie and Lee (2005): purchases at rate lambda ~ Gamma(r, rate alpha),
after each of them dropout with probability p ~ Beta(a, b).
"""

from typing import NamedTuple, Self

import numpy as np
from scipy.special import expit

from clv.customers.histories import distinct_rows
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective
from clv.models._maths.special import RisingSum, in_logs, rising

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
    rise = RisingSum.of(data.x, data.weight)
    exposure = Exposure.of(data)
    leavers = Leavers.of(data.at(np.flatnonzero(data.x)))

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        params = np.exp(log_params)
        buying, staying, left = exposure(rise, params), _staying(rise, params), leavers(params)
        gradient = buying[1] + staying[1] + left[1]
        hessian = buying[2] + staying[2] + left[2]
        return buying[0] + staying[0] + left[0], *in_logs(gradient, hessian, params)

    return evaluate


class Exposure(NamedTuple):
    """Terms of purchases at the observed times by somebody alive until T: only r and alpha.

    They depend on T and x apart, so that sums over the distinct ages are enough.
    """

    age: FloatArray
    customers: FloatArray
    bought: FloatArray

    @classmethod
    def of(cls, data: Histories) -> Self:
        """Sum up customers and purchases by age."""
        (age,), group = distinct_rows([data.T])
        customers = np.bincount(group, data.weight).astype(np.float64)
        return cls(age, customers, np.bincount(group, data.weight * data.x).astype(np.float64))

    def __call__(self, rise: RisingSum, params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        r, alpha = params[:2]
        above, slope, curvature = rise(r)
        per_rate = 1 / (alpha + self.age)
        waited = float(self.customers @ np.log1p(self.age / alpha))
        held = self.customers * self.age * per_rate / alpha
        bought = self.bought * per_rate
        gradient, hessian = np.zeros(4), np.zeros((4, 4))
        total = held.sum()
        gradient[:2] = slope - waited, r * total - bought.sum()
        hessian[0, 0] = curvature
        hessian[0, 1] = hessian[1, 0] = total
        hessian[1, 1] = bought @ per_rate - r * (total / alpha + held @ per_rate)
        return above - r * waited + float(self.bought @ np.log(per_rate)), gradient, hessian


def _staying(rise: RisingSum, params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Terms of not dropping out after any of x purchases: only a and b."""
    a, b = params[2:]
    stayed, stayed_slope, stayed_curvature = rise(b)
    total, slope, curvature = rise(a + b)
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    gradient[2:] = -slope, stayed_slope - slope
    hessian[2:, 2:] = -curvature
    hessian[3, 3] += stayed_curvature
    return stayed - total, gradient, hessian


class Leavers(NamedTuple):
    """Terms of having dropped out at t_x instead: ln(1 + odds) over the repeat buyers."""

    x: FloatArray
    t_x: FloatArray
    T: FloatArray
    weight: FloatArray

    @classmethod
    def of(cls, data: Histories) -> Self:
        """Take over histories of repeat buyers."""
        return cls(data.x.astype(np.float64), data.t_x, data.T, data.weight)

    def __call__(self, params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        r, alpha, a, b = params
        until_last, until_end = 1 / (alpha + self.t_x), 1 / (alpha + self.T)
        last, bought = 1 / (b - 1 + self.x), r + self.x
        held = np.log(until_last / until_end)
        apart = until_last - until_end
        log_odds = np.log(a * last) + bought * held
        share = expit(log_odds)
        stays = 1 - share
        left = self.weight * share
        slopes = np.stack([held, -bought * apart, np.full(held.size, 1 / a), -last])
        hessian = (slopes * (left * stays)) @ slopes.T
        moved = left @ apart
        hessian[0, 1] -= moved
        hessian[1, 0] -= moved
        hessian[1, 1] += left @ (bought * apart * (until_last + until_end))
        hessian[2, 2] -= left.sum() / a**2
        hessian[3, 3] += left @ last**2
        # ln(1 + odds) from what is at hand, faster than np.logaddexp and as exact in a sum.
        log_sum = np.maximum(log_odds, 0) - np.log(np.maximum(share, stays))
        return float(self.weight @ log_sum), slopes @ left, hessian


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
