"""Likelihood and P(alive) of the (M)BG/CNBD-k models on arrays (see docs/models/cnbd.md).

Between two purchases lie k stages, each passed at rate lambda ~ Gamma(r, rate alpha); after each
purchase the customer drops out with probability p ~ Beta(a, b), in the modified models also right
after the first purchase of all (age 0). BG/NBD is k = 1, MBG/NBD is k = 1 modified.

A customer with x repeat purchases, the last at age t_x, has passed s - r = k x stages up to then.
Alive at T, j < k stages more have been passed, with probability in proportion to

    C_j w^j,    C_j = Gamma(s + j) / (Gamma(s) j!),    w = (T - t_x) / (alpha + T),

whose sum S takes the place that 1 has in the models with k = 1.
"""

from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
from scipy.special import expit, gammaln

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models._maths.nbd import purchasing
from clv.models._maths.newton import Objective
from clv.models._maths.special import RisingSum, in_logs

__all__ = ["alive", "log_likelihood", "stage_weights"]

BLOCK = 8192
"""Histories at a time: few enough for the cache, and for sums that stay on one thread."""
HIGHEST = 600.0
"""Of log odds whose exponential is taken: beyond it ln(1 + odds) is ln(odds)."""
Part = tuple[float, FloatArray, FloatArray]
"""Value, gradient and Hessian in some of the parameters, summed over histories."""
Waiting = tuple[FloatArray, FloatArray, FloatArray]
"""ln S (m,), its derivatives in r and alpha (2, m), its second derivatives (2, 2, m)."""


def log_likelihood(data: Histories, modified: bool, k: int) -> Objective:
    """Prepare the log-likelihood of log (r, alpha, a, b) with gradient and Hessian.

    Platzer and Reutterer (2016) and Reutterer, Platzer and Schröder (2021), for evenly spaced
    purchases: to be the density of purchase times, it needs ``k - 1`` times the sum over all gaps
    of the log of the gap over the customer's mean gap, which no parameter has a part in.

    Parameters
    ----------
    data
        Distinct histories with weights.
    modified
        Whether a customer can drop out right after the first purchase.
    k
        Stages between two purchases, from 1.

    Returns
    -------
    callable
        Maps log parameters (4,) to value, gradient (4,), Hessian (4, 4).
    """
    bought = purchasing(k * data.x, data.T, data.weight)
    rising = RisingSum.of(data.x + modified, data.weight)
    leavers = list(_Leavers.blocks(data, modified, k))
    constant = _even_gaps(data, k)

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        params = np.exp(log_params)
        r, alpha, a, b = params.tolist()
        waiting = _waiting(data, r, alpha, k) if k > 1 else None
        value, gradient, hessian = constant, np.zeros(4), np.zeros((4, 4))
        parts = [(slice(0, 4), block(params, waiting)) for block in leavers]
        parts += [(slice(0, 2), bought(r, alpha)), (slice(2, 4), _staying(rising, a, b))]
        if waiting is not None:
            parts.append((slice(0, 2), _summed(waiting, data.weight)))
        for which, part in parts:
            value += part[0]
            gradient[which] += part[1]
            hessian[which, which] += part[2]
        return value, *in_logs(gradient, hessian, params)

    return evaluate


def _even_gaps(data: Histories, k: int) -> float:
    """Terms of the gaps' own density that hold no parameter, if all of a customer's are equal."""
    if k == 1:
        return 0.0
    x, repeat = data.x, data.x > 0
    gap = np.log(data.t_x[repeat] / x[repeat])
    return float((data.weight * x)[repeat] @ ((k - 1) * gap - gammaln(k)))


def _staying(rising: RisingSum, a: float, b: float) -> Part:
    """Terms of not dropping out at any chance so far, in a and b."""
    stayed, stayed_slope, stayed_bend = rising(b)
    total, slope, bend = rising(a + b)
    hessian = np.array([[-bend, -bend], [-bend, stayed_bend - bend]])
    return stayed - total, np.array([-slope, stayed_slope - slope]), hessian


def stage_weights(shape: FloatArray, w: FloatArray, k: int) -> FloatArray:
    """Return C_j w^j for j = 0 to k - 1, shape (k, m), from s and w of shape (m,)."""
    terms = np.ones((k, *np.shape(w)))
    for j in range(1, k):
        terms[j] = terms[j - 1] * w * (shape + (j - 1)) / j
    return terms


def _waiting(data: Histories, r: float, alpha: float, k: int) -> Waiting:
    """Terms of having passed fewer than k stages since t_x, as a log-sum over their number.

    The logarithm of each term has the derivatives (h_j, -j / A) and (h'_j, j / A^2).
    """
    shape = np.asarray(r + k * data.x, dtype=np.float64)
    rate = alpha + data.T
    terms = stage_weights(shape, (data.T - data.t_x) / rate, k)
    total = terms.sum(axis=0)
    share = terms / total
    j = np.arange(k)
    inverse = 1 / (shape + j[:, None])
    h = np.cumsum(inverse, axis=0) - inverse  # 1 / s + ... + 1 / (s + j - 1)
    bend = np.cumsum(inverse**2, axis=0) - inverse**2
    mean_h, mean_j = (share * h).sum(axis=0), j @ share
    var_h = (share * (h - mean_h) ** 2).sum(axis=0)
    both = (share * (h - mean_h) * (j[:, None] - mean_j)).sum(axis=0)
    var_j = (share * (j[:, None] - mean_j) ** 2).sum(axis=0)
    second = np.array(
        [
            [var_h - (share * bend).sum(axis=0), -both / rate],
            [-both / rate, (mean_j + var_j) / rate**2],
        ]
    )
    return np.log(total), np.array([mean_h, -mean_j / rate]), second


def _summed(waiting: Waiting, weight: FloatArray) -> Part:
    value, gradient, hessian = waiting
    return float(weight @ value), gradient @ weight, hessian @ weight


class _Leavers(NamedTuple):
    """Terms of having dropped out at t_x instead: ln(1 + odds) of those who had the chance."""

    t_x: FloatArray
    T: FloatArray
    silent: FloatArray
    """T - t_x."""
    weight: FloatArray
    chances: FloatArray
    stages: FloatArray
    who: IntArray
    """Which of all histories these are."""

    @classmethod
    def blocks(cls, data: Histories, modified: bool, k: int) -> Iterator[Self]:
        """Yield those who have bought again, in the modified models everybody, in parts."""
        everyone = np.arange(data.x.size) if modified else np.flatnonzero(data.x)
        for first in range(0, everyone.size, BLOCK):
            who = everyone[first : first + BLOCK]
            x, t_x, T = data.x[who].astype(np.float64), data.t_x[who], data.T[who]
            yield cls(t_x, T, T - t_x, data.weight[who], x - 1 + modified, k * x, who)

    def __call__(self, params: FloatArray, waiting: Waiting | None) -> Part:
        r, alpha, a, b = params.tolist()
        shape, last = r + self.stages, 1 / (b + self.chances)
        early, late = 1 / (alpha + self.t_x), 1 / (alpha + self.T)
        apart = self.silent * early
        slopes = np.empty((4, shape.size))
        held = np.log1p(apart, out=slopes[0])
        apart *= late
        bend = shape * apart
        slopes[1], slopes[2], slopes[3] = -bend, 1 / a, -last
        bend *= early + late
        log_odds = np.log(a * last) + shape * held
        if waiting is not None:
            log_odds -= waiting[0][self.who]
            slopes[:2] -= waiting[1][:, self.who]
        bounded = np.minimum(log_odds, HIGHEST)
        odds = np.exp(bounded)
        stays = 1 / (1 + odds)
        left = self.weight * (odds * stays)
        gradient, hessian = slopes @ left, (slopes * (left * stays)) @ slopes.T
        hessian[0, 1] -= left @ apart
        hessian[1, 0] = hessian[0, 1]
        hessian[1, 1] += left @ bend
        hessian[2, 2] -= gradient[2] / a
        hessian[3, 3] += left @ (last * last)
        if waiting is not None:
            hessian[:2, :2] -= waiting[2][..., self.who] @ left
        log_sum = log_odds - bounded - np.log(stays)
        return float(self.weight @ log_sum), gradient, hessian


def alive(data: Histories, params: FloatArray, modified: bool, k: int) -> FloatArray:
    """Probability that a customer has not dropped out; 1 where there was no chance to."""
    r, alpha, a, b = params
    x, t_x, T = data.x, data.t_x, data.T
    shape, chance = r + k * x, (x > 0) | modified
    total = stage_weights(shape, (T - t_x) / (alpha + T), k).sum(axis=0)
    held = shape * np.log1p((T - t_x) / (alpha + t_x)) - np.log(total)
    log_odds = np.log(a) - np.log(np.where(chance, b + x - 1 + modified, 1.0)) + held
    return np.where(chance, expit(-log_odds), 1.0)
