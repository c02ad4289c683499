"""The mathematics of the beta-geometric lifetime on arrays (see docs/models/sbg.md).

Symbols are those of Fader and Hardie (2007): at each renewal a customer leaves with a probability
theta ~ Beta(alpha, beta). Who has renewed m times has theta ~ Beta(alpha, beta + m) and therefore
renews once more with probability (beta + m) / (alpha + beta + m): all that follows is made of
products of this ratio, in which nothing overflows.
"""

import numpy as np

from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.newton import Objective
from clv.models._maths.special import RisingSum, in_logs

__all__ = ["draw_lifetime", "lifetime", "log_likelihood", "survival"]

MOST_TERMS = 50_000


def log_likelihood(tenure: IntArray, lost: BoolArray, weight: FloatArray) -> Objective:
    """Prepare the log-likelihood of log (alpha, beta) with gradient and Hessian.

    Fader and Hardie (2007), equations 5 and 6, with the beta functions written as products.

    Parameters
    ----------
    tenure
        Number of the renewal at which the customer left, or of those made so far; shape (m,).
    lost
        Whether the customer left; shape (m,).
    weight
        Customers; shape (m,).

    Returns
    -------
    callable
        Maps log parameters (2,) to value, gradient (2,), Hessian (2, 2).
    """
    left = float(weight @ lost)
    renewed, decided = RisingSum.of(tenure - lost, weight), RisingSum.of(tenure, weight)

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        alpha, beta = params = np.exp(log_params)
        stay, stay_slope, stay_bend = renewed(beta)
        decide, slope, bend = decided(alpha + beta)
        gradient = np.array([left / alpha - slope, stay_slope - slope])
        hessian = np.array([[-left / alpha**2, 0.0], [0.0, stay_bend]]) - bend
        value = left * float(log_params[0]) + stay - decide
        return value, *in_logs(gradient, hessian, params)

    return evaluate


def survival(alpha: float, beta: float, made: IntArray, further: IntArray) -> FloatArray:
    """Probability of ``further`` renewals by a customer who has made some; shapes (m,).

    Fader and Hardie (2007), equation 6, for the posterior Beta(alpha, beta + made).
    """
    last = made + further
    steps = np.log1p(alpha / (beta + np.arange(last.max(initial=0))))
    fallen = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(np.exp(fallen[made] - fallen[last]))


def lifetime(alpha: float | FloatArray, beta: FloatArray, discount: float, t: float) -> FloatArray:
    """Expected number of the next t renewals that are made, the i-th counting ``discount**i``.

    Parameters
    ----------
    alpha
        Positive; also of shape (m,).
    beta
        Positive; shape (m,).
    discount
        In (0, 1]; below 1 where t is infinite.
    t
        Whole number from 0, or infinity.

    Returns
    -------
    array
        Shape (m,).
    """
    if np.isinf(t):
        return _lifetime_for_ever(alpha, beta, discount)
    worth, total = np.ones(beta.shape), np.zeros(beta.shape)
    for i in range(int(t)):
        worth = worth * discount * (beta + i) / (alpha + beta + i)
        total += worth
    return total


def _lifetime_for_ever(alpha: float | FloatArray, beta: FloatArray, z: float) -> FloatArray:
    """Return z b / c F(1, b + 1; c + 1; z) with b = beta, c = alpha + beta.

    Gauss's continued fraction (DLMF 15.7.1), from the end. It gains two digits in
    ``2 / sqrt(1 - z)`` terms, where the sum would need ``5 / (1 - z)``.
    """
    b, c = beta + 1, alpha + beta + 1
    fraction = np.ones(beta.shape)
    for j in range(min(MOST_TERMS, 32 + int(10 / np.sqrt(1 - z))), 0, -1):
        fraction = 1 - z * (b + j) * (c + j - 1) / ((c + 2 * j - 1) * (c + 2 * j)) / fraction
        fraction = 1 - z * j * (c - b + j - 1) / ((c + 2 * j - 2) * (c + 2 * j - 1)) / fraction
    return np.asarray(z * beta / (alpha + beta) / (1 - z * b / c / fraction))


def draw_lifetime(
    alpha: float | FloatArray, beta: FloatArray, t: float, rng: np.random.Generator
) -> IntArray:
    """Draw how many of the next t renewals are made, from a drawn probability of leaving."""
    theta = rng.beta(alpha, beta)
    with np.errstate(divide="ignore", over="ignore"):
        renewals = rng.exponential(size=beta.shape) / -np.log1p(-theta)
    return np.minimum(np.floor(renewals), t).astype(np.int64)
