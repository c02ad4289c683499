"""Gamma-Gamma formulas against many digits, against differences, and against playing the story."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import betaprime, gamma

from clv.models._maths import gamma_gamma as maths
from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import maximise

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


@given(point=PARAMS, x=COUNTS, mean=MEANS)
def test_customers_add_up_to_the_likelihood(point: FloatArray, x: int, mean: float) -> None:
    counts, means, weight = np.array([x, 3, 3]), np.array([mean, 20.0, 9.0]), np.array([2, 0.5, 1])
    total = maths.log_likelihood(counts, means, weight)(point)
    alike = np.tile(point[:, None], 3)
    all_but_alike = alike + np.array([0, 1e-13, 0])
    for own in (alike, all_but_alike):
        for sum_of_all, by_customer in zip(total, maths.pointwise(counts, means, own), strict=True):
            size = 1e-9 * (1 + np.abs(by_customer).max())
            assert_allclose(by_customer @ weight, np.asarray(sum_of_all), rtol=1e-9, atol=size)


@given(point=PARAMS, other=PARAMS, x=COUNTS, mean=MEANS)
def test_the_density_is_the_mean_of_that_of_each_customer(
    point: FloatArray, other: FloatArray, x: int, mean: float
) -> None:
    own = np.exp(np.stack([point, other, point], axis=1))
    found = maths.density(np.array([x, 3, x]), np.array([mean, 20.0]), own)
    for value, at in zip(found, (mean, 20.0), strict=True):
        expected = (2 * np.exp(exact(point, x, at)) + np.exp(exact(other, 3, at))) / 3
        assert_allclose(value, expected, rtol=1e-7, atol=1e-300)


@given(point=PARAMS, other=PARAMS, x=COUNTS, mean=MEANS)
def test_each_customer_may_have_parameters_of_its_own(
    point: FloatArray, other: FloatArray, x: int, mean: float
) -> None:
    counts, means = np.array([x, 3]), np.array([mean, 20.0])
    value = maths.pointwise(counts, means, np.stack([point, other], axis=1))[0]
    expected = [exact(point, x, mean), exact(other, 3, 20.0)]
    assert_allclose(value, expected, rtol=1e-9, atol=1e-8)


def test_the_size_of_blocks_is_of_no_account() -> None:
    rng = np.random.default_rng(1)
    x, mean = rng.integers(1, 9, 2 * maths.BLOCK + 5), rng.gamma(3.0, size=2 * maths.BLOCK + 5)
    weight, point = rng.random(x.size), np.log([6.0, 4.0, 1.5])
    whole = maths.log_likelihood(x, mean, weight)(point)
    parts = [
        maths.log_likelihood(x[s], mean[s], weight[s])(point)
        for s in np.array_split(np.arange(x.size), 7)
    ]
    for i, together in enumerate(whole):
        added = sum(np.asarray(part[i]) for part in parts)
        assert_allclose(added, np.asarray(together), rtol=1e-10)


@pytest.mark.parametrize("theta", [(6.0, 4.0, 15.0), (0.6, 1.5, 3.0), (30.0, 0.8, 2.0)])
def test_from_moments_few_evaluations_lead_to_the_optimum(
    theta: tuple[float, float, float],
) -> None:
    rng = np.random.default_rng(3)
    p, q, scale = theta
    x = rng.geometric(0.4, 5000)
    mean = rng.gamma(p * x) / rng.gamma(q, 1 / scale, x.size) / x
    one = np.ones(x.size)
    start = maths.moment_start(x, mean, one)
    wide = np.full(3, 10.0)
    likelihood = maths.log_likelihood(x, mean, one)
    optimum = maximise(likelihood, [start], -wide, wide)
    assert optimum.interior
    assert 0 < optimum.value - likelihood(np.log(theta))[0] < 8  # 2 x is chi-squared of 3
    assert optimum.evaluations <= 10


def test_moments_of_constant_spend_are_numbers() -> None:
    start = maths.moment_start(np.full(50, 2), np.full(50, 9.99), np.ones(50))
    assert np.isfinite(start).all()


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


def test_quantiles_of_totals_are_those_of_a_beta_prime_distribution() -> None:
    x, mean, purchases = (
        np.array([0, 3, 3, 9]),
        np.array([0.0, 20.0, 30.0, 5.0]),
        np.array([1, 0, 4, 1]),
    )
    p, q, scale = theta = np.array([6.0, 0.8, 15.0])
    found = maths.total_spend_quantile(x, mean, purchases, 0.9, theta)
    assert found[1] == 0
    for i in (0, 2, 3):
        story = betaprime(p * purchases[i], q + p * x[i], scale=scale + x[i] * mean[i])
        assert_allclose(story.cdf(found[i]), 0.9, rtol=1e-9)


def test_quantiles_of_the_mean_are_those_of_an_inverse_gamma_distribution() -> None:
    x, mean, (p, q, scale) = np.array([0, 3]), np.array([0.0, 20.0]), (6.0, 4.0, 15.0)
    for probability in (0.025, 0.5, 0.975):
        found = maths.mean_spend_quantile(x, mean, probability, np.array([p, q, scale]))
        rate = gamma(q + p * x, scale=1 / (scale + x * mean))
        assert_allclose(rate.sf(p / found), probability, rtol=1e-9)


def test_parameters_by_customer_are_used_by_customer() -> None:
    x, mean, one = np.array([0, 3, 3]), np.array([0.0, 20.0, 30.0]), np.ones(3, dtype=np.int64)
    each = np.array([[6.0, 5.0, 4.0], [4.0, 3.0, 3.0], [15.0, 10.0, 20.0]])

    def answers(lines: slice, theta: FloatArray) -> FloatArray:
        return np.stack(
            [
                maths.expected_spend(x[lines], mean[lines], theta),
                maths.mean_spend_quantile(x[lines], mean[lines], 0.2, theta),
                maths.total_spend_quantile(x[lines], mean[lines], one[lines], 0.2, theta),
            ]
        )

    together = answers(slice(None), each)
    for i in range(3):
        assert_allclose(answers(slice(i, i + 1), each[:, i])[:, 0], together[:, i], rtol=1e-12)


@given(point=st.lists(st.floats(-6.9, 6.9), min_size=3, max_size=3), x=st.integers(0, 1000))
def test_formulas_are_numbers_everywhere(point: list[float], x: int) -> None:
    theta, counts, mean = np.exp(point), np.array([x]), np.array([20.0 * (x > 0)])
    some = np.maximum(counts, 1), np.full(1, 20.0)
    for part in maths.pointwise(*some, np.log(theta)[:, None]):
        assert np.isfinite(part).all()
    median = maths.total_spend_quantile(counts, mean, np.ones(1, dtype=np.int64), 0.5, theta)
    limits = [maths.mean_spend_quantile(counts, mean, level, theta) for level in (0.025, 0.975)]
    assert (median >= 0).all()
    assert limits[0] <= limits[1]
    assert (maths.expected_spend(counts, mean, theta) > 0).all()


def test_a_mean_that_does_not_exist_is_infinite() -> None:
    theta = np.array([0.5, 0.6, 3.0])
    found = maths.expected_spend(np.array([0, 1]), np.array([0.0, 5.0]), theta)
    assert found[0] == np.inf
    assert_allclose(found[1], 0.5 * 8 / 0.1)
