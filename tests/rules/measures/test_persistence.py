import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.measures.persistence import persistence

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


def money(values: list[float]) -> "pd.Series[float]":
    return pd.Series(values, dtype=float, index=[f"c{n}" for n in range(len(values))])


def test_ten_customers_of_whom_one_of_two_stays_at_the_top() -> None:
    past = money([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    future = money([9, 0, 8, 1, 1, 1, 1, 1, 1, 1])
    found = persistence(past, future)
    # the future top is c0 and c2; c2 is missed, c1 favoured in vain
    assert found.to_dict() == {"customers": 10, "missed": 0.5, "wrongly_favoured": 1 / 8}


def test_the_same_order_misses_nobody() -> None:
    past = money([9, 8, 7, 6, 5])
    assert persistence(past, past**2)[["missed", "wrongly_favoured"]].tolist() == [0, 0]


def test_customers_tied_at_an_edge_count_in_proportion() -> None:
    # one of five is wanted: past c0 and c1 are there by half each, and the future top is c0
    found = persistence(money([9, 9, 1, 1, 1]), money([5, 1, 1, 1, 1]))
    assert found["missed"] == pytest.approx(0.5)
    assert found["wrongly_favoured"] == pytest.approx(0.5 / 4)
    # nobody can be told apart in the future: each is there by a fifth
    found = persistence(money([9, 1, 1, 1, 1]), money([0] * 5))
    assert found["missed"] == pytest.approx(0.8)
    assert found["wrongly_favoured"] == pytest.approx(0.2)


def test_a_size_between_two_numbers_takes_the_last_one_in_part() -> None:
    # 1.4 of seven: the first one whole and the second by 0.4, but 0.4 of 0.4 in both
    found = persistence(money([7, 6, 5, 4, 3, 2, 1]), money([7, 6, 5, 4, 3, 2, 1]))
    assert found["missed"] == pytest.approx(1 - 1.16 / 1.4)


def test_customers_are_matched_by_name() -> None:
    past, future = money([9, 8, 1, 2, 3]), money([9, 8, 1, 2, 3]).iloc[::-1]
    assert persistence(past, future)["missed"] == 0


@pytest.mark.parametrize(
    ("past", "future", "code"),
    [
        (money([1, 2]), money([1]), "E_CUSTOMERS"),
        (money([1, 2]), money([1, 2]).iloc[[0, 1, 1]], "E_CUSTOMERS"),
        (money([1, 2]), money([1, np.nan]), "E_VALUES"),
        (money([1, np.inf]), money([1, 2]), "E_VALUES"),
        (money([]), money([]), "E_VALUES"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    past: "pd.Series[float]", future: "pd.Series[float]", code: str
) -> None:
    with pytest.raises(InputError) as caught:
        persistence(past, future)
    assert caught.value.code == code


@given(PAIRS, st.integers(1, 9).map(lambda tenth: tenth / 10))
def test_both_errors_are_shares_of_the_same_customers(
    pairs: list[tuple[int, int]], share: float
) -> None:
    past, future = (money(list(map(float, side))) for side in zip(*pairs, strict=True))
    found = persistence(past, future, share)
    assert -1e-9 <= found["missed"] <= 1 + 1e-9
    # as many as are missed are favoured in vain
    assert found["wrongly_favoured"] * (1 - share) == pytest.approx(found["missed"] * share)
