"""BG/NBD formulas against 50 digits, against differences, and against playing the story."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from clv.models import _bg_nbd as maths
from clv.models._histories import Histories
from clv.models._types import FloatArray

PAPER = np.array([0.243, 4.414, 0.793, 2.426])


def history(x: int, t_x: float, T: float) -> Histories:
    """Return a single customer."""
    one = np.ones(1)
    return Histories(np.array([x]), t_x * one, T * one, one, position=np.zeros(1, dtype=np.int64))


def log_uniform(low: float, high: float) -> st.SearchStrategy[float]:
    """Return positive numbers, spread over their orders of magnitude."""
    return st.floats(np.log(low), np.log(high)).map(lambda value: float(np.exp(value)))


@st.composite
def cases(draw: st.DrawFn, box: str) -> SimpleNamespace:
    """Return parameters, a history and a horizon, realistic or far out."""
    real = box == "realistic"
    low, high = (0.05, 50.0) if real else (1e-3, 1e3)
    params = [draw(log_uniform(low, high)) for _ in range(4)]
    x = draw(st.integers(0, 300 if real else 1000))
    T = draw(st.floats(5.0, 300.0) if real else log_uniform(0.1, 1e3))
    t_x = T * draw(st.floats(0.01, 1.0)) if x else 0.0
    t = draw(st.floats(1.0, 300.0) if real else log_uniform(0.1, 1e3))
    return SimpleNamespace(theta=np.array(params), x=x, t_x=t_x, T=T, t=t)


def exact_log_likelihood(case: SimpleNamespace) -> float:
    """Return the two terms as they come out of the integrals over lambda and p."""
    with mpmath.workdps(50):
        r, alpha, a, b = map(mpmath.mpf, case.theta)
        x, t_x, T = case.x, mpmath.mpf(case.t_x), mpmath.mpf(case.T)
        rate = mpmath.gamma(r + x) / mpmath.gamma(r) * alpha**r
        alive = mpmath.beta(a, b + x) / mpmath.beta(a, b) * rate / (alpha + T) ** (r + x)
        if x == 0:
            return float(mpmath.log(alive))
        gone = mpmath.beta(a + 1, b + x - 1) / mpmath.beta(a, b) * rate / (alpha + t_x) ** (r + x)
        return float(mpmath.log(alive + gone))


def exact_alive(case: SimpleNamespace) -> float:
    """Return the first term over the sum of both."""
    if case.x == 0:
        return 1.0
    with mpmath.workdps(50):
        r, alpha, a, b = map(mpmath.mpf, case.theta)
        odds = (a / (b + case.x - 1)) * (
            (alpha + mpmath.mpf(case.T)) / (alpha + mpmath.mpf(case.t_x))
        ) ** (r + case.x)
        return float(1 / (1 + odds))


def exact_purchases(shape: float, rate: float, a: float, b: float, t: float) -> float:
    """Return the closed form with the hypergeometric function, singular at a = 1."""
    with mpmath.workdps(60):
        m, v, a_, b_, t_ = map(mpmath.mpf, (shape, rate, a, b, t))
        if a_ == 1:
            a_ += mpmath.mpf(10) ** -30
        f = mpmath.hyp2f1(m, b_, a_ + b_ - 1, t_ / (v + t_))
        return float((a_ + b_ - 1) / (a_ - 1) * (1 - (v / (v + t_)) ** m * f))


def purchases(case: SimpleNamespace) -> tuple[float, float]:
    """Return ours and the exact expectation given alive."""
    r, alpha, a, b = case.theta.tolist()
    ahead = (r + case.x, alpha + case.T, a, b + case.x)
    shape, rate, b_x = np.array([ahead[0]]), np.array([ahead[1]]), np.array([ahead[3]])
    ours = maths.purchases_if_alive(shape, rate, a, b_x, case.t)
    return float(ours[0]), exact_purchases(*ahead, case.t)


@pytest.mark.parametrize("box", ["realistic", "wide"])
def test_log_likelihood_is_exact(box: str) -> None:
    @given(case=cases(box))
    def check(case: SimpleNamespace) -> None:
        value = maths.log_likelihood(history(case.x, case.t_x, case.T))(np.log(case.theta))[0]
        assert_allclose(value, exact_log_likelihood(case), rtol=1e-10, atol=1e-9)

    check()


@given(case=cases("realistic"))
def test_gradient_and_hessian_are_those_of_the_likelihood(case: SimpleNamespace) -> None:
    likelihood = maths.log_likelihood(history(case.x, case.t_x, case.T))
    point, step = np.log(case.theta), 1e-5
    _, gradient, hessian = likelihood(point)
    ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(4)]
    scale = 1 + case.x
    assert_allclose(
        gradient, [(up[0] - down[0]) / (2 * step) for up, down in ends], atol=1e-6 * scale
    )
    assert_allclose(
        hessian, [(up[1] - down[1]) / (2 * step) for up, down in ends], atol=1e-6 * scale
    )
    assert_allclose(hessian, hessian.T, rtol=1e-12)


@settings(max_examples=50)
@given(case=cases("wide"))
def test_probability_alive_is_exact(case: SimpleNamespace) -> None:
    data = history(case.x, case.t_x, case.T)
    ours = maths.alive(data.x, data.t_x, data.T, case.theta)[0]
    assert_allclose(ours, exact_alive(case), rtol=1e-9, atol=1e-290)


@given(case=cases("realistic"))
def test_expected_purchases_are_exact_in_the_realistic_box(case: SimpleNamespace) -> None:
    ours, exact = purchases(case)
    assert_allclose(ours, exact, rtol=1e-10)


@settings(max_examples=50)
@given(case=cases("wide"))
def test_expected_purchases_stay_close_and_within_their_bounds_far_out(
    case: SimpleNamespace,
) -> None:
    ours, exact = purchases(case)
    assert_allclose(ours, exact, rtol=0.05)
    r, alpha = case.theta[:2]
    assert 0 < ours <= (r + case.x) * case.t / (alpha + case.T) * (1 + 1e-12)


@pytest.mark.parametrize("a", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_nothing_happens_where_the_closed_form_is_singular(a: float) -> None:
    one = np.ones(1)
    ours = maths.purchases_if_alive(2.2 * one, 43.0 * one, a, 4.4 * one, 39.0)[0]
    assert_allclose(ours, exact_purchases(2.2, 43.0, a, 4.4, 39.0), rtol=1e-12)


@settings(max_examples=30)
@given(case=cases("realistic"))
def test_pmf_sums_to_one_and_has_the_expected_mean(case: SimpleNamespace) -> None:
    r, alpha, a, b = case.theta.tolist()
    t = min(case.t, alpha)  # half of the arrivals' odds a step: the sum ends within 2,000
    n = np.arange(2000)
    pmf = maths.pmf_if_alive(n, r, alpha, a, b, t)
    mean = maths.purchases_if_alive(np.array([r]), np.array([alpha]), a, np.array([b]), t)[0]
    assert (pmf >= 0).all()
    assert_allclose(pmf.sum(), 1, rtol=1e-10)
    assert_allclose(pmf @ n, mean, rtol=1e-9)


def test_pmf_of_the_authors_sheet() -> None:
    r, alpha, a, b = PAPER.tolist()
    none = maths.pmf_if_alive(np.array([0]), r, alpha, a, b, 39.0)
    some = maths.pmf_if_alive(np.arange(11, 16), r, alpha, a, b, 30.0)
    assert_allclose(none, 0.5737864, atol=5e-8)
    assert_allclose(
        some,
        [0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638],
        atol=5e-11,
    )


def test_no_time_brings_no_purchase_for_certain() -> None:
    pmf = maths.pmf_if_alive(np.arange(3), 0.243, 4.414, 0.793, 2.426, 0.0)
    assert pmf.tolist() == [1, 0, 0]


def test_terms_of_the_likelihood_that_overflow_a_naive_form() -> None:
    """Published for a .8, b 2.5, r .25, alpha 4, T = 40."""
    theta = np.log([0.25, 4.0, 0.8, 2.5])
    none = maths.log_likelihood(history(0, 0.0, 40.0))(theta)[0]
    many = maths.log_likelihood(history(200, 38.0, 40.0))(theta)[0]
    assert_allclose(none, -0.59947382, atol=5e-9)
    assert_allclose(many, 100.7957, atol=5e-5)


@pytest.mark.parametrize("x", [161, 204, 221, 254, 10_000, 1_000_000])
def test_frequent_customers_stay_finite(x: int) -> None:
    data = history(x, 200.0, 200.0)
    ahead = (PAPER[0] + data.x, PAPER[1] + data.T, PAPER[2], PAPER[3] + data.x)
    alive = maths.alive(data.x, data.t_x, data.T, PAPER)
    expected = maths.purchases_if_alive(*ahead, 10.0)
    assert 0.99 < alive[0] <= 1
    assert 0.8 * x / 20.5 < expected[0] < x / 20


def played(theta: FloatArray, x: int, T: float, t: float, n: int) -> FloatArray:
    """Play the story literally: one gap after the other, a coin after each purchase."""
    rng = np.random.default_rng(11)
    r, alpha, a, b = theta
    rate = rng.gamma(r + x, 1 / (alpha + T), n)
    p = rng.beta(a, b + x, n)
    clock, count, alive = np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    while alive.any():
        clock += rng.exponential(size=n) / rate
        alive &= clock < t
        count += alive
        alive &= rng.random(n) >= p
    return count


def test_formulas_agree_with_playing_the_story() -> None:
    n, x, T, t = 400_000, 2, 38.86, 39.0
    r, alpha, a, b = PAPER.tolist()
    shape, rate, b_x = np.full(n, r + x), np.full(n, alpha + T), np.full(n, b + x)
    drawn = maths.count_if_alive(shape, rate, a, b_x, t, np.random.default_rng(12))
    mean = maths.purchases_if_alive(shape[:1], rate[:1], a, b_x[:1], t)[0]
    active = maths.active_if_alive(shape[:1], rate[:1], t)[0]
    pmf = maths.pmf_if_alive(np.arange(8), r + x, alpha + T, a, b + x, t)
    for sample in (played(PAPER, x, T, t, n), drawn):
        assert abs(sample.mean() - mean) < 4 * sample.std() / np.sqrt(n)
        assert abs((sample > 0).mean() - active) < 4 * 0.5 / np.sqrt(n)
        shares = np.bincount(sample.astype(int), minlength=8)[:8] / n
        assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(n))
