"""Gamma-Gamma fits: published numbers, truths found again, faults named."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from clv.errors import FitError, InputError
from clv.models import GammaGamma, lifetimes_fit
from clv.simulate import simulate_customers
from tests.models import cdnow

PURCHASES = {"r": 0.5, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


Where = pd.Series | NDArray[np.bool_]


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Return customers of 39 weeks with money."""
    return simulate_customers(PURCHASES, np.full(n, 39.0), seed=seed, spend={**SPEND, **changed})


def published() -> GammaGamma:
    """Return a model that knows the truth."""
    model = GammaGamma()
    model.params_ = dict(SPEND)
    return model


def with_spend(customers: pd.DataFrame, value: float, where: Where) -> pd.DataFrame:
    """Return a copy whose mean spend is the value where the condition holds."""
    return customers.assign(monetary_value=customers["monetary_value"].mask(where, value))


def dependent(n: int, seed: int, **coefficients: float) -> pd.DataFrame:
    """Return customers whose scale of spend is moved by ``z`` or by ``log_frequency``.

    ``true_mean`` is what a purchase of each costs in the long run, p / nu.
    """
    rng = np.random.default_rng(seed)
    x = rng.geometric(0.45, n) - (rng.random(n) < 0.3)
    columns = {"z": rng.normal(size=n), "log_frequency": np.log(np.maximum(x, 1))}
    move = sum(value * columns[name] for name, value in coefficients.items())
    p, q, gamma = SPEND.values()
    nu = rng.gamma(q, size=n) / (gamma * np.exp(move))
    total = rng.gamma(p * np.maximum(x, 1)) / nu * (x > 0)
    table = pd.DataFrame({"frequency": x, "monetary_value": total / np.maximum(x, 1)})
    return table.assign(z=columns["z"], true_mean=p / nu)


def bias(model: GammaGamma, customers: pd.DataFrame) -> pd.Series:
    """Return expected over true mean spend, less 1, by class of frequency."""
    frame = customers.assign(expected=model.predict(customers))
    edges = [-1, 0, 1, 2, 4, 9, np.inf]
    sums = frame.groupby(pd.cut(frame["frequency"], edges), observed=True)[
        ["expected", "true_mean"]
    ]
    totals = sums.sum()
    return totals["expected"] / totals["true_mean"] - 1


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


@pytest.mark.parametrize("factor", [100.0, 1e-6, 1e9, 1e-300, 1e300])
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


def test_cdnow_optimum_is_the_one_found_with_many_more_steps() -> None:
    """The whole file, polished to a gradient of 1e-9."""
    model = GammaGamma().fit(cdnow.customers("master"))
    expected = [6.275359067914, 3.624450022831, 14.983687030942]
    assert_allclose(list(model.params_.values()), expected, rtol=1e-8)
    assert_allclose(model.loglik_, -40763.47626139, atol=1e-8)


def test_cdnow_frequency_as_a_covariate_raises_the_likelihood_by_157() -> None:
    model = GammaGamma(spend_covariates=("log_frequency",)).fit(cdnow.customers("master"))
    assert_allclose(model.params_["gamma[log_frequency]"], 0.170, atol=5e-4)
    assert_allclose(model.loglik_, -40605.973, atol=1e-3)


def test_a_climb_that_starts_on_a_sample_ends_on_all() -> None:
    customers = dependent(60_000, 1)
    model = GammaGamma().fit(customers)
    weighted = GammaGamma().fit(customers.head(15_000), np.full(15_000, 2.0))
    assert model.n_used_ > 40_000
    assert model.evaluations_ <= 20
    assert_allclose(list(model.params_.values()), list(SPEND.values()), rtol=0.05)
    nearby = model.score(customers)
    model.params_ = weighted.params_
    assert model.score(customers) < nearby


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 100), power=st.floats(-9, 9))
def test_cents_or_euros_is_all_the_same(seed: int, power: float) -> None:
    customers, factor = simulated(200, seed), 10.0**power
    rescaled = customers.assign(monetary_value=customers["monetary_value"] * factor)
    one, other = GammaGamma(need_mean=False), GammaGamma(need_mean=False)
    p, q, gamma = one.fit(customers).params_.values()
    assert_allclose(list(other.fit(rescaled).params_.values()), [p, q, gamma * factor], rtol=1e-7)
    assert other.status_ == one.status_
    shift = one.n_used_ * np.log(factor)
    assert_allclose(other.loglik_, one.loglik_ - shift, rtol=1e-9, atol=1e-7)
    limits, rescaled_limits = one.interval(customers), other.interval(rescaled)
    assert_allclose(rescaled_limits, factor * limits, rtol=1e-6)


def test_coefficients_of_covariates_are_found_again() -> None:
    truth = {"z": 0.3, "log_frequency": -0.2}
    inside = 0
    for seed in range(20):
        model = GammaGamma(spend_covariates=tuple(truth)).fit(dependent(1500, seed, **truth))
        limits = model.intervals_.loc[["gamma[z]", "gamma[log_frequency]"]]
        inside += int(
            (
                (limits["lower"] < list(truth.values())) & (limits["upper"] > list(truth.values()))
            ).sum()
        )
    assert 35 <= inside <= 40  # of 40 intervals at 95%


def test_a_positive_coefficient_raises_the_mean() -> None:
    customers = dependent(2000, 1, z=0.4)
    model = GammaGamma(spend_covariates=("z",)).fit(customers)
    richer = customers.assign(z=customers["z"] + 1)
    new = customers["frequency"] == 0
    ratio = model.predict(richer)[new] / model.predict(customers)[new]
    assert_allclose(ratio, np.exp(model.params_["gamma[z]"]))
    assert model.params_["gamma[z]"] > 0
    assert GammaGamma().fit(customers).loglik_ < model.loglik_ - 20


def test_the_unit_of_money_leaves_coefficients_alone() -> None:
    customers = dependent(800, 2, z=0.4)
    cents = customers.assign(monetary_value=100 * customers["monetary_value"])
    one, other = (GammaGamma(spend_covariates=("z",)).fit(table) for table in (customers, cents))
    p, q, gamma, coefficient = one.params_.values()
    assert_allclose(list(other.params_.values()), [p, q, 100 * gamma, coefficient], rtol=1e-6)
    assert_allclose(other.score(cents), one.score(customers) - np.log(100))


def test_a_model_with_covariates_answers_everything() -> None:
    customers = dependent(500, 3, z=0.4)
    model = GammaGamma(spend_covariates=("z",)).fit(customers)
    twice = np.full(500, 2)
    assert model.score(customers) == pytest.approx(model.loglik_ / model.n_used_)
    assert (model.predict(customers, "median") < model.predict(customers)).mean() > 0.9
    assert (model.interval(customers)["lower"] < model.predict(customers)).all()
    assert (model.simulate_spend(customers, twice, seed=1) > 0).all()
    assert all((spend > 0).all() for spend in model.simulate_spends(customers, [twice] * 2, 1))


@pytest.mark.parametrize("constant", [{"k": 1.0}, {"k": 5.0}])
def test_a_covariate_that_tells_nothing_is_refused(constant: dict[str, float]) -> None:
    with pytest.raises(FitError, match="E_COVARIATES"):
        GammaGamma(spend_covariates=("k",)).fit(dependent(200, 3).assign(**constant))


def test_spend_that_goes_with_frequency_biases_classes_and_the_covariate_cures_it() -> None:
    customers = dependent(40_000, 5, log_frequency=0.4)
    plain = GammaGamma().fit(customers)
    cured = GammaGamma(spend_covariates=("log_frequency",)).fit(customers)
    assert "W_SPEND_DEPENDS" in codes(plain)
    assert "W_SPEND_DEPENDS" not in codes(cured)
    assert bias(plain, customers).iloc[0] > 0.15
    assert bias(plain, customers).iloc[1] > 0.03
    assert (bias(cured, customers).abs() < 0.02).all()


def test_where_spend_is_unrelated_to_frequency_the_covariate_does_no_harm() -> None:
    customers = dependent(40_000, 6)
    plain = GammaGamma().fit(customers)
    careful = GammaGamma(spend_covariates=("log_frequency",)).fit(customers)
    assert_allclose(careful.predict(customers), plain.predict(customers), rtol=0.03)
    assert (bias(careful, customers).abs() < 0.02).all()


def test_where_spend_is_unrelated_to_frequency_the_coefficient_is_about_zero() -> None:
    inside = 0
    for seed in range(30):
        model = GammaGamma(spend_covariates=("log_frequency",)).fit(dependent(1000, seed))
        lower, upper = model.intervals_.to_numpy()[-1]
        inside += int(lower < 0 < upper)
    assert 26 <= inside <= 30  # of 30 intervals at 95%


def test_without_a_mean_medians_and_intervals_are_left() -> None:
    customers = simulated(2000, 3, q=0.7)
    model = GammaGamma(need_mean=False).fit(customers)
    assert model.params_["q"] < 1
    assert "W_MEAN_UNDEFINED" in codes(model)
    with pytest.raises(FitError, match="E_MEAN_UNDEFINED"):
        model.predict(customers)
    assert (model.predict(customers, "median") > 0).all()
    assert np.isfinite(model.interval(customers)).all(axis=None)


def test_half_of_the_next_purchases_cost_less_than_the_median() -> None:
    customers = simulated(20_000, 6)
    model = GammaGamma().fit(customers)
    median = model.predict(customers, "median")
    assert median.name == "median_spend"
    drawn = model.simulate_spend(customers, np.ones(20_000, dtype=int), seed=2)
    assert (drawn < median).mean() == pytest.approx(0.5, abs=0.015)


def test_a_statistic_that_is_neither_mean_nor_median_is_refused() -> None:
    customers = simulated(200, 5)
    with pytest.raises(InputError, match="E_STATISTIC"):
        GammaGamma().fit(customers).predict(customers, "mode")


def test_intervals_hold_the_true_means_as_often_as_they_say() -> None:
    customers = dependent(20_000, 7)
    model = GammaGamma().fit(customers)
    for level in (0.5, 0.95):
        limits = model.interval(customers, level)
        inside = customers["true_mean"].between(limits["lower"], limits["upper"])
        held = inside.groupby(customers["frequency"].clip(upper=4)).mean()
        assert_allclose(held, level, atol=0.025)


def test_quantiles_of_totals_hold_as_many_drawn_totals() -> None:
    customers = simulated(20_000, 8)
    model = GammaGamma().fit(customers)
    purchases = np.arange(20_000) % 4
    quantiles = model.spend_quantiles(customers, purchases, (0.1, 0.5, 0.9))
    drawn = model.simulate_spend(customers, purchases, seed=3)
    some = purchases > 0
    assert (quantiles[~some] == 0).all(axis=None)
    below = quantiles[some].gt(drawn[some], axis=0).mean()
    assert_allclose(below, [0.1, 0.5, 0.9], atol=0.015)
    assert_allclose(model.spend_quantiles(customers, 1)[0.5], model.predict(customers, "median"))


def test_a_density_of_mean_spends_adds_up_to_one_over_those_who_came_back() -> None:
    model = published()
    customers = pd.DataFrame({"frequency": [1, 8, 0, 2], "monetary_value": [9.0, 30.0, 0.0, 0.0]})
    at = np.linspace(0.005, 2000, 400_001)
    density = model.density(customers, at)
    assert np.trapezoid(density, at) == pytest.approx(1, abs=1e-4)
    assert np.trapezoid(density * at, at) == pytest.approx(30, rel=0.01)  # p gamma / (q - 1)
    pd.testing.assert_series_equal(density, model.density(customers.head(2), at))


def test_a_density_needs_positive_amounts_and_somebody_who_paid() -> None:
    model, paid = published(), pd.DataFrame({"frequency": [1], "monetary_value": [9.0]})
    for wrong in ([0.0, 1.0], [np.nan], [np.inf], 5.0):
        with pytest.raises(InputError, match="E_PARAMETER.*amounts"):
            model.density(paid, wrong)
    with pytest.raises(FitError, match="E_NO_SPEND: none of 1 customers"):
        model.density(paid.assign(monetary_value=0.0), [1.0])
