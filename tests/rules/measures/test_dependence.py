import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.measures.dependence import dependence

MONEY = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=30).filter(any)


def series(values: list[float]) -> "pd.Series[float]":
    return pd.Series(values, dtype=float, index=[f"c{n}" for n in range(len(values))])


def test_index_shares_and_losses_by_hand() -> None:
    money = series([50.0, 30.0, *[2.0] * 10])
    found = dependence(money, series([0.1, 0.2, *[0.5] * 10]))
    assert found.hhi == pytest.approx(0.25 + 0.09 + 10 * 0.0004)
    assert found.effective_customers == pytest.approx(1 / 0.344)
    assert found.concentrated
    assert found.top["share"].tolist() == pytest.approx([0.5, 0.86, 0.96])
    assert found.top["money"].tolist() == pytest.approx([50, 86, 96])
    assert found.top["expected_loss"].tolist() == pytest.approx([5, 5 + 6 + 3, 5 + 6 + 8])


def test_customers_tied_at_the_edge_share_the_loss() -> None:
    found = dependence(series([40.0, 40.0, 20.0]), series([0.0, 1.0, 0.0]))
    assert found.top.loc[1, "expected_loss"] == pytest.approx(20)
    assert found.top.loc[1, "share"] == pytest.approx(0.4)


def test_without_chances_no_loss_is_told() -> None:
    found = dependence(series([40.0, 60.0]))
    assert found.top["expected_loss"].isna().all()
    assert found.top["customers"].tolist() == [1, 2, 2]


def test_the_largest_customer_makes_a_business_concentrated_or_not() -> None:
    assert not dependence(series([1.0] * 21)).concentrated
    assert dependence(series([1.0] * 20)).concentrated
    assert not dependence(series([1.0] * 20), critical=0.1).concentrated


def test_losses_count_as_nothing_and_unknown_customers_are_left_out() -> None:
    found = dependence(series([60.0, 40.0, -50.0, np.nan]))
    assert (found.customers, found.top.loc[1, "share"]) == (3, 0.6)


def test_chances_are_matched_by_name() -> None:
    money, chances = series([60.0, 40.0]), series([0.5, 0.0])
    assert dependence(money, chances.iloc[::-1]).top.loc[1, "expected_loss"] == 30


@pytest.mark.parametrize("chance", [np.nan, -0.1, 1.1])
def test_a_chance_that_is_none_is_refused(chance: float) -> None:
    with pytest.raises(InputError, match="E_PROBABILITY: 1 customers"):
        dependence(series([60.0, 40.0]), series([0.5, chance]))


@pytest.mark.parametrize("values", [[], [np.nan], [0.0, -1.0], [np.inf]])
def test_money_without_a_total_is_refused(values: list[float]) -> None:
    with pytest.raises(InputError, match="E_VALUES"):
        dependence(series(values))


@given(MONEY)
def test_the_index_lies_between_all_equal_and_one_alone(money: list[float]) -> None:
    found = dependence(series(money))
    assert 1 / len(money) - 1e-12 <= found.hhi <= 1 + 1e-12
    largest = sorted(money, reverse=True)
    expected = [sum(largest[:k]) / sum(money) for k in (1, 5, 10)]
    assert found.top["share"].tolist() == pytest.approx(expected)
