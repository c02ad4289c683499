"""What holds for a model of purchases whatever its formulas are."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from clv.models import BGNBD
from tests.models import cdnow


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return cdnow.customers("sample")


@pytest.fixture(scope="module")
def model(customers: pd.DataFrame) -> BGNBD:
    return BGNBD().fit(customers)


@pytest.mark.parametrize(("unit", "factor"), [("D", 7.0), ("M", 7 * 12 / 365.25)])
def test_the_unit_of_time_changes_times_only(
    customers: pd.DataFrame, model: BGNBD, unit: str, factor: float
) -> None:
    table = customers.assign(recency=customers["recency"] * factor, T=customers["T"] * factor)
    table.attrs["time_unit"] = unit
    other = BGNBD().fit(table)
    scales = np.array([1, factor, 1, 1])
    assert_allclose(list(other.params_.values()), scales * list(model.params_.values()), rtol=1e-7)
    assert other.loglik_ == pytest.approx(
        model.loglik_ - np.log(factor) * customers["frequency"].sum()
    )
    assert_allclose(other.predict(table, 39 * factor), model.predict(customers, 39.0), rtol=1e-7)
    assert other.time_unit_ == unit


def test_a_table_without_a_unit_is_taken_at_its_word(customers: pd.DataFrame, model: BGNBD) -> None:
    bare = customers.copy()
    bare.attrs = {}
    assert BGNBD().fit(bare).time_unit_ is None
    assert_array_equal(model.predict(bare, 39.0), model.predict(customers, 39.0))


def test_nothing_is_expected_of_no_time(customers: pd.DataFrame, model: BGNBD) -> None:
    assert (model.predict(customers, 0.0) == 0).all()
    assert (model.probability_active(customers, 0.0) == 0).all()
    assert (model.simulate_future(customers, 0.0, seed=1) == 0).all()


def test_more_time_brings_more(customers: pd.DataFrame, model: BGNBD) -> None:
    for answer in (model.predict, model.probability_active):
        steps = [answer(customers, t) for t in (1.0, 13.0, 39.0, 200.0)]
        for less, more in pairwise(steps):
            assert (less < more).all()


def test_active_is_less_likely_than_alive_and_than_expected_purchases(
    customers: pd.DataFrame, model: BGNBD
) -> None:
    active = model.probability_active(customers, 39.0)
    assert (active <= model.probability_alive(customers)).all()
    assert (active <= model.predict(customers, 39.0)).all()


def test_drawn_futures_agree_with_the_formulas(customers: pd.DataFrame, model: BGNBD) -> None:
    draws = np.stack([model.simulate_future(customers, 39.0, seed=s) for s in range(200)])
    assert draws.dtype == np.int64
    expected, active = model.predict(customers, 39.0), model.probability_active(customers, 39.0)
    error = draws.sum(axis=1).std() / np.sqrt(200)
    assert abs(draws.sum(axis=1).mean() - expected.sum()) < 4 * error
    assert_allclose((draws > 0).mean(axis=0), active, atol=5 * 0.5 / np.sqrt(200))
    assert_allclose((draws > 0).mean(), active.mean(), rtol=0.01)


def test_a_seed_repeats_a_future_and_another_does_not(
    customers: pd.DataFrame, model: BGNBD
) -> None:
    once = model.simulate_future(customers, 39.0, seed=1)
    assert_array_equal(once, model.simulate_future(customers, 39.0, seed=1))
    assert (once != model.simulate_future(customers, 39.0, seed=2)).any()


def test_a_future_can_be_drawn_with_other_parameters(customers: pd.DataFrame, model: BGNBD) -> None:
    lively = model.params_ | {"a": 1e-6}
    more = model.simulate_future(customers, 39.0, seed=1, params=lively)
    assert more.sum() > 1.2 * model.simulate_future(customers, 39.0, seed=1).sum()


def test_futures_spread_wider_than_chance_alone(customers: pd.DataFrame, model: BGNBD) -> None:
    with_doubt = [f.sum() for f in model.simulate_futures(customers, 39.0, draws=200, seed=1)]
    chance = [model.simulate_future(customers, 39.0, seed=s).sum() for s in range(200)]
    assert len(with_doubt) == 200
    assert np.std(with_doubt) > 1.2 * np.std(chance)


def test_the_holdout_of_the_full_file_is_forecast_within_a_fifth() -> None:
    customers = cdnow.customers("master")
    forecast = BGNBD().fit(customers).predict(customers, 39.0).sum()
    assert cdnow.holdout_purchases("master") == 19_684
    assert 0.8 < forecast / 19_684 < 1.2
