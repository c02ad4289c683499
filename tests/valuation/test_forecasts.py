"""Values agree with adding up small steps."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal, assert_series_equal

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.simulate import simulate_customers
from clv.valuation import forecast_customers, residual_value, value_if_alive

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def simulated(n: int, seed: int) -> pd.DataFrame:
    """Return customers of 20 to 60 weeks with money."""
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers(TRUTH, ages, seed=seed, spend=SPEND)


CUSTOMERS = simulated(1000, 1)
PURCHASES, AMOUNTS = BGNBD().fit(CUSTOMERS), GammaGamma().fit(CUSTOMERS)


def test_without_discount_a_value_is_purchases_times_spend() -> None:
    value = residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0)
    assert value.name == "residual_value"
    assert value.index.equals(CUSTOMERS.index)
    assert_allclose(value, PURCHASES.predict(CUSTOMERS, 39.0) * AMOUNTS.predict(CUSTOMERS))


@pytest.mark.parametrize("rate", [0.1, 1.0])
@pytest.mark.parametrize("horizon", [4.0, 39.0, 260.0])
def test_discounting_agrees_with_a_sum_over_small_steps(rate: float, horizon: float) -> None:
    some = CUSTOMERS.head(20)
    times = np.linspace(0, horizon, 121)
    steps = np.diff([PURCHASES.predict(some, t) for t in times], axis=0)
    middle = (times[1:] + times[:-1]) / 2
    discount = (1 + rate) ** (-middle * 7 / 365.25)
    summed = (steps * discount[:, None]).sum(axis=0) * AMOUNTS.predict(some)
    value = residual_value(PURCHASES, AMOUNTS, some, horizon, annual_discount_rate=rate)
    assert_allclose(value, summed, rtol=5e-4)


def test_a_customer_table_gains_what_is_expected_and_keeps_the_rest() -> None:
    table = forecast_customers(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, annual_discount_rate=0.1)
    assert table.attrs == CUSTOMERS.attrs
    assert_frame_equal(table[list(CUSTOMERS)], CUSTOMERS)
    assert_series_equal(table["expected_purchases"], PURCHASES.predict(CUSTOMERS, 39.0))
    assert_series_equal(table["probability_active"], PURCHASES.probability_active(CUSTOMERS, 39.0))
    assert_series_equal(
        table["residual_value"], residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, 0.1)
    )


def test_a_higher_rate_and_a_shorter_horizon_are_worth_less() -> None:
    def total(horizon: float, rate: float) -> float:
        return float(residual_value(PURCHASES, AMOUNTS, CUSTOMERS, horizon, rate).sum())

    assert total(39.0, 0.0) > total(39.0, 0.05) > total(39.0, 0.5) > 0
    assert total(52.0, 0.05) > total(39.0, 0.05)
    assert total(0.0, 0.05) == 0


def test_the_unit_of_time_does_not_change_a_value() -> None:
    days = CUSTOMERS.assign(recency=CUSTOMERS["recency"] * 7, T=CUSTOMERS["T"] * 7)
    days.attrs["time_unit"] = "D"
    by_day = residual_value(BGNBD().fit(days), AMOUNTS, days, 273.0, 0.1)
    assert_allclose(by_day, residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, 0.1), rtol=1e-6)


@pytest.mark.parametrize("rate", [-0.1, np.nan, np.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(InputError, match="E_RATE"):
        residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, rate)


def test_discounting_by_the_year_needs_a_unit_of_time() -> None:
    bare = CUSTOMERS.copy()
    bare.attrs = {}
    unknown = BGNBD().fit(bare)
    assert residual_value(unknown, AMOUNTS, bare, 39.0).sum() > 0
    with pytest.raises(InputError, match="E_UNIT"):
        residual_value(unknown, AMOUNTS, bare, 39.0, 0.1)


def test_value_if_alive_times_the_chance_to_be_alive_is_the_residual_value() -> None:
    worth = value_if_alive(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, 0.1)
    alive = PURCHASES.probability_alive(CUSTOMERS)
    assert worth.name == "value_if_alive"
    assert_allclose(worth * alive, residual_value(PURCHASES, AMOUNTS, CUSTOMERS, 39.0, 0.1))


def test_who_cannot_be_alive_by_the_model_is_worth_nothing_and_no_missing_number() -> None:
    lost = CUSTOMERS.iloc[:1].assign(frequency=5000, recency=5.0, T=1e5)
    assert value_if_alive(PURCHASES, AMOUNTS, lost, 39.0).tolist() == [0.0]
