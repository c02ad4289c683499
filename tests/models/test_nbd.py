"""NBD fits: the benchmark's optimum, a truth found again, the boundary named."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.models.bg_nbd import BGNBD
from clv.models.nbd import NBD
from tests.models import cdnow, regular

TRUTH = {"r": 0.5, "alpha": 8.0, "a": 1e-9, "b": 1.0}


def simulated(n: int, seed: int, horizon: float = 0.0, **changed: float) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return regular.customers(TRUTH | changed, 1, False, ages, seed, horizon)


def test_cdnow_optimum_of_the_model_to_beat() -> None:
    """Without the factors T^x / x! of the count's distribution."""
    model = NBD().fit(cdnow.customers("sample"))
    assert model.status_ == "converged"
    assert_allclose(model.loglik_, -9763.6576, atol=1e-4)
    assert_allclose(list(model.params_.values()), [0.384766, 12.072024], rtol=2e-6)
    assert model.evaluations_ <= 8


def test_its_likelihood_compares_with_that_of_models_with_dropout() -> None:
    customers = simulated(1000, 1)
    without, having = NBD().fit(customers), BGNBD().fit(customers)
    assert 0 < having.loglik_ - without.loglik_ < 2  # two parameters that explain nothing
    assert without.aic < having.aic


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth, inside = pd.Series({k: TRUTH[k] for k in NBD.names}), pd.Series(0, index=NBD.names)
    for seed in range(40):
        limits = NBD().fit(simulated(1000, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(33, 40).all()  # of 40 intervals at 95%


def test_forecasts_are_unbiased_and_put_together_from_the_formulas() -> None:
    customers = simulated(20_000, 3, horizon=26.0)
    model = NBD().fit(customers)
    later = customers["purchases_holdout"]
    expected = model.predict(customers, 26.0)
    assert abs(expected.sum() - later.sum()) < 4 * np.sqrt(later.var() * later.size)
    assert (model.probability_alive(customers) == 1).all()
    r, alpha = model.params_.values()
    head = customers.head(50)
    assert_allclose(
        model.predict(head, 26.0), (r + head["frequency"]) * 26 / (alpha + head["T"]), rtol=1e-12
    )
    pmf = model.pmf(head, 26.0, most=400)
    assert_allclose(pmf @ pmf.columns.to_numpy(), expected.head(50), rtol=1e-8)
    assert_allclose(model.probability_active(head, 26.0), 1 - pmf[0], rtol=1e-10)
    assert_allclose(model.expected_purchases(26.0), r / alpha * 26)
    waited = model.next_purchase(head, 0.3)
    assert_allclose((1 + waited / (alpha + head["T"])) ** -(r + head["frequency"]), 0.7)


def test_purchases_for_ever_have_a_discounted_worth() -> None:
    model = NBD().fit(simulated(500, 4).pipe(in_weeks))
    customers = in_weeks(simulated(5, 5))
    weekly = np.log(1.1) / (365.25 / 7)
    r, alpha = model.params_.values()
    worth = (r + customers["frequency"]) / (alpha + customers["T"]) / weekly
    assert_allclose(model.dert(customers, 0.1), worth, rtol=1e-9)


def in_weeks(customers: pd.DataFrame) -> pd.DataFrame:
    customers.attrs["time_unit"] = "W"
    return customers


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"r": 1e4, "alpha": 1e5}, "one purchase rate for everyone (r and alpha to infinity)")],
)
def test_a_boundary_is_named_and_gets_no_interval(changed: dict[str, float], words: str) -> None:
    model = NBD().fit(simulated(1000, 7, **changed))
    assert model.status_ == f"boundary: {words}"
    assert model.held_ == ("r", "alpha")
    assert model.standard_errors_.isna().all()
    draws = model.sample_posterior(200, seed=1)
    rate = draws["r"] / draws["alpha"]
    assert 0.09 < rate.min() < rate.max() < 0.11
