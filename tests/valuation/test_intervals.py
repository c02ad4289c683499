"""Limits of expectations cover expectations, limits of outcomes cover what happens."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.models.posterior import posterior
from clv.simulate import simulate_customers
from clv.valuation import _limits, outcome_intervals, residual_value, value_intervals

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def simulated(n: int, seed: int) -> pd.DataFrame:
    ages = np.random.default_rng(seed).integers(140, 420, n) / 7
    return simulate_customers(TRUTH, ages, seed=seed, spend=SPEND)


CUSTOMERS = simulated(800, 1)
MODELS = BGNBD().fit(CUSTOMERS), GammaGamma().fit(CUSTOMERS)
NATURE = BGNBD(), GammaGamma()
NATURE[0].params_, NATURE[0].time_unit_ = TRUTH, "W"
NATURE[1].params_ = SPEND


def test_the_value_is_that_of_the_fit_and_lies_between_the_limits() -> None:
    table = value_intervals(*MODELS, CUSTOMERS, 39.0, 0.1, draws=20)
    assert list(table) == ["residual_value", "lower", "upper"]
    assert table.index.equals(CUSTOMERS.index)
    value = residual_value(*MODELS, CUSTOMERS, 39.0, 0.1)
    assert_allclose(table["residual_value"], value)
    assert table["residual_value"].between(table["lower"], table["upper"]).all()


def test_limits_of_expectations_cover_those_of_the_truth() -> None:
    covered = []
    for seed in range(16):
        customers = simulated(1000, seed)
        models = BGNBD().fit(customers), GammaGamma().fit(customers)
        some = customers.query("frequency < 4").head(25)
        table = value_intervals(*models, some, 39.0, draws=60, level=0.9, seed=seed)
        truth = residual_value(*NATURE, some, 39.0)
        covered.append(truth.between(table["lower"], table["upper"]).mean())
    assert 0.8 < np.mean(covered) < 0.99


def test_limits_of_outcomes_cover_what_happens() -> None:
    table = outcome_intervals(*MODELS, CUSTOMERS, 39.0, draws=400, level=0.9)
    assert list(table) == ["lower_outcome", "upper_outcome"]
    counts = NATURE[0].simulate_future(CUSTOMERS, 39.0, seed=5)
    spend = NATURE[1].simulate_spend(CUSTOMERS, counts, seed=6)
    inside = (table["lower_outcome"] <= spend) & (spend <= table["upper_outcome"])
    assert 0.93 < inside.mean() < 0.97  # most lower limits are 0, below which nobody is
    assert 0.03 < (spend > table["upper_outcome"]).mean() < 0.07


def test_an_outcome_is_less_certain_than_its_expectation() -> None:
    value = value_intervals(*MODELS, CUSTOMERS, 39.0, draws=40)
    outcome = outcome_intervals(*MODELS, CUSTOMERS, 39.0, draws=40)
    assert (outcome["lower_outcome"] <= value["lower"]).all()
    assert (outcome["upper_outcome"] > value["upper"]).mean() > 0.9


def test_alike_customers_get_alike_limits_however_they_are_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = value_intervals(*MODELS, CUSTOMERS, 39.0, draws=20)
    monkeypatch.setattr(_limits, "CHUNK", 100)
    assert_allclose(value_intervals(*MODELS, CUSTOMERS, 39.0, draws=20), whole)
    once = CUSTOMERS["frequency"] == 0
    for table in (whole, outcome_intervals(*MODELS, CUSTOMERS, 39.0, draws=20)):
        assert (table[once].groupby(CUSTOMERS["T"]).nunique() == 1).all(axis=None)


def test_draws_of_a_posterior_are_taken_as_they_are() -> None:
    drawn = posterior(MODELS[0], CUSTOMERS, n=60), posterior(MODELS[1], CUSTOMERS, n=60)
    some = CUSTOMERS.query("frequency < 3")
    table = value_intervals(*MODELS, some, 39.0, draws=drawn)
    assert table.equals(value_intervals(*MODELS, some, 39.0, draws=drawn, seed=9))
    normal = value_intervals(*MODELS, some, 39.0, draws=60)
    assert_allclose(table["upper"].sum(), normal["upper"].sum(), rtol=0.05)


def test_nothing_ahead_is_worth_nothing_for_certain() -> None:
    assert (value_intervals(*MODELS, CUSTOMERS, 0.0, draws=5) == 0).all(axis=None)
    assert (outcome_intervals(*MODELS, CUSTOMERS, 0.0, draws=5) == 0).all(axis=None)


def test_a_seed_repeats_outcomes_whatever_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_limits, "CHUNK", 200)
    one = outcome_intervals(*MODELS, CUSTOMERS, 13.0, draws=20, seed=1)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert one.equals(outcome_intervals(*MODELS, CUSTOMERS, 13.0, draws=20, seed=1))
    assert not one.equals(outcome_intervals(*MODELS, CUSTOMERS, 13.0, draws=20, seed=2))


def test_no_customers_have_no_intervals() -> None:
    assert value_intervals(*MODELS, CUSTOMERS.head(0), 39.0).empty
    assert outcome_intervals(*MODELS, CUSTOMERS.head(0), 39.0).empty


def test_what_shows_no_spread_is_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        value_intervals(*MODELS, CUSTOMERS, 39.0, draws=1)
    ours, theirs = posterior(MODELS[0], CUSTOMERS, 10), posterior(MODELS[1], CUSTOMERS, 20)
    with pytest.raises(InputError, match="E_DRAWS"):
        value_intervals(*MODELS, CUSTOMERS, 39.0, draws=(ours, theirs))
    with pytest.raises(InputError, match="E_PROBABILITY"):
        value_intervals(*MODELS, CUSTOMERS, 39.0, level=95)
