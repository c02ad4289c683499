"""Gamma-Gamma formulas against many digits, against differences, and against playing the story."""

import mpmath
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from clv.models import _gamma_gamma as maths
from clv.models._types import FloatArray

PARAMS = st.lists(st.floats(-2.5, 4.5), min_size=3, max_size=3).map(np.array)
MEANS = st.floats(0.1, 1e4)
COUNTS = st.integers(1, 300)


def exact(log_params: FloatArray, x: int, mean: float) -> float:
    """Return Fader and Hardie (2013), equation 1a, in 40 digits."""
    with mpmath.workdps(40):
        p, q, gamma = map(mpmath.exp, log_params)
        m = mpmath.mpf(mean)
        density = (
            mpmath.gamma(p * x + q)
            / (mpmath.gamma(p * x) * mpmath.gamma(q))
            * gamma**q
            * m ** (p * x - 1)
            * x ** (p * x)
            / (gamma + m * x) ** (p * x + q)
        )
        return float(mpmath.log(density))


@given(point=PARAMS, x=COUNTS, mean=MEANS)
def test_log_likelihood_is_exact(point: FloatArray, x: int, mean: float) -> None:
    likelihood = maths.log_likelihood(np.array([x]), np.array([mean]), np.ones(1))
    assert_allclose(likelihood(point)[0], exact(point, x, mean), rtol=1e-9, atol=1e-8)


@given(point=PARAMS, x=COUNTS, mean=MEANS)
def test_gradient_and_hessian_are_those_of_the_likelihood(
    point: FloatArray, x: int, mean: float
) -> None:
    weight = np.array([2.0, 0.5])
    likelihood = maths.log_likelihood(np.array([x, 3]), np.array([mean, 20.0]), weight)
    _, gradient, hessian = likelihood(point)
    step = 1e-5
    ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(3)]
    slopes = [(up[0] - down[0]) / (2 * step) for up, down in ends]
    bends = [(up[1] - down[1]) / (2 * step) for up, down in ends]
    size = 1 + np.abs(hessian).max()
    assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-6 * size)
    assert_allclose(hessian, bends, rtol=1e-5, atol=1e-6 * size)


def test_a_customer_of_weight_two_counts_as_two() -> None:
    x, mean, point = np.array([2, 5]), np.array([10.0, 30.0]), np.log([6.0, 4.0, 15.0])
    once = maths.log_likelihood(x, mean, np.array([2.0, 1.0]))(point)
    twice = maths.log_likelihood(x[[0, 0, 1]], mean[[0, 0, 1]], np.ones(3))(point)
    assert_allclose(once[0], twice[0], rtol=1e-12)
    assert_allclose(once[1], twice[1], rtol=1e-12)
    assert_allclose(once[2], twice[2], rtol=1e-12)


def test_formulas_agree_with_playing_the_story() -> None:
    n, theta = 300_000, np.array([6.0, 4.0, 15.0])
    rng = np.random.default_rng(2)
    p, q, gamma = theta
    nu = rng.gamma(q, 1 / gamma, n)
    before = rng.gamma(p * 3, size=n) / nu / 3  # mean of three purchases
    after = rng.gamma(p, size=n) / nu
    expected = maths.expected_spend(np.full(n, 3), before, theta)
    assert_allclose(expected.mean(), after.mean(), rtol=0.01)
    for low, high in ((0, 15), (15, 30), (30, 60)):
        band = (before >= low) & (before < high)
        assert_allclose(expected[band].mean(), after[band].mean(), rtol=0.01)
    drawn = maths.draw_spend(np.full(n, 3), before, np.full(n, 2), theta, rng)
    assert_allclose(drawn.mean(), 2 * after.mean(), rtol=0.01)


def test_no_purchases_cost_nothing() -> None:
    x, mean, rng = np.array([0, 3]), np.array([0.0, 20.0]), np.random.default_rng(0)
    spend = maths.draw_spend(x, mean, np.zeros(2, dtype=np.int64), np.array([6.0, 4.0, 15.0]), rng)
    assert spend.tolist() == [0, 0]
