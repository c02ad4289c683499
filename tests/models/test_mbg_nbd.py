"""MBG/NBD fits: published numbers, truths found again, boundaries named."""

import numpy as np
import pandas as pd
import pytest
from lifetimes import ModifiedBetaGeoFitter
from numpy.testing import assert_allclose

from clv.models.mbg_nbd import MBGNBD
from tests.models import cdnow, regular

NAMES = ["r", "alpha", "a", "b"]
TRUTH = {"r": 0.5, "alpha": 6.0, "a": 0.9, "b": 1.6}


def published(**params: float) -> MBGNBD:
    """Return a model with given parameters, as if fitted."""
    model = MBGNBD()
    model.params_, model.time_unit_ = params, "W"
    return model


def simulated(n: int, seed: int, horizon: float = 0.0, **changed: float) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return regular.customers(TRUTH | changed, 1, True, ages, seed, horizon)


@pytest.mark.parametrize(
    ("name", "optimum", "loglik"),
    [
        ("sample", [0.524843, 6.183085, 0.891359, 1.614003], -9582.1357),
        ("master", [0.637140, 7.310290, 0.807474, 1.228394], -95336.9583),
    ],
)
def test_cdnow_optimum(name: str, optimum: list[float], loglik: float) -> None:
    """In the parametrisation of Batislam, Denizel and Filiztekin (2007)."""
    model = MBGNBD().fit(cdnow.customers(name))
    assert model.status_ == "converged"
    assert_allclose(model.loglik_, loglik, atol=1e-4)
    assert_allclose(list(model.params_.values()), optimum, rtol=2e-5)
    assert model.evaluations_ <= 9


def test_cdnow_agrees_with_lifetimes_and_is_no_worse() -> None:
    customers = cdnow.customers("sample")
    peer = ModifiedBetaGeoFitter()
    columns = (customers["frequency"], customers["recency"], customers["T"])
    peer.fit(*columns)
    theirs = published(**{name: float(peer.params_[name]) for name in NAMES})
    assert MBGNBD().fit(customers).score(customers) >= theirs.score(customers)
    expected = peer.conditional_expected_number_of_purchases_up_to_time(39, *columns)
    assert_allclose(theirs.predict(customers, 39.0), expected, rtol=1e-6)
    alive = peer.conditional_probability_alive(*columns)
    assert_allclose(theirs.probability_alive(customers), alive, rtol=1e-6)


def test_a_new_customer() -> None:
    model = published(**TRUTH)
    pmf = model.new_customer_pmf(39.0, most=2000)
    assert_allclose(pmf.sum(), 1, rtol=1e-9)
    assert_allclose(pmf @ np.arange(2001), model.expected_purchases(39.0), rtol=1e-8)
    once = TRUTH["a"] / (TRUTH["a"] + TRUTH["b"])
    assert_allclose(pmf[0], once + (1 - once) * (6 / 45) ** 0.5)


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth = pd.Series(TRUTH)
    inside = pd.Series(0, index=NAMES)
    for seed in range(40):
        limits = MBGNBD().fit(simulated(2000, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(33, 40).all()  # of 40 intervals at 95%


def test_forecasts_are_unbiased_for_buyers_of_every_frequency() -> None:
    customers = simulated(40_000, 3, horizon=26.0)
    model, later = published(**TRUTH), customers["purchases_holdout"]
    gap = later - model.predict(customers, 26.0)
    for x in (0, 1, 2, 5):
        some = gap[customers["frequency"] == x]
        assert abs(some.mean()) < 4 * some.std() / np.sqrt(some.size)
    active = (later > 0) - model.probability_active(customers, 26.0)
    assert abs(active.mean()) < 4 * 0.5 / np.sqrt(later.size)
    drawn = pd.Series(model.simulate_future(customers, 26.0, seed=1))
    assert abs(drawn.mean() - later.mean()) < 6 * later.std() / np.sqrt(later.size)


def test_nobody_is_alive_for_certain() -> None:
    customers = cdnow.customers("sample")
    assert (MBGNBD().fit(customers).probability_alive(customers) < 1).all()


@pytest.mark.parametrize(
    ("seed", "changed", "words"),
    [
        (7, {"a": 1e-6, "b": 1.0}, "nobody drops out"),
        (8, {"a": 1e-3, "b": 1e-3}, "dropout is all or nothing"),
        (7, {"a": 1e3, "b": 3e3}, "one dropout probability for everyone"),
        (7, {"r": 1e4, "alpha": 1e5}, "one purchase rate for everyone"),
    ],
)
def test_a_boundary_is_named_and_gets_no_interval(
    seed: int, changed: dict[str, float], words: str
) -> None:
    model = MBGNBD().fit(simulated(2000, seed, **changed))
    assert model.status_.startswith("boundary: ")
    assert words in model.status_
    assert model.standard_errors_[list(model.held_)].isna().all()
    assert model.standard_errors_.drop(list(model.held_)).gt(0).all()
    customers = simulated(500, 4)
    for horizon in (1.0, 39.0, 500.0):
        assert np.isfinite(model.predict(customers, horizon)).all()
        assert model.probability_active(customers, horizon).between(0, 1).all()
