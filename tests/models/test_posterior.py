"""Posterior draws agree with a grid and with NUTS, and say when they must not be used."""

import sys

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.models.posterior import posterior
from clv.simulate import simulate_customers
from tests.models import cdnow

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SAMPLE = cdnow.customers("sample")
MODEL = BGNBD().fit(SAMPLE)


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers({**TRUTH, **changed}, ages, seed=seed)


def peer_prior(draws: pd.DataFrame) -> np.ndarray:
    """r ~ Weibull(2, 1), alpha ~ Weibull(2, 10), a / (a + b) uniform, a + b ~ Pareto(1, 1)."""
    r, alpha, a, b = draws.to_numpy().T
    steep = np.log(r) - r**2 + np.log(alpha) - (alpha / 10) ** 2 - 3 * np.log(a + b)
    return np.where(a + b >= 1, steep, -np.inf)


@pytest.mark.parametrize(
    ("log_prior", "mean", "sd"),
    [
        # 4,000 draws of pymc-marketing 1.3.0 with normal priors of sd 10 in log parameters
        (None, [0.24292, 4.42943, 0.84117, 2.65033], [0.01248, 0.38018, 0.21792, 0.87937]),
        # and with its own priors
        (peer_prior, [0.24544, 4.51623, 0.78526, 2.43077], [0.01259, 0.38255, 0.19710, 0.77382]),
    ],
)
def test_means_and_deviations_agree_with_nuts(
    log_prior: object, mean: list[float], sd: list[float]
) -> None:
    found = posterior(MODEL, SAMPLE, n=2000, seed=1, log_prior=log_prior)  # type: ignore[arg-type]
    table = found.summary()
    assert_allclose((table["mean"] - mean) / sd, 0, atol=0.08)  # of 1,700 effective draws there
    assert_allclose(table["sd"], sd, rtol=0.08)
    assert found.pareto_k < 0.7
    assert found.notices == ()


def test_many_customers_have_the_posterior_of_the_normal_approximation() -> None:
    customers = cdnow.customers("master")
    model = BGNBD().fit(customers)
    table = posterior(model, customers).summary()
    assert_allclose(table["sd"], model.standard_errors_, rtol=0.05)
    assert_allclose(table[["lower", "upper"]], model.intervals_, rtol=0.03)


def test_spend_has_a_posterior_too() -> None:
    model = GammaGamma().fit(SAMPLE)
    found = posterior(model, SAMPLE)
    assert list(found.draws) == ["p", "q", "gamma"]
    assert found.effective_draws > 800
    assert_allclose(found.summary()["median"], pd.Series(model.params_), rtol=0.05)


def test_covariates_have_a_posterior_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[posterior.__module__], "FEWEST_PROPOSALS", 256)
    customers = simulated(800, 3)
    customers["z"] = np.random.default_rng(2).normal(size=800)
    model = BGNBD(rate_covariates=("z",)).fit(customers)
    found = posterior(model, customers, n=200)
    table = found.summary()
    assert list(found.draws) == ["r", "alpha", "a", "b", "alpha[z]"]
    label = "alpha[z]"
    mean, sd = (table[column].to_dict()[label] for column in ("mean", "sd"))
    assert sd == pytest.approx(model.standard_errors_.to_dict()[label], rel=0.25)
    assert abs(mean - model.params_[label]) < sd


def test_too_few_customers_are_said_to_be_too_few() -> None:
    customers = simulated(100, 3)
    found = posterior(BGNBD().fit(customers), customers)
    assert found.pareto_k >= 0.7
    assert [notice.code for notice in found.notices] == ["W_POSTERIOR"]
    assert "profile_interval" in str(found.notices[0])


def test_on_a_boundary_the_draws_vary_where_something_is_known_and_say_so() -> None:
    customers = simulated(1000, 7, a=1e3, b=3e3)
    model = BGNBD().fit(customers)
    found = posterior(model, customers)
    share = found.draws["a"] / (found.draws["a"] + found.draws["b"])
    assert model.held_ == ("a", "b")
    assert 0.01 < share.std() < 0.1
    assert found.draws["r"].std() == pytest.approx(model.standard_errors_["r"], rel=0.2)
    assert "boundary" in found.notices[-1].found


def test_a_prior_far_off_moves_the_draws() -> None:
    def log_prior(draws: pd.DataFrame) -> pd.Series:
        return -0.5 * ((draws["r"] - 0.26) / 0.005) ** 2

    found = posterior(MODEL, SAMPLE, log_prior=log_prior).draws["r"]
    assert 0.25 < found.mean() < 0.26
    assert found.std() < 0.006


def test_a_seed_repeats_the_draws_and_another_does_not() -> None:
    one, same, other = (posterior(MODEL, SAMPLE, n=50, seed=seed).draws for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_weights_count_as_customers() -> None:
    doubled = BGNBD().fit(SAMPLE, np.full(len(SAMPLE), 4.0))
    found = posterior(doubled, SAMPLE, sample_weight=np.full(len(SAMPLE), 4.0)).summary()
    assert_allclose(found["sd"]["r"], posterior(MODEL, SAMPLE).summary()["sd"]["r"] / 2, rtol=0.1)


def test_other_customers_than_those_of_the_fit_are_refused() -> None:
    with pytest.raises(InputError, match="E_OTHER_CUSTOMERS"):
        posterior(MODEL, SAMPLE.head(2000))


@pytest.mark.parametrize("n", [2.5, "many"])
def test_a_number_of_draws_that_is_no_whole_number_is_refused(n: int) -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        posterior(MODEL, SAMPLE, n)


def test_a_single_draw_is_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        posterior(MODEL, SAMPLE, n=1)
