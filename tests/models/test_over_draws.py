"""Forecasts over draws are those of a model with the draw's parameters."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.models import BGNBD, GammaGamma
from clv.models.kinds import distinct_customers
from clv.models.over_draws import (
    amounts_over_draws,
    expected_over_draws,
    futures_over_draws,
    spend_over_draws,
    spends_over_draws,
)
from clv.simulate import simulate_customers

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
AGES = np.random.default_rng(1).integers(140, 420, 1000) / 7
CUSTOMERS = simulate_customers(TRUTH, AGES, seed=1, spend=SPEND).assign(
    z=np.random.default_rng(2).normal(size=1000)
)
MODELS = [BGNBD().fit(CUSTOMERS), BGNBD(rate_covariates=("z",)).fit(CUSTOMERS)]
AMOUNTS = GammaGamma().fit(CUSTOMERS)


def at(model: BGNBD, params: pd.Series) -> BGNBD:
    """Return a model with other parameters."""
    other = BGNBD(model.rate_covariates, model.dropout_covariates)
    other.params_ = dict(zip(model.labels, params.tolist(), strict=True))
    other.time_unit_ = "W"
    return other


@pytest.mark.parametrize("model", MODELS, ids=["plain", "covariates"])
@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_expectations_are_those_of_the_parameters_drawn(model: BGNBD, rate: float) -> None:
    draws = model.sample_posterior(3, seed=1)
    for (_, params), expected in zip(
        draws.iterrows(), expected_over_draws(model, CUSTOMERS, 39.0, draws, rate), strict=True
    ):
        assert_allclose(expected, at(model, params).dert(CUSTOMERS, rate, 39.0), rtol=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=["plain", "covariates"])
def test_futures_average_to_the_expectation(model: BGNBD) -> None:
    draws = model.sample_posterior(60, seed=1)
    some = CUSTOMERS.query("frequency < 4")
    futures = futures_over_draws(model, some, 39.0, draws, np.random.default_rng(1))
    bought = [counts.sum() for counts in futures]
    expected = [e.sum() for e in expected_over_draws(model, some, 39.0, draws)]
    assert np.mean(bought) == pytest.approx(np.mean(expected), rel=0.03)


def test_spend_is_that_of_the_parameters_drawn() -> None:
    draws = AMOUNTS.sample_posterior(3, seed=1)
    for (_, params), spend in zip(
        draws.iterrows(), spend_over_draws(AMOUNTS, CUSTOMERS, draws), strict=True
    ):
        other = GammaGamma()
        other.params_ = dict(zip(AMOUNTS.labels, params.tolist(), strict=True))
        assert_allclose(spend, other.predict(CUSTOMERS))


def test_drawn_spend_averages_to_the_expectation() -> None:
    draws = AMOUNTS.sample_posterior(300, seed=1)
    once = (np.ones(1000, dtype=np.int64) for _ in range(300))
    paid = spends_over_draws(AMOUNTS, CUSTOMERS, once, draws, np.random.default_rng(1))
    total = np.mean([spend.sum() for spend in paid])
    assert total == pytest.approx(AMOUNTS.predict(CUSTOMERS).sum(), rel=0.02)


def test_customers_whom_no_model_tells_apart_are_one_kind() -> None:
    rows, position = distinct_customers((MODELS[0], AMOUNTS), CUSTOMERS)
    once = CUSTOMERS["frequency"] == 0
    assert len(rows) == CUSTOMERS.loc[once, "T"].nunique() + (~once).sum()
    assert_allclose(rows.iloc[position], CUSTOMERS[list(rows)])
    apart, _ = distinct_customers((MODELS[1], AMOUNTS), CUSTOMERS)
    assert len(apart) == len(CUSTOMERS)
    assert apart.attrs == CUSTOMERS.attrs


def test_single_purchases_cost_what_they_cost_together() -> None:
    draws = AMOUNTS.sample_posterior(200, seed=1)
    owner = np.repeat(np.flatnonzero(CUSTOMERS["frequency"] > 0), 3)
    counts = np.bincount(owner, minlength=1000)
    single, whole = (
        over(AMOUNTS, CUSTOMERS, [made] * 200, draws, np.random.default_rng(seed))
        for over, made, seed in (
            (amounts_over_draws, owner, 2),
            (spends_over_draws, counts, 3),
        )
    )
    one, all_three = np.array(list(single)), np.array(list(whole))[:, owner[::3]]
    assert_allclose(one.sum(axis=1).mean(), all_three.sum(axis=1).mean(), rtol=0.02)
    together = one.reshape(200, -1, 3).sum(axis=2)
    assert_allclose(together.std(axis=0).mean(), all_three.std(axis=0).mean(), rtol=0.05)
