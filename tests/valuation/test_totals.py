"""Totals agree with the sums of expectations and cover what happens, for groups as well."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.simulate import simulate_customers
from clv.valuation import forecast_total, residual_value
from tests.models import cdnow

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def simulated(n: int, seed: int) -> pd.DataFrame:
    """Return customers of 20 to 60 weeks with money."""
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers(TRUTH, ages, seed=seed, spend=SPEND)


CUSTOMERS = simulated(1000, 1)
PURCHASES, AMOUNTS = BGNBD().fit(CUSTOMERS), GammaGamma().fit(CUSTOMERS)


def test_totals_agree_with_the_sums_of_expectations() -> None:
    total = forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, draws=400, seed=1)
    active = PURCHASES.probability_active(CUSTOMERS, 39.0).sum()
    value = residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0).sum()
    assert total.index.tolist() == ["purchases", "spend", "active_customers"]
    assert total.columns.tolist() == ["mean", "lower", "upper"]
    expected = [PURCHASES.predict(CUSTOMERS, 39.0).sum(), value, active]
    assert_allclose(total["mean"], expected, rtol=1e-9)
    assert (total["lower"] < total["mean"]).all()
    assert (total["mean"] < total["upper"]).all()


def test_intervals_cover_what_happens_to_simulated_customers() -> None:
    true_purchases, true_amounts = BGNBD(), GammaGamma()
    true_purchases.params_, true_purchases.time_unit_ = TRUTH, "W"
    true_amounts.params_ = SPEND
    covered = np.zeros(3)
    for seed in range(25):
        customers = simulated(1000, seed)
        models = BGNBD().fit(customers), GammaGamma().fit(customers)
        total = forecast_total(*models, customers, 39.0, draws=100, seed=seed)
        counts = true_purchases.simulate_future(customers, 39.0, seed=seed + 1000)
        spend = true_amounts.simulate_spend(customers, counts, seed=seed + 2000)
        actual = np.array([counts.sum(), spend.sum(), (counts > 0).sum()])
        covered += (total["lower"] <= actual) & (actual <= total["upper"])
    assert (covered >= 20).all()  # of 25 intervals at 95%


def test_a_seed_repeats_a_total_and_another_does_not() -> None:
    def total(seed: int) -> pd.DataFrame:
        return forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 13.0, draws=20, seed=seed)

    assert_frame_equal(total(1), total(1))
    assert not total(1).equals(total(2))


def test_a_total_of_one_draw_is_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 13.0, draws=1)


def test_the_holdout_of_the_full_file_is_of_the_forecast_order() -> None:
    customers = cdnow.customers("master")
    models = BGNBD().fit(customers), GammaGamma().fit(customers)
    total = forecast_total(*models, customers, 39.0, draws=20)
    purchases = total["mean"].to_dict()["purchases"]
    assert 0.8 < purchases / cdnow.holdout_purchases("master") < 1.2


def test_groups_have_totals_of_their_own_that_add_up_to_that_of_all() -> None:
    total = forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, draws=20, seed=1)
    repeat = (CUSTOMERS["frequency"] > 0).rename("repeat")
    by = forecast_total(
        PURCHASES, AMOUNTS, CUSTOMERS, 39.0, draws=20, seed=1, by=repeat.sample(frac=1)
    )
    assert by.index.names == ["repeat", "quantity"]
    assert by.loc[False].index.tolist() == total.index.tolist()
    assert_allclose(by["mean"].groupby("quantity").sum()[total.index], total["mean"])
    expected = PURCHASES.predict(CUSTOMERS, 39.0).groupby(repeat).sum()
    assert_allclose(by["mean"].xs("purchases", level="quantity"), expected, rtol=0.1)
    assert (by["lower"] < by["upper"]).all()


def test_customers_without_a_group_are_left_out() -> None:
    one = pd.Series("all", CUSTOMERS.index).where(CUSTOMERS["frequency"] > 0)
    by = forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, draws=20, seed=1, by=one)
    assert len(by) == 3
    total = forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, draws=20, seed=1)
    assert (by["mean"].to_numpy() < total["mean"].to_numpy()).all()


def test_groups_that_lack_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_GROUPS"):
        forecast_total(PURCHASES, AMOUNTS, CUSTOMERS, 13.0, by=pd.Series("a", CUSTOMERS.index[:-1]))
