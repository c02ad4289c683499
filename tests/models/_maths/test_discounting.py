"""Discounting against integrals that are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import gamma, gammainc

from clv.models._maths.discounting import discount_rule


@pytest.mark.parametrize("force", [1e-4, 0.002, 0.1, 3.0])
@pytest.mark.parametrize("t", [1e-3, 1.0, 39.0, 500.0, np.inf])
def test_purchases_at_a_steady_rate_are_worth_an_annuity(force: float, t: float) -> None:
    times, weights = discount_rule(force, t)
    assert_allclose(weights @ times, -np.expm1(-force * t) / force, rtol=1e-10)


@pytest.mark.parametrize("power", [0.3, 0.5, 1.7])
@pytest.mark.parametrize("t", [10.0, 400.0, np.inf])
def test_purchases_that_thin_out_as_a_power_are_worth_a_gamma_function(
    power: float, t: float
) -> None:
    """E(s) = s^c, so that the sum is c times the lower incomplete gamma function over k^c."""
    force = 0.05
    times, weights = discount_rule(force, t)
    exact = power * gamma(power) * gammainc(power, force * t) / force**power
    assert_allclose(weights @ times**power, exact, rtol=1e-4)  # steeper at 0 than any model


def test_a_horizon_that_hardly_discounts_needs_few_times() -> None:
    assert discount_rule(0.002, 39.0)[0].size < 15


def test_without_discount_only_the_end_counts() -> None:
    times, weights = discount_rule(0.0, 39.0)
    assert (times.tolist(), weights.tolist()) == ([39.0], [1.0])


def test_no_time_is_worth_nothing() -> None:
    times, weights = discount_rule(0.1, 0.0)
    assert weights @ times == 0


def test_times_lie_within_the_horizon_and_weights_are_positive() -> None:
    times, weights = discount_rule(0.1, 60.0)
    assert (times > 0).all()
    assert times.max() == 60
    assert (weights > 0).all()
    # A purchase at once would keep its worth: all weights together are 1.
    assert weights.sum() == pytest.approx(1)
