"""The mathematics of the Gamma-Gamma model on arrays (see docs/models/gamma_gamma.md).

Symbols are those of Fader and Hardie (2013): each purchase costs z ~ Gamma(p, rate nu), and nu ~
Gamma(q, rate gamma) differs between customers. After x purchases of mean m the posterior is
nu ~ Gamma(q + p x, rate gamma + m x).
"""

import numpy as np
from scipy.special import betaln, digamma, polygamma

from clv.models._newton import Objective
from clv.models._types import FloatArray, IntArray

__all__ = ["draw_spend", "expected_spend", "log_likelihood"]


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
    # All special functions depend on x only, of which there are a few dozen values.
    distinct, group = np.unique(x, return_inverse=True)
    total, count = x * mean, np.bincount(group, weight).astype(np.float64)
    constant = float(weight @ np.log(mean))

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        p, q, gamma = params = np.exp(log_params)
        value, gradient, hessian = _special_terms(distinct, count, p, q)
        log_own = -np.log1p(gamma / total)  # ln(total / (gamma + total))
        log_rest = -np.log1p(total / gamma)
        inverse = 1 / (gamma + total)
        wx = weight * x
        value += p * (wx @ log_own) + q * (weight @ log_rest) - constant
        bend = weight * (p * x + q)
        gradient += [wx @ log_own, weight @ log_rest, weight.sum() * q / gamma - bend @ inverse]
        hessian[0, 2] = hessian[2, 0] = -(wx @ inverse)
        hessian[1, 2] = hessian[2, 1] = weight @ (total * inverse) / gamma
        hessian[2, 2] = bend @ inverse**2 - weight.sum() * q / gamma**2
        gradient *= params
        return float(value), gradient, hessian * np.outer(params, params) + np.diag(gradient)

    return evaluate


def _special_terms(
    x: IntArray, count: FloatArray, p: float, q: float
) -> tuple[float, FloatArray, FloatArray]:
    """Value and derivatives of minus ln B(p x, q), of which there is one for each x."""
    own, both = p * x, p * x + q
    slope, bend = digamma(both), polygamma(1, both)
    gradient, hessian = np.zeros(3), np.zeros((3, 3))
    gradient[0] = count @ (x * (slope - digamma(own)))
    gradient[1] = count @ (slope - digamma(q))
    hessian[0, 0] = count @ (x**2 * (bend - polygamma(1, own)))
    hessian[0, 1] = hessian[1, 0] = count @ (x * bend)
    hessian[1, 1] = count @ (bend - polygamma(1, q))
    return -float(count @ betaln(own, q)), gradient, hessian


def expected_spend(x: IntArray, mean: FloatArray, params: FloatArray) -> FloatArray:
    """Expected spend of a further purchase, Fader and Hardie (2013), equation 5; x may be 0."""
    p, q, gamma = params
    return np.asarray(p * (gamma + x * mean) / (p * x + q - 1), dtype=np.float64)


def draw_spend(
    x: IntArray,
    mean: FloatArray,
    purchases: IntArray,
    params: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw the total spend of further purchases, all arrays of shape (n,)."""
    p, q, gamma = params
    total = np.zeros(purchases.shape)
    some = purchases > 0
    rate = rng.gamma(q + p * x[some]) / (gamma + x[some] * mean[some])
    total[some] = rng.gamma(p * purchases[some]) / rate
    return total
