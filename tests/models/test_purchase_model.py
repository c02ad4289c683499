"""What a fit of any model of purchases does with tables, units, weights and many histories."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from clv.models import BGNBD, purchase_model
from clv.models._inputs.histories import read_histories
from clv.models.nbd import NBD
from clv.simulate import simulate_customers
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


def test_ten_thousand_histories_reach_the_same_optimum_as_by_the_long_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(4)
    truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    customers = simulate_customers(truth, rng.uniform(10, 60, 12_000), seed=4)
    short = BGNBD().fit(customers)
    monkeypatch.setattr(purchase_model, "MANY_HISTORIES", 10**9)
    long = BGNBD().fit(customers)
    assert_allclose(list(short.params_.values()), list(long.params_.values()), rtol=1e-7)
    assert short.loglik_ == pytest.approx(long.loglik_, abs=1e-6)
    assert (short.evaluations_, short.n_histories_) != (long.evaluations_, 0)
    assert_allclose(short.covariance_, long.covariance_, rtol=1e-5)


def test_a_score_is_higher_at_the_optimum_than_beside_it(
    customers: pd.DataFrame, model: BGNBD
) -> None:
    for name in model.names:
        for factor in (0.9, 1.1):
            other = BGNBD()
            other.params_ = model.params_ | {name: model.params_[name] * factor}
            other.time_unit_ = "W"
            assert other.score(customers) < model.score(customers)


def test_a_score_counts_weights(customers: pd.DataFrame, model: BGNBD) -> None:
    some = customers.head(50)
    weight = np.arange(50.0) % 3
    repeated = some.loc[some.index.repeat(weight.astype(int))]
    assert model.score(some, weight) == pytest.approx(model.score(repeated))
    assert model.score(some, weight) != pytest.approx(model.score(some))


def test_customers_are_counted_by_head_and_used_by_weight(customers: pd.DataFrame) -> None:
    weighted = BGNBD().fit(customers, sample_weight=np.full(len(customers), 2.0))
    assert (weighted.n_customers_, weighted.n_used_, weighted.n_repeaters_) == (2357, 4714, 946)
    assert weighted.n_histories_ == 1016


def test_a_model_that_takes_no_covariates_has_no_likelihood_by_history() -> None:
    with pytest.raises(TypeError, match="takes no covariates"):
        NBD()._pointwise(read_histories(cdnow.customers("sample")))
