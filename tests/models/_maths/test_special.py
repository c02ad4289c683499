"""Special functions against many digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.models._maths.arrays import FloatArray
from clv.models._maths.special import RisingSum, beta_rule, in_logs, rising, wide_beta_rule

SHAPES = st.floats(1e-4, 1e4)


@given(k=st.floats(1e-6, 1e8))
def test_rising_sum_is_the_sum_of_differences_of_log_gamma(k: float) -> None:
    x, weight = np.array([0, 3, 1, 40]), np.array([5.0, 2.0, 0.5, 1.0])
    with mpmath.workdps(40):
        big = mpmath.mpf(k)
        terms = [
            w * (mpmath.loggamma(big + n) - mpmath.loggamma(big))
            for n, w in zip(x.tolist(), weight, strict=True)
        ]
        slopes = [
            w * (mpmath.digamma(big + n) - mpmath.digamma(big))
            for n, w in zip(x.tolist(), weight, strict=True)
        ]
        bends = [
            w * (mpmath.psi(1, big + n) - mpmath.psi(1, big))
            for n, w in zip(x.tolist(), weight, strict=True)
        ]
        expected = [float(sum(part)) for part in (terms, slopes, bends)]
    np.testing.assert_allclose(RisingSum.of(x, weight)(k), expected, rtol=1e-12, atol=1e-12)


def test_rising_sum_over_nobody_who_bought_again_is_zero() -> None:
    assert RisingSum.of(np.array([0, 0]), np.array([1.0, 1.0]))(2.0) == (0, 0, 0)


@given(a=SHAPES, b=SHAPES, n=st.integers(2, 40))
def test_beta_rule_is_a_probability_measure_on_the_unit_interval(
    a: float, b: float, n: int
) -> None:
    nodes, weights = beta_rule(a, b, n)
    assert ((nodes > 0) & (nodes <= 1)).all()
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1, abs=1e-12)


@given(a=SHAPES, b=SHAPES)
def test_beta_rule_gives_the_moments_of_the_beta_distribution(a: float, b: float) -> None:
    nodes, weights = beta_rule(a, b, 6)
    moment = 1.0
    for k in range(11):
        assert weights @ nodes**k == pytest.approx(moment, rel=1e-9, abs=1e-13)
        moment *= (a + k) / (a + b + k)


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (0.5, 0.5), (1.5, 0.5), (1.0, 2.0)])
def test_beta_rule_survives_where_the_recurrence_divides_by_zero(a: float, b: float) -> None:
    nodes, weights = beta_rule(a, b, 4)
    assert weights @ nodes == pytest.approx(a / (a + b))


@given(k=st.floats(1e-3, 1e4), x=st.integers(0, 10_000))
def test_rising_is_the_difference_of_log_gamma_with_its_derivatives(k: float, x: int) -> None:
    with mpmath.workdps(40):
        low, high = mpmath.mpf(k), mpmath.mpf(k) + x
        exact = [
            float(mpmath.loggamma(high) - mpmath.loggamma(low)),
            float(mpmath.digamma(high) - mpmath.digamma(low)),
            float(mpmath.psi(1, high) - mpmath.psi(1, low)),
        ]
    found = rising(np.array([k]), np.array([x]))
    size = float(abs(mpmath.loggamma(k + x)))  # what cancels in the difference
    np.testing.assert_allclose(found[0], exact[0], rtol=1e-11, atol=1e-14 * (1 + size))
    np.testing.assert_allclose(found[1], exact[1], rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(found[2], exact[2], rtol=1e-9, atol=1e-13)


def test_rising_by_element_adds_up_to_the_sum() -> None:
    x, weight = np.array([0, 3, 1, 40]), np.array([5.0, 2.0, 0.5, 1.0])
    parts = [part @ weight for part in rising(np.full(4, 0.7), x)]
    np.testing.assert_allclose(parts, RisingSum.of(x, weight)(0.7), rtol=1e-12)


def test_derivatives_in_logarithms_are_those_of_the_function_of_the_exponential() -> None:
    """f(p, q) = p^2 q + q^3 at two points at once, whose second one is (1, 1)."""
    p, q = np.array([2.0, 1.0]), np.array([0.5, 1.0])
    gradient = np.array([2 * p * q, p**2 + 3 * q**2])
    hessian = np.array([[2 * q, 2 * p], [2 * p, 6 * q]])
    found, bend = in_logs(gradient, hessian, np.array([p, q]))
    # With u = ln p and v = ln q: f = exp(2 u + v) + exp(3 v).
    mixed, cube = p**2 * q, q**3
    np.testing.assert_allclose(found, [2 * mixed, mixed + 3 * cube])
    np.testing.assert_allclose(bend, [[4 * mixed, 2 * mixed], [2 * mixed, mixed + 9 * cube]])


def wide(*arguments: float) -> tuple[FloatArray, FloatArray]:
    """The rule for a single row."""
    nodes, weights = wide_beta_rule(*(np.array([[value]]) for value in arguments))
    return nodes[0], weights[0]


@given(a=st.floats(1e-3, 1e3), b=st.floats(1e-3, 1e3), finest=st.floats(1e-12, 1.0))
def test_wide_beta_rule_is_a_probability_measure_with_the_right_moments(
    a: float, b: float, finest: float
) -> None:
    nodes, weights = wide(a, b, finest)
    assert ((nodes > 0) & (nodes <= 1)).all()
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1, abs=1e-9)
    assert weights @ nodes == pytest.approx(a / (a + b), rel=1e-6, abs=1e-12)


@settings(max_examples=40)
@given(a=st.floats(0.01, 50), b=st.floats(0.01, 50), scale=st.floats(0.0, 9.0), m=st.floats(0.1, 9))
def test_wide_beta_rule_sees_functions_that_turn_very_close_to_zero(
    a: float, b: float, scale: float, m: float
) -> None:
    """E (1 + c p)^-m is a hypergeometric function of -c."""
    c = 10**scale
    with mpmath.workdps(30):
        exact = float(mpmath.hyp2f1(m, a, a + b, -mpmath.mpf(c)))
    nodes, weights = wide(a, b, 1 / (c * (1 + m)))
    np.testing.assert_allclose((1 + c * nodes) ** -m @ weights, exact, rtol=1e-6, atol=1e-25)


def test_wide_beta_rule_survives_shapes_for_which_scipy_has_no_quantile() -> None:
    nodes, weights = wide(1e-4, 1.0001003012868275, 0.04)
    assert np.isfinite(nodes).all()
    assert weights.sum() == pytest.approx(1, abs=1e-9)
