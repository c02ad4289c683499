"""Beta-geometric formulas against many digits, against differences, and against draws."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from clv.models._maths import sbg as maths

ONE = np.ones(1)


def log_uniform(low: float, high: float) -> st.SearchStrategy[float]:
    """Return positive numbers, spread over their orders of magnitude."""
    return st.floats(np.log(low), np.log(high)).map(lambda value: float(np.exp(value)))


shapes = st.tuples(log_uniform(1e-3, 1e3), log_uniform(1e-3, 1e3))


@given(shape=shapes, tenure=st.integers(1, 500), lost=st.booleans())
def test_log_likelihood_is_exact(shape: tuple[float, float], tenure: int, lost: bool) -> None:
    likelihood = maths.log_likelihood(np.array([tenure]), np.array([lost]), ONE)
    with mpmath.workdps(40):
        alpha, beta = map(mpmath.mpf, shape)
        exact = mpmath.log(
            mpmath.beta(alpha + lost, beta + tenure - lost) / mpmath.beta(alpha, beta)
        )
    assert_allclose(likelihood(np.log(shape))[0], float(exact), rtol=1e-11, atol=1e-12)


@given(shape=shapes)
def test_gradient_and_hessian_are_those_of_the_likelihood(shape: tuple[float, float]) -> None:
    tenure, lost = np.array([0, 1, 3, 3, 9]), np.array([False, True, True, False, False])
    likelihood = maths.log_likelihood(tenure, lost, np.arange(1.0, 6.0))
    point, step = np.log(shape), 1e-5
    _, gradient, hessian = likelihood(point)
    ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(2)]
    assert_allclose(gradient, [(up[0] - down[0]) / (2 * step) for up, down in ends], atol=1e-6)
    assert_allclose(hessian, [(up[1] - down[1]) / (2 * step) for up, down in ends], atol=1e-6)


@given(shape=shapes, made=st.integers(0, 500), further=st.integers(0, 10_000))
def test_survival_is_exact(shape: tuple[float, float], made: int, further: int) -> None:
    with mpmath.workdps(40):
        alpha, beta = map(mpmath.mpf, shape)
        exact = mpmath.beta(alpha, beta + made + further) / mpmath.beta(alpha, beta + made)
    ours = maths.survival(*shape, np.array([made]), np.array([further]))
    assert_allclose(ours, float(exact), rtol=1e-10, atol=1e-290)


@settings(max_examples=50)
@given(shape=shapes, made=st.integers(0, 500), force=log_uniform(1e-4, 3.0))
def test_a_lifetime_without_end_is_exact(
    shape: tuple[float, float], made: int, force: float
) -> None:
    z = float(np.exp(-force))
    ours = maths.lifetime(shape[0], np.array([shape[1] + made]), z, np.inf)
    with mpmath.workdps(30):
        alpha, beta = mpmath.mpf(shape[0]), mpmath.mpf(shape[1]) + made
        exact = z * beta / (alpha + beta) * mpmath.hyp2f1(1, beta + 1, alpha + beta + 1, z)
    assert_allclose(ours, float(exact), rtol=1e-10)


@given(shape=shapes, t=st.integers(0, 60), z=st.floats(0.1, 1.0))
def test_a_lifetime_is_the_sum_of_survival(shape: tuple[float, float], t: int, z: float) -> None:
    i = np.arange(1, t + 1)
    kept = maths.survival(*shape, np.zeros_like(i), i)
    assert_allclose(maths.lifetime(shape[0], shape[1] * ONE, z, t), kept @ z**i, rtol=1e-11)


def test_a_long_lifetime_approaches_the_one_without_end() -> None:
    long, endless = (maths.lifetime(0.7, np.array([1.2, 9.0]), 0.9, t) for t in (400, np.inf))
    assert_allclose(long, endless, rtol=1e-12)


@pytest.mark.parametrize("shape", [(0.7, 1.2), (1e-3, 1e-3), (1e-3, 1e3), (1e3, 1e-3)])
def test_drawn_lifetimes_agree_with_survival(shape: tuple[float, float]) -> None:
    n, t = 100_000, 12
    drawn = maths.draw_lifetime(shape[0], np.full(n, shape[1]), t, np.random.default_rng(3))
    i = np.arange(1, t + 1)
    share = (drawn[:, None] >= i).mean(axis=0)
    assert_allclose(share, maths.survival(*shape, np.zeros_like(i), i), atol=4 * 0.5 / np.sqrt(n))
    assert drawn.max() <= t
