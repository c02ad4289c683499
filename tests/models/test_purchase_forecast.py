"""What holds for every forecast of purchases, whatever the formulas of the model are."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from clv.errors import InputError
from clv.models import BGNBD, PurchaseModel
from clv.models.mbg_nbd import MBGNBD
from tests.models import cdnow


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return cdnow.customers("sample")


@pytest.fixture(scope="module", params=[BGNBD, MBGNBD])
def model(request: pytest.FixtureRequest, customers: pd.DataFrame) -> PurchaseModel:
    kind: type[PurchaseModel] = request.param
    return kind().fit(customers)


def test_nothing_is_expected_of_no_time(customers: pd.DataFrame, model: PurchaseModel) -> None:
    assert (model.predict(customers, 0.0) == 0).all()
    assert (model.probability_active(customers, 0.0) == 0).all()
    assert (model.simulate_future(customers, 0.0, seed=1) == 0).all()


def test_more_time_brings_more(customers: pd.DataFrame, model: PurchaseModel) -> None:
    for answer in (model.predict, model.probability_active):
        steps = [answer(customers, t) for t in (1.0, 13.0, 39.0, 200.0)]
        for less, more in pairwise(steps):
            assert (less < more).all()


def test_active_is_less_likely_than_alive_and_than_expected_purchases(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    active = model.probability_active(customers, 39.0)
    assert (active <= model.probability_alive(customers)).all()
    assert (active <= model.predict(customers, 39.0)).all()


def test_drawn_futures_agree_with_the_formulas(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    draws = np.stack([model.simulate_future(customers, 39.0, seed=s) for s in range(200)])
    assert draws.dtype == np.int64
    expected, active = model.predict(customers, 39.0), model.probability_active(customers, 39.0)
    error = draws.sum(axis=1).std() / np.sqrt(200)
    assert abs(draws.sum(axis=1).mean() - expected.sum()) < 4 * error
    assert_allclose((draws > 0).mean(axis=0), active, atol=5 * 0.5 / np.sqrt(200))
    assert_allclose((draws > 0).mean(), active.mean(), rtol=0.01)


def test_a_seed_repeats_a_future_and_another_does_not(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    once = model.simulate_future(customers, 39.0, seed=1)
    assert_array_equal(once, model.simulate_future(customers, 39.0, seed=1))
    assert (once != model.simulate_future(customers, 39.0, seed=2)).any()


def test_a_future_can_be_drawn_with_other_parameters(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    lively = model.params_ | {"a": 1e-6}
    more = model.simulate_future(customers, 39.0, seed=1, params=lively)
    assert more.sum() > 1.2 * model.simulate_future(customers, 39.0, seed=1).sum()


def test_futures_spread_wider_than_chance_alone(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    with_doubt = [f.sum() for f in model.simulate_futures(customers, 39.0, draws=200, seed=1)]
    chance = [model.simulate_future(customers, 39.0, seed=s).sum() for s in range(200)]
    assert len(with_doubt) == 200
    assert np.std(with_doubt) > 1.2 * np.std(chance)


def test_the_holdout_of_the_full_file_is_forecast_within_a_fifth() -> None:
    customers = cdnow.customers("master")
    forecast = BGNBD().fit(customers).predict(customers, 39.0).sum()
    assert cdnow.holdout_purchases("master") == 19_684
    assert 0.8 < forecast / 19_684 < 1.2


NEW = pd.DataFrame({"frequency": [0], "recency": [0.0], "T": [0.0]})


def test_a_new_customer_is_one_without_a_past(model: PurchaseModel) -> None:
    assert model.expected_purchases(39.0) == pytest.approx(model.predict(NEW, 39.0).iloc[0])
    assert_allclose(model.new_customer_pmf(39.0, 5), model.pmf(NEW, 39.0, 5).to_numpy()[0])
    assert model.expected_purchases(0.0) == 0


def test_a_pmf_is_a_line_for_each_customer_and_a_column_for_each_number(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    table = model.pmf(customers, 39.0, 60)
    assert table.index.equals(customers.index)
    assert list(table) == list(range(61))
    assert table.to_numpy().min() >= 0
    assert_allclose(table.sum(axis=1), 1, atol=1e-3)
    assert (table.sum(axis=1) <= 1 + 1e-12).all()
    assert_allclose(1 - table[0], model.probability_active(customers, 39.0), atol=1e-12)
    lively = table.sum(axis=1) > 1 - 1e-9
    assert lively.sum() > 2000
    means = table[lively] @ np.arange(61.0)
    assert_allclose(means, model.predict(customers[lively], 39.0), atol=1e-6)


def test_a_pmf_of_no_numbers_is_the_chance_of_none(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    table = model.pmf(customers.head(9), 39.0, 0)
    assert_allclose(table[0], 1 - model.probability_active(customers.head(9), 39.0))


@pytest.mark.parametrize("probability", [0.05, 0.5, 0.9])
def test_next_purchase_is_the_time_by_which_its_probability_is_reached(
    customers: pd.DataFrame, model: PurchaseModel, probability: float
) -> None:
    waits = model.next_purchase(customers, probability)
    assert waits.name == "next_purchase"
    assert waits.index.equals(customers.index)
    never = np.isposinf(waits)
    assert_array_equal(never, model.probability_alive(customers) <= probability)
    for t in waits[~never].iloc[:40:4]:
        those = customers[waits == t]
        assert_allclose(model.probability_active(those, t), probability, rtol=1e-7)


def test_the_median_wait_lies_between_the_quartiles(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    low, high = (model.next_purchase(customers, p) for p in (0.25, 0.75))
    middle = model.next_purchase(customers)
    assert ((low < middle) | np.isposinf(middle)).all()
    assert ((middle < high) | np.isposinf(high)).all()


def test_a_discounted_purchase_is_worth_what_its_moment_says(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    some = customers.iloc[::400]
    times = np.linspace(0, 104, 209)
    steps = np.diff([model.predict(some, t) for t in times], axis=0)
    middle = (times[1:] + times[:-1]) / 2
    summed = 1.15 ** (-middle * 7 / 365.25) @ steps
    assert_allclose(model.dert(some, 0.15, 104.0), summed, rtol=1e-4)


def test_without_discount_dert_is_the_expectation(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    some = customers.iloc[::50]
    assert_allclose(model.dert(some, 0.0, 39.0), model.predict(some, 39.0), rtol=1e-12)
    assert (model.dert(some, 0.1, 0.0) == 0).all()


def test_for_ever_is_worth_a_little_more_than_a_century(
    customers: pd.DataFrame, model: PurchaseModel
) -> None:
    some = customers.iloc[::50]
    for_ever = model.dert(some, 0.1)
    century = model.dert(some, 0.1, 5218.0)
    assert for_ever.name == "dert"
    assert (for_ever > century).all()
    assert_allclose(for_ever, century, rtol=1e-3)
    assert (model.dert(some, 0.2) < for_ever).all()


def test_history_counts_beyond_frequency_and_age(model: PurchaseModel) -> None:
    """Late buyers are alive more probably, and their future is the same if they are."""
    late = pd.DataFrame({"frequency": [4, 4], "recency": [30.0, 8.0], "T": [39.0, 39.0]})
    alive = model.probability_alive(late)
    assert alive[0] > alive[1]
    ratio = model.predict(late, 39.0) / alive
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-12)


REFUSED: dict[str, Callable[[PurchaseModel, pd.DataFrame], object]] = {
    "E_HORIZON: the horizon": lambda model, table: model.predict(table, -1.0),
    "E_HORIZON.*nan": lambda model, table: model.probability_active(table, np.nan),
    "E_HORIZON.*inf": lambda model, table: model.pmf(table, np.inf, 3),
    "E_HORIZON.*-2": lambda model, table: model.simulate_future(table, -2.0, seed=1),
    "E_HORIZON.*-3": lambda model, table: next(model.simulate_futures(table, -3.0, 2, seed=1)),
    "E_HORIZON.*-4": lambda model, table: model.expected_purchases(-4.0),
    "E_HORIZON.*-5": lambda model, table: model.new_customer_pmf(-5.0, 3),
    "E_HORIZON.*inf.": lambda model, table: model.dert(table, 0.0),
    "E_HORIZON.*-6": lambda model, table: model.dert(table, 0.1, -6.0),
    "E_RATE.*-0.1": lambda model, table: model.dert(table, -0.1),
    "E_COUNT.*-1": lambda model, table: model.pmf(table, 39.0, -1),
    "E_COUNT.*1.5": lambda model, table: model.new_customer_pmf(39.0, 1.5),  # type: ignore[arg-type]
    "E_COUNT.*True": lambda model, table: model.pmf(table, 39.0, True),
    "E_PROBABILITY.*0": lambda model, table: model.next_purchase(table, 0.0),
    "E_PROBABILITY.*1": lambda model, table: model.next_purchase(table, 1.0),
    "E_PROBABILITY.*nan": lambda model, table: model.next_purchase(table, np.nan),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_asked_is_refused(
    customers: pd.DataFrame, model: PurchaseModel, code: str
) -> None:
    with pytest.raises(InputError, match=code):
        REFUSED[code](model, customers.head(5))


def test_discounting_by_the_year_needs_a_unit_of_time(customers: pd.DataFrame) -> None:
    bare = customers.copy()
    bare.attrs = {}
    model = BGNBD().fit(bare)
    with pytest.raises(InputError, match="E_UNIT"):
        model.dert(bare, 0.1)
    assert model.dert(bare, 0.0, 39.0).gt(0).all()
