"""NBD formulas against 50 digits, against differences, and against drawn futures."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import quad

from clv.models._maths import bg_nbd
from clv.models._maths import nbd as maths
from clv.models._maths.histories import Histories

LOGS = st.floats(np.log(1e-3), np.log(1e3))
SHAPE, RATE = np.array([0.385, 3.4]), np.array([12.1, 50.0])


def histories(*lines: tuple[int, float, float]) -> Histories:
    x, t_x, T = (np.array(column) for column in zip(*lines, strict=True))
    weight = np.arange(1, x.size + 1, dtype=np.float64)
    return Histories(x, t_x, T, weight, np.arange(x.size), np.zeros((0, x.size)))


@given(log_r=LOGS, log_alpha=LOGS, x=st.integers(0, 1000), log_age=LOGS)
def test_log_likelihood_is_exact(log_r: float, log_alpha: float, x: int, log_age: float) -> None:
    T = float(np.exp(log_age))
    point = np.array([log_r, log_alpha])
    value = maths.log_likelihood(histories((x, 0.5 * T * (x > 0), T)))(point)[0]
    with mpmath.workdps(50):
        r, alpha = map(mpmath.mpf, np.exp(point))
        exact = mpmath.loggamma(r + x) - mpmath.loggamma(r) + r * mpmath.log(alpha)
        exact -= (r + x) * mpmath.log(alpha + mpmath.mpf(T))
    assert_allclose(value, float(exact), rtol=1e-10, atol=1e-9)


def test_it_is_the_likelihood_of_bg_nbd_where_nobody_drops_out() -> None:
    data = histories((0, 0.0, 9.0), (3, 4.0, 9.0), (7, 30.0, 31.0))
    ours = maths.log_likelihood(data)(np.log([0.4, 12.0]))[0]
    theirs = bg_nbd.log_likelihood(data)(np.log([0.4, 12.0, 1e-12, 1.0]))[0]
    assert_allclose(ours, theirs, rtol=1e-10)


def test_gradient_and_hessian_are_those_of_the_likelihood() -> None:
    likelihood = maths.log_likelihood(histories((0, 0.0, 9.0), (3, 4.0, 9.0), (40, 30.0, 31.0)))
    point, step = np.log([0.4, 12.0]), 1e-5
    _, gradient, hessian = likelihood(point)
    ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(2)]
    assert_allclose(gradient, [(up[0] - down[0]) / (2 * step) for up, down in ends], rtol=1e-6)
    assert_allclose(hessian, [(up[1] - down[1]) / (2 * step) for up, down in ends], rtol=1e-6)


def test_pmf_sums_to_one_and_has_the_expected_mean() -> None:
    pmf = maths.pmf_ahead(500, SHAPE, RATE, 39.0)
    assert_allclose(pmf.sum(axis=1), 1, rtol=1e-12)
    assert_allclose(pmf @ np.arange(501), maths.purchases_ahead(SHAPE, RATE, 39.0), rtol=1e-12)
    assert_allclose(pmf[:, 0], maths.quiet(SHAPE, RATE, 39.0), rtol=1e-12)
    assert maths.pmf_ahead(2, SHAPE, RATE, 0.0).tolist() == [[1, 0, 0]] * 2


def test_nobody_stays_quiet_for_ever() -> None:
    assert maths.quiet(SHAPE, RATE, np.inf).tolist() == [0, 0]
    assert_allclose(maths.quiet(SHAPE, RATE, np.array([0.0, np.inf])), [1, 0])


@pytest.mark.parametrize("force", [0.0, 0.002, 0.3])
def test_discounted_purchases_are_the_integral_of_their_worth(force: float) -> None:
    worth = quad(lambda s: np.exp(-force * s), 0, 39)[0]
    ours = maths.discounted_ahead(SHAPE, RATE, force, 39.0)
    assert_allclose(ours, SHAPE / RATE * worth, rtol=1e-10)


def test_discounted_purchases_for_ever() -> None:
    assert_allclose(maths.discounted_ahead(SHAPE, RATE, 0.01, np.inf), SHAPE / RATE * 100)


def test_drawn_futures_follow_the_pmf() -> None:
    n = 100_000
    shape, rate = np.full(n, SHAPE[1]), np.full(n, RATE[1])
    drawn = maths.draw_ahead(shape, rate, 39.0, np.random.default_rng(1))
    shares = np.bincount(drawn, minlength=8)[:8] / n
    assert_allclose(shares, maths.pmf_ahead(7, SHAPE, RATE, 39.0)[1], atol=4 * 0.5 / np.sqrt(n))
