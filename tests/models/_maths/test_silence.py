"""Silence after the last purchase, against the sum over opportunities of death."""

import numpy as np
from numpy.testing import assert_allclose
from scipy.special import betaln

from clv.models._maths.arrays import FloatArray
from clv.models._maths.silence import Silences

X, T_X, N = np.array([0, 2, 2, 1, 3, 0]), np.array([0, 3, 4, 4, 7, 0]), np.array([5, 7, 4, 9, 9, 0])
WEIGHT = np.array([3.0, 1.0, 5.0, 0.5, 2.0, 7.0])
POINTS = [[0.7, 1.3, 0.4, 2.2], [1e-3, 1e3, 5.0, 1e-3], [1e3, 1e-3, 1e-3, 1e3], [30, 20, 8, 90]]


def summed(params: FloatArray) -> float:
    """Return the sum over histories, each as the paper writes it."""
    alpha, beta, gamma, delta = params
    total = 0.0
    for x, t_x, n, weight in zip(X, T_X, N, WEIGHT, strict=True):
        tau = np.arange(t_x, n + 1)
        buying = betaln(alpha + x, beta + tau - x) - betaln(alpha + x, beta + t_x - x)
        gone = betaln(gamma + (tau < n), delta + tau) - betaln(gamma, delta + t_x)
        total += weight * np.log(np.exp(buying + gone).sum())
    return total


def test_one_sweep_replaces_the_sum_over_opportunities() -> None:
    silences = Silences.of(X, T_X, N, WEIGHT)
    for point in POINTS:
        assert_allclose(silences(np.array(point))[0], summed(np.array(point)), rtol=1e-9)


def test_derivatives_are_those_of_the_value() -> None:
    silences = Silences.of(X, T_X, N, WEIGHT)
    for point in (np.array(point) for point in POINTS):
        _, gradient, hessian = silences(point)
        steps = 1e-6 * np.diag(point)
        ends = [(silences(point + d), silences(point - d)) for d in steps]
        scale = 2e-6 * point
        slopes = [(up[0] - down[0]) / s for (up, down), s in zip(ends, scale, strict=True)]
        bends = [(up[1] - down[1]) / s for (up, down), s in zip(ends, scale, strict=True)]
        assert_allclose(gradient * point, slopes * point, rtol=1e-6, atol=1e-8)
        both = np.outer(point, point)
        assert_allclose(hessian * both, np.array(bends) * both, rtol=1e-5, atol=1e-7)


def test_those_who_bought_last_were_never_silent() -> None:
    silences = Silences.of(np.array([1, 0]), np.array([4, 0]), np.array([4, 0]), np.ones(2))
    value, gradient, hessian = silences(np.ones(4))
    assert value == 0
    assert not gradient.any()
    assert not hessian.any()
