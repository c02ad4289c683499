import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.measures.lorenz import concentration_summary, lorenz

MONEY = st.lists(st.integers(0, 20).map(float), min_size=1, max_size=40).filter(any).map(pd.Series)


def test_the_curve_starts_with_the_largest_customers() -> None:
    curve = lorenz(pd.Series([10.0, 60.0, 10.0, 20.0]))
    assert curve["customers"].tolist() == [0, 0.25, 0.5, 1]
    assert curve["money"].tolist() == [0, 0.6, 0.8, 1]


def test_customers_who_cost_money_come_last_and_bring_the_curve_back() -> None:
    money = pd.Series([100.0, 25.0, 0.0, -25.0])
    assert lorenz(money)["money"].tolist() == [0, 1, 1.25, 1.25, 1]
    found = concentration_summary(money, share=0.25)
    assert (found["top_share"], found["negative"], found["negative_money"]) == (1.0, 1, -25)
    assert found["customers_needed"] == pytest.approx(0.2)
    # pairs: 75 + 100 + 125 + 25 + 50 + 25 = 400, over 4 customers and 150 in absolute values
    assert found["gini"] == pytest.approx(400 / (4 * 150))


def test_the_summary_of_eighty_and_twenty() -> None:
    found = concentration_summary(pd.Series([80.0, 5.0, 5.0, 5.0, 5.0]))
    assert found["top_share"] == pytest.approx(0.8)
    assert found["customers_needed"] == pytest.approx(0.2)
    assert found["gini"] == pytest.approx(0.6)  # 4 pairs of 75, over 5 customers and 100 of money


def test_ties_at_the_edge_count_in_proportion() -> None:
    # one customer of five is asked for, and two share the top
    found = concentration_summary(pd.Series([30.0, 30.0, 20.0, 10.0, 10.0]))
    assert found["top_share"] == pytest.approx(0.3)
    assert found["customers_needed"] == pytest.approx(0.6)
    assert concentration_summary(pd.Series([7.0] * 9))["top_share"] == pytest.approx(0.2)


def test_unknown_customers_are_counted_and_left_out() -> None:
    found = concentration_summary(pd.Series([3.0, np.nan, 1.0]))
    assert (found["customers"], found["unknown"], found["total"]) == (2, 1, 4)


@pytest.mark.parametrize("values", [[], [np.nan], [0.0, 0.0], [5.0, -5.0], [1.0, np.inf]])
def test_money_without_a_total_has_no_shares(values: list[float]) -> None:
    with pytest.raises(InputError, match="E_VALUES"):
        lorenz(pd.Series(values, dtype=float))
    with pytest.raises(InputError, match="E_VALUES"):
        concentration_summary(pd.Series(values, dtype=float))


@given(MONEY)
def test_the_curve_rises_and_bends_down(money: "pd.Series[float]") -> None:
    curve = lorenz(money)
    slope = np.diff(curve["money"]) / np.diff(curve["customers"])
    assert (np.diff(slope) < 0).all()
    assert curve.iloc[-1].tolist() == [1, 1]


@given(MONEY)
def test_the_summary_agrees_with_definitions_written_out(money: "pd.Series[float]") -> None:
    found, values = concentration_summary(money), money.to_numpy()
    pairs = np.abs(values[:, None] - values[None, :]).mean()
    assert found["gini"] == pytest.approx(pairs / (2 * values.mean()))
    # each customer five times over, so that a fifth is a whole number of them
    fifth = np.sort(np.repeat(values, 5))[-len(values) :]
    assert found["top_share"] == pytest.approx(fifth.sum() / (5 * values.sum()))


@given(MONEY, st.sampled_from([1e-6, 3.0, 1e9]))
def test_neither_order_nor_unit_matters(money: "pd.Series[float]", unit: float) -> None:
    shares = ["top_share", "customers_needed", "gini"]
    found = concentration_summary(money)[shares]
    again = concentration_summary(money.iloc[::-1] * unit)[shares]
    assert again.to_numpy() == pytest.approx(found.to_numpy())
