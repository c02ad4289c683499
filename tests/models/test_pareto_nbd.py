"""Pareto/NBD fits: published numbers, truths found again, boundaries named."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.models.nbd import NBD
from clv.models.pareto_nbd import ParetoNBD
from clv.models.reference import lifetimes_fit
from clv.simulate import simulate_customers
from tests.models import cdnow

NAMES = ["r", "alpha", "s", "beta"]
TRUTH = {"r": 0.55, "alpha": 10.6, "s": 0.6, "beta": 11.7}


def published(**params: float) -> ParetoNBD:
    """Return a model with given parameters, as if fitted."""
    model = ParetoNBD()
    model.params_, model.time_unit_ = params, "W"
    return model


def row(x: int, t_x: float, T: float) -> pd.DataFrame:
    """Return a table of one customer."""
    return pd.DataFrame({"frequency": [x], "recency": [t_x], "T": [T]})


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Return customers who joined over 40 weeks."""
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers(TRUTH | changed, ages, seed=seed, model="pareto_nbd")


@pytest.mark.parametrize(
    ("name", "optimum", "loglik"),
    [
        ("sample", [0.553277, 10.577683, 0.606240, 11.668736], -9594.976),
        ("master", [0.597420, 11.585657, 0.522186, 8.827763], -95415.1186),
    ],
)
def test_cdnow_optimum_of_fader_and_hardie(name: str, optimum: list[float], loglik: float) -> None:
    """A note on implementing the Pareto/NBD model (2005), to more digits than printed."""
    model = ParetoNBD().fit(cdnow.customers(name))
    assert model.status_ == "converged"
    assert model.evaluations_ <= 9
    assert_allclose(model.loglik_, loglik, atol=2e-4)
    assert_allclose(list(model.params_.values()), optimum, rtol=1e-5)


def test_cdnow_standard_errors_of_the_r_packages() -> None:
    model = ParetoNBD().fit(cdnow.customers("sample"))
    # They differentiate twice by differences: the last digits of that of beta are theirs.
    assert_allclose(model.standard_errors_, [0.0476, 0.8427, 0.1873, 6.2105], rtol=7e-4)


def test_cdnow_fit_agrees_with_lifetimes_and_is_no_worse() -> None:
    customers = cdnow.customers("sample")
    ours, theirs = ParetoNBD().fit(customers), lifetimes_fit(customers, "pareto_nbd")
    assert_allclose([ours.params_[k] for k in NAMES], [theirs[k] for k in NAMES], rtol=1e-3)
    peer = published(**{name: theirs[name] for name in NAMES})
    assert ours.score(customers) >= peer.score(customers)


@pytest.mark.parametrize(
    ("x", "expected"), [(10, 0.7062289), (15, 0.1442396), (20, 0.02250658), (25, 0.00309267)]
)
def test_conditional_expectation_of_the_r_package_walkthrough(x: int, expected: float) -> None:
    """T* = 52, t_x = 20, T = 39; its optimiser ends early on the ridge of s and beta."""
    model = ParetoNBD().fit(cdnow.customers("sample"))
    assert model.predict(row(x, 20.0, 39.0), 52.0).iloc[0] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("x", "expected"), [(132, 6.2060517889632418), (133, 6.2528722475748113)])
def test_conditional_expectation_where_ratios_of_gamma_functions_overflow(
    x: int, expected: float
) -> None:
    model = published(r=0.55, alpha=10.58, s=0.61, beta=11.67)
    assert model.predict(row(x, 200.0, 200.0), 10.0).iloc[0] == pytest.approx(expected, rel=1e-13)


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth = pd.Series(TRUTH)
    inside = pd.Series(0, index=NAMES)
    for seed in range(40):
        model = ParetoNBD().fit(simulated(2000, seed))
        limits = model.intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(33, 40).all()  # of 40 intervals at 95%


def test_a_large_set_of_customers_shows_the_truth() -> None:
    model = ParetoNBD().fit(simulated(40_000, 1))
    off = (pd.Series(model.params_) - pd.Series(TRUTH)) / model.standard_errors_
    assert (off.abs() < 4).all()
    assert (model.standard_errors_ < 0.2 * pd.Series(TRUTH)).all()


def test_forecasts_are_unbiased() -> None:
    forecast, actual = 0.0, 0.0
    for seed in range(10):
        customers = simulated(2000, seed)
        forecast += ParetoNBD().fit(customers).predict(customers, 26.0).sum()
        played = published(**TRUTH).simulate_future(customers, 26.0, seed=seed + 1000)
        actual += float(played.sum())
    assert 0.97 < forecast / actual < 1.03


@pytest.mark.parametrize(
    ("seed", "changed", "words"),
    [
        (8, {"s": 1e-6, "beta": 1.0}, "nobody dies (the NBD model)"),
        (8, {"s": 1e-3, "beta": 1e4}, "nobody dies (the NBD model)"),
        (8, {"s": 1e4, "beta": 4e5}, "one death rate for everyone"),
        (7, {"s": 1e4, "beta": 4e5}, "the spread of death rates is unknown"),
        (7, {"r": 1e4, "alpha": 1e5}, "one purchase rate for everyone"),
        (7, {"s": 0.05, "beta": 1e-9, "r": 2.0}, "some die at once, the others never"),
    ],
)
def test_a_boundary_is_named_and_gets_no_interval(
    seed: int, changed: dict[str, float], words: str
) -> None:
    model = ParetoNBD().fit(simulated(1000, seed, **changed))
    assert model.status_.startswith("boundary: ")
    assert words in model.status_
    assert model.standard_errors_[list(model.held_)].isna().all()
    assert model.standard_errors_.drop(list(model.held_)).gt(0).all()
    customers = simulated(500, 4)
    for horizon in (1.0, 39.0, 500.0):
        assert np.isfinite(model.predict(customers, horizon)).all()
        assert model.probability_active(customers, horizon).between(0, 1).all()


def test_without_death_it_fits_no_worse_than_the_nbd_model() -> None:
    customers = simulated(1000, 8, s=1e-6, beta=1.0)
    ours, nbd = ParetoNBD().fit(customers), NBD().fit(customers)
    assert ours.loglik_ >= nbd.loglik_ - 0.01
    assert_allclose(
        [ours.params_["r"], ours.params_["alpha"]], list(nbd.params_.values()), rtol=0.02
    )
    assert_allclose(ours.predict(customers, 39.0), nbd.predict(customers, 39.0), rtol=0.05)


def test_one_death_rate_for_everyone_keeps_the_doubt_about_it() -> None:
    model = ParetoNBD().fit(simulated(3000, 8, s=300.0, beta=9000.0))
    assert "one death rate for everyone" in model.status_
    draws = model.sample_posterior(2000, seed=1)
    rate = draws["s"] / draws["beta"]
    low, high = rate.quantile([0.005, 0.995])
    assert low < 1 / 30 < high
    assert 0.005 < high - low < 0.1


def test_someone_who_bought_once_may_be_dead() -> None:
    model = published(**TRUTH)
    alive = model.probability_alive(pd.concat([row(0, 0.0, T) for T in (0.0, 10.0, 39.0)]))
    assert alive.iloc[0] == 1
    assert (np.diff(alive) < 0).all()


def test_what_lies_ahead_for_ever_is_what_is_discounted() -> None:
    model = published(r=0.55, alpha=10.58, s=1.6, beta=11.67)
    customers = row(3, 20.0, 39.0)
    dert = model.dert(customers, 1e-9).iloc[0]
    assert dert == pytest.approx(model.predict(customers, 1e9).iloc[0], rel=1e-4)
    assert model.dert(customers, 0.1).iloc[0] < dert
