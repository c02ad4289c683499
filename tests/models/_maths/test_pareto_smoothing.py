"""Pareto smoothing: tails are found again, weights are kept in order, resampling has no bias."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import genpareto, t

from clv.models._maths.pareto_smoothing import (
    pareto_fit,
    pareto_smoothed,
    resampled,
    student_points,
)

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("k", [-0.3, 0.1, 0.5, 0.9])
def test_shape_and_scale_of_a_tail_are_found_again(k: float) -> None:
    x = np.sort(genpareto.rvs(k, scale=2.0, size=20_000, random_state=3))
    shape, scale = pareto_fit(x)
    assert_allclose([shape, scale], [k, 2.0], atol=0.06)


def test_a_small_tail_is_drawn_towards_one_half() -> None:
    x = np.sort(genpareto.rvs(-0.5, size=20, random_state=3))
    assert pareto_fit(x)[0] > -0.4


def test_k_tells_the_heaviness_of_ratios() -> None:
    """Exponential over exponential of rate s has a tail of shape 1 - 1 / s."""
    for rate, k in ((1.5, 1 / 3), (2.0, 0.5), (4.0, 0.75)):
        draws = np.random.default_rng(5).exponential(1 / rate, 100_000)
        assert pareto_smoothed((rate - 1) * draws)[1] == pytest.approx(k, abs=0.08)


def test_weights_sum_to_one_and_keep_their_order() -> None:
    log_ratio = 0.4 * RNG.exponential(size=2000)
    weights, _ = pareto_smoothed(log_ratio)
    raw = np.exp(log_ratio) / np.exp(log_ratio).sum()
    assert weights.sum() == pytest.approx(1)
    order = np.argsort(raw)
    assert (np.diff(weights[order]) >= 0).all()
    body = order[:1800]
    assert_allclose(weights[body] / raw[body], weights[order[0]] / raw[order[0]])


def test_a_single_giant_weighs_no_more_than_it_did() -> None:
    log_ratio = np.append(0.1 * RNG.normal(size=1999), 6.0)
    weights, _ = pareto_smoothed(log_ratio)
    assert weights[-1] <= np.exp(6) / np.exp(log_ratio).sum()


def test_what_cannot_be_weighs_nothing_and_equal_ratios_weigh_alike() -> None:
    log_ratio = np.zeros(1000)
    log_ratio[:100] = -np.inf
    weights, k = pareto_smoothed(log_ratio)
    assert k == -np.inf
    assert (weights[:100] == 0).all()
    assert_allclose(weights[100:], 1 / 900)


def test_smoothed_weights_find_a_mean_that_raw_draws_miss() -> None:
    draws = RNG.standard_t(5, 4000)
    weights, k = pareto_smoothed(-0.5 * (draws - 1) ** 2 - t.logpdf(draws, 5))
    assert k < 0.7
    assert weights @ draws == pytest.approx(1, abs=0.05)


def test_each_is_drawn_as_often_as_its_weight_says() -> None:
    weights = RNG.dirichlet(np.ones(50))
    counts = np.bincount(resampled(weights, 1000, RNG), minlength=50)
    assert (np.abs(counts - 1000 * weights) < 1).all()
    assert counts.sum() == 1000


def test_student_points_have_their_distribution_and_density() -> None:
    points, log_density = student_points(RNG.random((20_000, 2)), 8.0)
    assert_allclose(np.quantile(points, [0.05, 0.5, 0.95]), t.ppf([0.05, 0.5, 0.95], 8), atol=0.05)
    gap = log_density - t.logpdf(points[:, 0], 8)
    assert np.ptp(gap) < 1e-9
