"""Distributions of a count: their means, their middle, their order, and how they move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson, spearmanr

from clv.evaluation.leaderboard.counts import (
    best_order,
    fit_shape,
    middle,
    negative_binomial,
    tilt,
)

N = np.arange(61)


def test_the_negative_binomial_is_that_of_scipy() -> None:
    mean, shape = np.array([0.1, 2.0, 9.0]), 0.7
    expected = nbinom.pmf(N, shape, shape / (shape + mean[:, None]))
    np.testing.assert_allclose(negative_binomial(mean, shape, 60), expected, rtol=1e-9)


def test_nothing_expected_is_nothing_for_sure() -> None:
    assert negative_binomial([0.0], 2.0, 2).tolist() == [[1.0, 0.0, 0.0]]


def test_the_shape_is_recovered() -> None:
    rng = np.random.default_rng(0)
    mean = rng.uniform(0.5, 4, 20_000)
    actual = rng.poisson(mean * rng.gamma(1.5, 1 / 1.5, mean.size))
    assert fit_shape(mean, actual) == pytest.approx(1.5, rel=0.05)


def test_the_middle_has_the_least_expected_absolute_error() -> None:
    table = np.asarray(poisson.pmf(N, np.array([[0.3], [0.9], [4.4]])))
    errors = np.abs(N[:, None] - N) @ table.T
    assert middle(table, table @ N).tolist() == errors.argmin(axis=0).tolist()


@given(seed=st.integers(0, 10_000), mean=st.floats(0.01, 20))
def test_a_tilt_reaches_the_mean_and_stays_a_distribution(seed: int, mean: float) -> None:
    table = np.random.default_rng(seed).dirichlet(np.full(61, 0.3), size=3)
    moved = tilt(table, np.full(3, mean))
    np.testing.assert_allclose(moved @ N, mean, rtol=1e-6)
    np.testing.assert_allclose(moved.sum(axis=1), 1)
    assert (moved >= 0).all()


def test_a_tilted_poisson_is_a_poisson() -> None:
    moved = tilt(np.asarray(poisson.pmf(N, [[2.0]])), np.array([3.0]))
    np.testing.assert_allclose(moved, poisson.pmf(N, [[3.0]]), atol=1e-9)


def test_the_best_order_correlates_better_than_the_mean_where_most_buy_nothing() -> None:
    rng = np.random.default_rng(1)
    mean = np.where(rng.uniform(size=20_000) < 0.8, rng.uniform(0.02, 0.05, 20_000), 2.0)
    actual = rng.poisson(mean)
    order = best_order(poisson.pmf(N, mean[:, None]))
    assert spearmanr(actual, order).statistic > spearmanr(actual, mean).statistic + 0.05


@given(seed=st.integers(0, 10_000))
def test_the_best_order_does_not_depend_on_the_order_of_customers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = negative_binomial(rng.choice([0.1, 0.2, 1.0, 3.0], 40), 0.8, 20)
    shuffled = rng.permutation(40)
    np.testing.assert_allclose(best_order(table[shuffled]), best_order(table)[shuffled])


def test_a_distribution_that_has_underflowed_can_still_be_moved() -> None:
    nobody = np.zeros((1, 200))
    nobody[0, 0] = 1.0
    moved = tilt(nobody, np.array([3.0]))
    assert np.isfinite(moved).all()
    assert moved.sum() == pytest.approx(1)
