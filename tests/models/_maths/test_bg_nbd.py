"""BG/NBD formulas against 50 digits, against differences, and against playing the story."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from clv.models._maths import bg_nbd as maths
from clv.models._maths import bg_nbd_ahead
from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories

PAPER = np.array([0.243, 4.414, 0.793, 2.426])
Living = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def history(x: int, t_x: float, T: float) -> Histories:
    """Return a single customer."""
    one, position = np.ones(1), np.zeros(1, dtype=np.int64)
    return Histories(np.array([x]), t_x * one, T * one, one, position, np.zeros((0, 1)))


def ahead(theta: FloatArray, x: int = 0, T: float = 0.0, n: int = 1) -> Living:
    """Return shape, rate, a and b of n living customers of one history."""
    r, alpha, a, b = theta.tolist()
    return np.full(n, r + x), np.full(n, alpha + T), np.full(n, a), np.full(n, b + x)


def expected(theta: FloatArray, x: int, T: float, t: float) -> float:
    """Return the expected purchases of a living customer within one time."""
    found = bg_nbd_ahead.purchases_if_alive(*ahead(theta, x, T), np.array([t]), np.ones(1))
    return float(found[0])


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
    shape, rate, a, b = (float(value[0]) for value in ahead(case.theta, case.x, case.T))
    ours = expected(case.theta, case.x, case.T, case.t)
    return ours, exact_purchases(shape, rate, a, b, case.t)


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
    ours = expected(np.array([0.2, 4.0, a, 2.4]), 2, 39.0, 39.0)
    assert_allclose(ours, exact_purchases(2.2, 43.0, a, 4.4, 39.0), rtol=1e-12)


def test_customers_of_many_kinds_are_told_apart_and_put_back_in_their_places() -> None:
    rng = np.random.default_rng(3)
    shape, rate = rng.uniform(0.5, 9, 40), rng.uniform(5, 60, 40)
    a, b = rng.choice([0.4, 0.8, 3.0], 40), rng.choice([1.4, 2.4], 40)
    times, weights = np.array([39.0, 5.0]), np.array([1.0, 0.5])
    ours = bg_nbd_ahead.purchases_if_alive(shape, rate, a, b, times, weights)
    for i in range(40):
        one = shape[i], rate[i], a[i], b[i]
        exact = exact_purchases(*one, 39.0) + 0.5 * exact_purchases(*one, 5.0)
        assert_allclose(ours[i], exact, rtol=1e-9)


@settings(max_examples=30)
@given(case=cases("realistic"))
def test_pmf_sums_to_one_and_has_the_expected_mean(case: SimpleNamespace) -> None:
    t = min(case.t, float(case.theta[1]))  # half of the arrivals' odds a step: it ends within 2,000
    pmf = bg_nbd_ahead.pmf_if_alive(1999, *ahead(case.theta), t)[0]
    assert (pmf >= 0).all()
    assert_allclose(pmf.sum(), 1, rtol=1e-10)
    assert_allclose(pmf @ np.arange(2000), expected(case.theta, 0, 0.0, t), rtol=1e-9)


@given(case=cases("wide"))
def test_no_purchase_is_the_first_of_the_pmf_and_one_less_active(case: SimpleNamespace) -> None:
    shape, rate, a, b = ahead(case.theta, case.x, case.T)
    quiet = bg_nbd_ahead.quiet_if_alive(shape, rate, case.t)
    assert_allclose(
        bg_nbd_ahead.pmf_if_alive(0, shape, rate, a, b, case.t)[:, 0], quiet, rtol=1e-12
    )
    with mpmath.workdps(40):
        odds = mpmath.mpf(rate[0]) / (mpmath.mpf(rate[0]) + mpmath.mpf(case.t))
        assert_allclose(quiet[0], float(odds ** mpmath.mpf(shape[0])), rtol=1e-10, atol=1e-290)


def test_nobody_is_quiet_for_ever() -> None:
    times = np.array([0.0, 39.0, np.inf])
    quiet = bg_nbd_ahead.quiet_if_alive(*ahead(PAPER, 2, 38.0, n=3)[:2], times)
    assert quiet[0] == 1
    assert 0 < quiet[1] < 1
    assert quiet[2] == 0


def test_pmf_of_the_authors_sheet() -> None:
    assert_allclose(bg_nbd_ahead.pmf_if_alive(0, *ahead(PAPER), 39.0), [[0.5737864]], atol=5e-8)
    assert_allclose(
        bg_nbd_ahead.pmf_if_alive(15, *ahead(PAPER), 30.0)[0, 11:],
        [0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638],
        atol=5e-11,
    )


def test_no_time_brings_no_purchase_for_certain() -> None:
    assert bg_nbd_ahead.pmf_if_alive(2, *ahead(PAPER, n=2), 0.0).tolist() == [[1, 0, 0], [1, 0, 0]]
    assert expected(PAPER, 2, 39.0, 0.0) == 0
    drawn = bg_nbd_ahead.count_if_alive(*ahead(PAPER, n=50), 0.0, np.random.default_rng(1))
    assert not drawn.any()


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
    alive = maths.alive(data.x, data.t_x, data.T, PAPER)
    assert 0.99 < alive[0] <= 1
    assert 0.8 * x / 20.5 < expected(PAPER, x, 200.0, 10.0) < x / 20


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
    drawn = bg_nbd_ahead.count_if_alive(*ahead(PAPER, x, T, n), t, np.random.default_rng(12))
    mean = expected(PAPER, x, T, t)
    quiet = bg_nbd_ahead.quiet_if_alive(*ahead(PAPER, x, T)[:2], t)[0]
    pmf = bg_nbd_ahead.pmf_if_alive(7, *ahead(PAPER, x, T), t)[0]
    for sample in (played(PAPER, x, T, t, n), drawn):
        assert abs(sample.mean() - mean) < 4 * sample.std() / np.sqrt(n)
        assert abs((sample == 0).mean() - quiet) < 4 * 0.5 / np.sqrt(n)
        shares = np.bincount(sample.astype(int), minlength=8)[:8] / n
        assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(n))


@pytest.mark.parametrize("far", [[1e-3, 1e-3, 1e-3, 1e-3], [1e3, 1e-3, 1e-3, 1e3]])
def test_draws_far_out_raise_no_warning(far: list[float]) -> None:
    drawn = bg_nbd_ahead.count_if_alive(
        *ahead(np.array(far), n=5000), 1e3, np.random.default_rng(2)
    )
    assert (drawn >= 0).all()


def many(m: int, seed: int) -> tuple[Histories, FloatArray]:
    """Return histories with weights, and log parameters of their own, far apart."""
    rng = np.random.default_rng(seed)
    x = rng.choice([0, 0, 1, 2, 7, 300], m)
    T = rng.uniform(0.1, 60, m)
    t_x = np.where(x > 0, T * rng.uniform(0.1, 1, m), 0.0)
    data = Histories(x, t_x, T, rng.uniform(0, 3, m), np.arange(m), np.zeros((0, m)))
    return data, rng.uniform(np.log(0.05), np.log(20), (4, m))


def test_the_likelihood_of_each_history_is_that_of_a_table_of_one() -> None:
    data, point = many(60, seed=1)
    value, gradient, hessian = maths.pointwise(data)(point)
    for i in range(60):
        alone = history(int(data.x[i]), float(data.t_x[i]), float(data.T[i]))
        one, slope, bend = maths.log_likelihood(alone)(point[:, i])
        assert_allclose(value[i], one, rtol=1e-10, atol=1e-10)
        assert_allclose(gradient[:, i], slope, rtol=1e-8, atol=1e-8)
        assert_allclose(hessian[:, :, i], bend, rtol=1e-7, atol=1e-7)


def test_likelihoods_of_histories_add_up_to_that_of_the_table() -> None:
    data, _ = many(500, seed=2)
    point = np.log(PAPER)
    parts = maths.pointwise(data)(np.repeat(point[:, None], 500, axis=1))
    total, slope, bend = maths.log_likelihood(data)(point)
    assert_allclose(parts[0] @ data.weight, total, rtol=1e-9)
    assert_allclose(parts[1] @ data.weight, slope, rtol=1e-9, atol=1e-7)
    assert_allclose(parts[2] @ data.weight, bend, rtol=1e-9, atol=1e-7)


def test_derivatives_of_each_history_are_those_of_its_likelihood() -> None:
    data, point = many(200, seed=3)
    evaluate, step = maths.pointwise(data), 1e-5
    _, gradient, hessian = evaluate(point)
    scale = 1 + data.x
    for i in range(4):
        nudge = step * np.eye(4)[:, [i]]
        up, down = evaluate(point + nudge), evaluate(point - nudge)
        assert_allclose((up[0] - down[0]) / (2 * step) / scale, gradient[i] / scale, atol=1e-6)
        assert_allclose((up[1] - down[1]) / (2 * step) / scale, hessian[i] / scale, atol=1e-6)
