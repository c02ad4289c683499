"""Special functions against many digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.models._special import RisingSum, beta_rule

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
