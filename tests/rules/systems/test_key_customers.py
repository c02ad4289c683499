import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.assignment import Assignment
from clv.rules.systems.key_customers import KeyCustomers

MONEY = st.lists(st.integers(-5, 20).map(float), min_size=1, max_size=40)


def assigned(money: list[float], purchases: int | list[int] = 2) -> Assignment:
    index = [f"c{n}" for n in range(len(money))]
    features = pd.DataFrame({"purchases": purchases, "contribution": money}, index=index)
    return KeyCustomers().fit(features).assign(features)


def codes(found: Assignment) -> list[str]:
    return [notice.code for notice in found.notices]


def test_the_fifth_with_the_largest_contribution_is_key() -> None:
    found = assigned([80.0, 75.0, *[5.0] * 8])
    assert found.labels.tolist() == ["key"] * 2 + ["rest"] * 8
    assert codes(found) == []


def test_equal_customers_stand_on_the_side_nearer_to_a_fifth() -> None:
    three = assigned([50.0] * 3 + [1.0] * 7)
    assert three.labels.eq("key").sum() == 3
    assert three.cuts["contribution"][0].tied == 3
    six = assigned([50.0] * 6 + [1.0] * 4)
    assert six.labels.eq("key").sum() == 0
    assert codes(six)[0] == "W_DEGENERATE_CUT"


def test_a_fifth_far_from_four_fifths_of_the_money_is_noticed() -> None:
    found = assigned([float(n) for n in range(1, 11)])
    # 10 and 9 of 55
    assert "the top 20% of customers hold 35% of the contribution, not 80%" in str(found.notices[0])
    assert codes(assigned([97.0, 97.0, *[0.5] * 8])) == ["W_NOT_80_20"]


def test_customers_who_never_bought_are_no_part_of_the_hundred_per_cent() -> None:
    found = assigned([9.0, 5.0, 4.0, 3.0, 2.0, *[0.0] * 20], [1] * 5 + [0] * 20)
    assert found.labels.value_counts().to_dict() == {"no_purchase": 20, "rest": 4, "key": 1}


def test_missing_money_is_said_and_never_low() -> None:
    found = assigned([9.0, 5.0, 4.0, 3.0, 2.0, np.nan])
    assert found.labels.tolist()[-1] == "unknown_field"
    assert set(assigned([np.nan] * 3).labels) == {"not_applicable"}


def test_a_log_of_losses_has_key_customers_but_no_shares() -> None:
    found = assigned([-1.0, -2.0, -3.0, -4.0, -5.0])
    assert found.labels.tolist() == ["key", *["rest"] * 4]
    assert codes(found) == []


@settings(max_examples=25, deadline=None)
@given(MONEY, st.integers(0, 39), st.integers(0, 9))
def test_more_contribution_never_costs_the_place(
    money: list[float], position: int, more: int
) -> None:
    who = position % len(money)
    better = [value + more * (n == who) for n, value in enumerate(money)]
    was_key = assigned(money).labels.iloc[who] == "key"
    index = [f"c{n}" for n in range(len(money))]
    before = pd.DataFrame({"purchases": 2, "contribution": money}, index=index)
    after = before.assign(contribution=better)
    assert not was_key or KeyCustomers().fit(before).assign(after).labels.iloc[who] == "key"
