"""Periods add up, say the same however they are cut, and hold what happens."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.periods import Window
from clv.simulate import simulate_customers
from clv.simulate.ahead import purchases_ahead
from clv.valuation import expected_by_period, forecast_periods, forecast_total, top_groups

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
START = date(1998, 7, 1)


def weeks(*ends: int) -> list[Window]:
    edges = [START + timedelta(weeks=end) for end in (0, *ends)]
    return [Window(*pair) for pair in pairwise(edges)]


def simulated(n: int, seed: int) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    customers = simulate_customers(TRUTH, ages, seed=seed, spend=SPEND)
    customers.attrs |= {"time_unit": "W"}
    return customers.set_axis([f"c{i:04d}" for i in range(n)])


CUSTOMERS = simulated(800, 1)
MODELS = BGNBD().fit(CUSTOMERS), GammaGamma().fit(CUSTOMERS)
FINE = forecast_periods(MODELS, CUSTOMERS, weeks(13, 26, 39), draws=60, seed=1)


def of(table: pd.DataFrame, quantity: str) -> pd.DataFrame:
    return table[table["quantity"] == quantity].reset_index(drop=True)


@pytest.mark.parametrize("quantity", ["purchases", "spend"])
def test_periods_add_up_to_the_total(quantity: str) -> None:
    rows = of(FINE.table, quantity)
    assert_allclose(rows["expected"].sum(), FINE.total()["expected"][quantity])
    assert_allclose(rows["expected"].cumsum(), rows["expected_so_far"])


def test_the_expectation_is_the_sum_over_the_customers() -> None:
    value = MODELS[0].predict(CUSTOMERS, 39.0) * MODELS[1].predict(CUSTOMERS)
    assert_allclose(FINE.total()["expected"]["spend"], value.sum())


def test_a_coarser_partition_tells_of_the_whole_the_same() -> None:
    coarse = forecast_periods(MODELS, CUSTOMERS, weeks(39), draws=60, seed=1)
    assert_allclose(coarse.total(), FINE.total())
    joined = forecast_periods(MODELS, CUSTOMERS, weeks(26, 39), draws=60, seed=1)
    for quantity in ("purchases", "spend", "buyers"):
        fine, two = of(FINE.table, quantity), of(joined.table, quantity)
        assert_allclose(
            fine.loc[2, "lower":"upper"].astype(float), two.loc[1, "lower":"upper"].astype(float)
        )
        assert_allclose(fine["upper_so_far"][1], two["upper_so_far"][0])


def test_buyers_of_two_periods_count_once_in_both() -> None:
    rows = of(FINE.table, "buyers")
    assert rows["expected_so_far"].is_monotonic_increasing
    assert rows["expected_so_far"].iloc[-1] < rows["expected"].sum()
    active = MODELS[0].probability_active(CUSTOMERS, 39.0).sum()
    assert_allclose(rows["expected_so_far"].iloc[-1], active, rtol=1e-12)
    assert rows["expected"].iloc[0] == rows["expected_so_far"].iloc[0]


def test_the_whole_horizon_is_that_of_forecast_total_to_the_last_digit() -> None:
    total = forecast_total(*MODELS, CUSTOMERS.sample(frac=1, random_state=1), 39.0, 60, seed=1)
    assert_allclose(FINE.total().to_numpy(), total.to_numpy(), rtol=1e-12)


def test_customers_in_another_order_are_forecast_the_same() -> None:
    groups = top_groups(pd.Series(range(800), CUSTOMERS.index, dtype=float))
    mixed = CUSTOMERS.sample(frac=1, random_state=1)
    mixed.attrs = CUSTOMERS.attrs
    one, other = (
        forecast_periods(MODELS, known, weeks(13), draws=20, seed=3, groups=labels)
        for known, labels in ((CUSTOMERS, groups), (mixed, groups.sample(frac=1, random_state=2)))
    )
    assert_frame_equal(one.table, other.table, rtol=1e-12)
    assert_frame_equal(one.shares, other.shares, rtol=1e-12)


def test_shares_of_a_grouping_make_one_and_lie_within_their_limits() -> None:
    groups = pd.DataFrame({"again": (CUSTOMERS["frequency"] > 0).map({True: "yes", False: "no"})})
    found = forecast_periods(MODELS, CUSTOMERS, weeks(39), draws=60, seed=1, groups=groups).shares
    assert_allclose(found["share"].sum(), 1)
    assert found["customers"].sum() == 800
    assert (found["lower"] < found["share"]).all()
    assert (found["share"] < found["upper"]).all()


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_money_in_another_unit_is_only_another_unit(factor: float) -> None:
    dear = CUSTOMERS.assign(monetary_value=CUSTOMERS["monetary_value"] * factor)
    dear.attrs = CUSTOMERS.attrs
    models = MODELS[0], GammaGamma().fit(dear)
    found = forecast_periods(models, dear, weeks(13, 26, 39), draws=60, seed=1).total()
    assert_allclose(found.loc["spend"], FINE.total().loc["spend"] * factor, rtol=1e-3)


def test_intervals_cover_what_happens_to_simulated_customers() -> None:
    truth = BGNBD()
    truth.params_, truth.time_unit_ = TRUTH, "W"
    covered = []
    for seed in range(12):
        customers = simulated(300, seed + 10)
        models = BGNBD().fit(customers), GammaGamma().fit(customers)
        table = forecast_periods(models, customers, weeks(13, 26), draws=40, seed=seed).table
        rng = np.random.default_rng(seed + 1000)
        ((owner, age),) = purchases_ahead(truth, customers, 26.0, pd.DataFrame([TRUTH]), rng)
        shape = SPEND["q"] + SPEND["p"] * customers["frequency"].to_numpy()
        paid = customers["frequency"] * customers["monetary_value"]
        rate = rng.gamma(shape) / (SPEND["gamma"] + paid.to_numpy())
        money = rng.gamma(SPEND["p"], size=owner.size) / rate[owner]
        for n, first in enumerate((age <= 13, age > 13)):
            came = [first.sum(), money[first].sum(), np.unique(owner[first]).size]
            rows = table.iloc[3 * n : 3 * n + 3]
            covered += ((rows["lower"] <= came) & (came <= rows["upper"])).tolist()
    assert 0.90 <= np.mean(covered) <= 0.99  # of 72 intervals at 95%


def test_expectations_between_times_make_that_of_the_whole() -> None:
    parts = expected_by_period(MODELS, CUSTOMERS, [0, 4.5, 26, 39])
    whole = expected_by_period(MODELS, CUSTOMERS, [0, 39])
    assert_allclose(parts.sum(), whole.sum())


def test_one_draw_is_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        forecast_periods(MODELS, CUSTOMERS, weeks(13), draws=1)


def test_periods_with_a_gap_or_of_another_day_are_refused() -> None:
    first, second, third = weeks(13, 26, 39)
    with pytest.raises(InputError, match="E_PERIOD"):
        forecast_periods(MODELS, CUSTOMERS, [first, third])
    dated = CUSTOMERS.copy()
    dated.attrs = CUSTOMERS.attrs | {"as_of": START.isoformat()}
    with pytest.raises(InputError, match="E_PERIOD"):
        forecast_periods(MODELS, dated, [second])


def test_groups_that_lack_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_GROUPS"):
        forecast_periods(
            MODELS, CUSTOMERS, weeks(13), groups=pd.DataFrame({"g": "a"}, CUSTOMERS.index[1:])
        )
