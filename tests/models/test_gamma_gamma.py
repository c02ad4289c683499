"""Gamma-Gamma fits: published numbers, truths found again, faults named."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from clv.errors import FitError
from clv.models import GammaGamma, lifetimes_fit
from clv.simulate import simulate_customers
from tests.models import cdnow

PURCHASES = {"r": 0.5, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


Where = pd.Series | NDArray[np.bool_]


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Return customers of 39 weeks with money."""
    return simulate_customers(PURCHASES, np.full(n, 39.0), seed=seed, spend={**SPEND, **changed})


def with_spend(customers: pd.DataFrame, value: float, where: Where) -> pd.DataFrame:
    """Return a copy whose mean spend is the value where the condition holds."""
    return customers.assign(monetary_value=customers["monetary_value"].mask(where, value))


def codes(model: GammaGamma) -> set[str]:
    """Return the codes of the notices."""
    return {notice.code for notice in model.notices_}


def test_cdnow_optimum_of_fader_and_hardie() -> None:
    """The Gamma-Gamma model of monetary value (2013), section 3: 6.25, 3.74, 15.44."""
    model = GammaGamma().fit(cdnow.customers("sample"))
    assert model.status_ == "converged"
    assert_allclose(model.loglik_, -4055.9177, atol=1e-4)
    assert_allclose(list(model.params_.values()), [6.249575, 3.744224, 15.443512], rtol=2e-6)
    assert (model.n_customers_, model.n_repeaters_, model.n_used_) == (2357, 946, 946)


def test_cdnow_fit_agrees_with_lifetimes() -> None:
    customers = cdnow.customers("sample")
    ours, theirs = GammaGamma().fit(customers), lifetimes_fit(customers, "gamma_gamma")
    for name, value in ours.params_.items():
        assert theirs[name] == pytest.approx(value, rel=1e-4)


def test_cdnow_spend_goes_with_frequency_and_a_notice_says_so() -> None:
    """Spearman's rank correlation of the full file is .198."""
    model = GammaGamma().fit(cdnow.customers("master"))
    assert model.dependence_ == pytest.approx(0.198, abs=5e-4)
    assert "W_SPEND_DEPENDS" in codes(model)


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth = pd.Series(SPEND)
    inside = pd.Series(0, index=list(SPEND))
    for seed in range(60):
        limits = GammaGamma().fit(simulated(1000, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(51, 60).all()  # of 60 intervals at 95%


def test_customers_without_spend_are_expected_to_spend_like_the_population() -> None:
    customers = simulated(2000, 1)
    free = with_spend(customers, 0.0, customers["frequency"] == 2)
    model = GammaGamma().fit(free)
    p, q, gamma = model.params_.values()
    expected = model.predict(free)
    assert_allclose(expected[free["frequency"].isin([0, 2])], p * gamma / (q - 1))
    assert "W_NO_SPEND" in codes(model)
    assert model.n_repeaters_ - model.n_used_ == (customers["frequency"] == 2).sum()


def test_expected_spend_lies_between_own_mean_and_population_mean() -> None:
    customers = simulated(2000, 2)
    model = GammaGamma().fit(customers)
    expected = model.predict(customers)
    population = expected[customers["frequency"] == 0].iloc[0]
    own = customers["monetary_value"].where(customers["frequency"] > 0, population)
    assert (expected >= np.minimum(own, population) - 1e-9).all()
    assert (expected <= np.maximum(own, population) + 1e-9).all()


@pytest.mark.parametrize("factor", [100.0, 1e-6, 1e9])
def test_the_unit_of_money_changes_money_only(factor: float) -> None:
    customers = simulated(500, 3)
    rescaled = customers.assign(monetary_value=customers["monetary_value"] * factor)
    one, other = GammaGamma().fit(customers), GammaGamma().fit(rescaled)
    scales = np.array([1, 1, factor])
    assert_allclose(list(other.params_.values()), scales * list(one.params_.values()), rtol=1e-6)
    assert_allclose(other.predict(rescaled), factor * one.predict(customers), rtol=1e-7)


def test_constant_spend_ends_on_a_boundary_at_that_amount() -> None:
    customers = simulated(1000, 4)
    constant = with_spend(customers, 9.99, customers["frequency"] > 0)
    model = GammaGamma().fit(constant)
    assert model.status_.startswith("boundary: ")
    assert "W_CONSTANT_SPEND" in codes(model)
    assert model.standard_errors_.isna().all()
    assert_allclose(model.predict(constant), 9.99, rtol=1e-4)
    assert_allclose(model.simulate_spend(constant, np.ones(1000, dtype=int), 1), 9.99, rtol=0.02)


def test_one_huge_amount_is_noticed() -> None:
    customers = simulated(1000, 3)
    buyer = customers.index == customers["frequency"].idxmax()
    assert "W_ONE_CUSTOMER" in codes(GammaGamma().fit(with_spend(customers, 1e6, buyer)))


def test_a_tail_without_a_mean_is_refused() -> None:
    with pytest.raises(FitError, match="E_MEAN_UNDEFINED"):
        GammaGamma().fit(simulated(2000, 3, q=0.7))


def test_a_tail_with_a_shaky_mean_is_noticed() -> None:
    assert "W_MEAN_FRAGILE" in codes(GammaGamma().fit(simulated(300, 3, q=1.15)))


@pytest.mark.parametrize(
    ("code", "value"), [("E_NO_SPEND", 0.0), ("E_COLUMNS", np.nan), ("E_COLUMNS", np.inf)]
)
def test_spend_that_says_nothing_is_refused(code: str, value: float) -> None:
    customers = simulated(200, 5)
    with pytest.raises(FitError, match=code):
        GammaGamma().fit(with_spend(customers, value, customers["frequency"] > 0))


def test_too_few_repeat_buyers_are_refused() -> None:
    customers = simulated(200, 5)
    with pytest.raises(FitError, match="E_TOO_FEW"):
        GammaGamma().fit(customers[customers["frequency"] == 0])


def test_simulated_spend_has_the_expected_mean() -> None:
    customers = simulated(20_000, 6)
    model = GammaGamma().fit(customers)
    spend = model.simulate_spend(customers, np.full(20_000, 3), seed=1)
    assert_allclose(spend.mean(), 3 * model.predict(customers).mean(), rtol=0.02)


def test_as_many_spends_come_out_as_futures_go_in() -> None:
    customers = simulated(100, 7)
    futures = [np.zeros(100, dtype=np.int64), np.ones(100, dtype=np.int64)]
    none, one = GammaGamma().fit(customers).simulate_spends(customers, futures, seed=1)
    assert none.sum() == 0
    assert (one > 0).all()
