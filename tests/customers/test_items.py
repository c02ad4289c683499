from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import ITEMS, describe_items, summarise
from clv.transactions import read_transactions
from tests.customers import brute, logs
from tests.customers.tables import values
from tests.transactions.logs import read_rows


def bought(*kinds: str | None, **columns: Any) -> pd.DataFrame:
    """One customer who buys every ten days of 2024, as of 1 March."""
    days = [f"2024-01-{1 + 10 * i:02d}" for i in range(len(kinds))]
    rows = {"customer_id": "a", "date": days, "amount": 8.0, "category": kinds, **columns}
    return describe_items(read_transactions(pd.DataFrame(rows), as_of="2024-02-01"), "2024-02-01")


def test_categories_in_equal_shares_have_entropy_one_and_a_single_one_has_none() -> None:
    assert values(bought("tea", "rice"), "a", "categories", "category_entropy") == [2, 1]
    log = read_transactions(
        pd.DataFrame(
            {
                "customer_id": ["a", "a", "b"],
                "date": "2024-01-05",
                "amount": [1, 2, 3],
                "category": ["tea", "tea", "rice"],
            }
        ),
        as_of="2024-02-01",
    )
    table = describe_items(log, "2024-02-01")
    assert values(table, "a", "category_entropy") == [0]
    assert np.isnan(values(table, "b", "category_entropy")[0])
    assert table.attrs == {"as_of": "2024-02-01", "categories": 2}


def test_in_a_log_of_one_category_evenness_means_nothing() -> None:
    assert bought("tea", "tea", "tea")["category_entropy"].isna().all()


def test_only_a_category_that_was_never_bought_before_is_new() -> None:
    """31 January is the last day: 21 and 31 January lie in the later half."""
    share = "new_category_share"
    assert values(bought("tea", "tea", "rice", "rice"), "a", share) == [0.5]
    assert values(bought("tea", "rice", "tea", "rice"), "a", share) == [0.0]
    assert values(bought("tea", "tea", "oil", "rice"), "a", share) == [1.0]
    assert np.isnan(values(bought("tea", "rice"), "a", share)[0])


def test_of_two_equal_categories_the_first_in_the_alphabet_is_on_top() -> None:
    assert values(bought("tea", "rice"), "a", "top_category") == ["rice"]
    assert values(bought("tea", "rice", "tea"), "a", "top_category") == ["tea"]


def test_a_discount_of_two_on_a_net_amount_of_eight_is_a_fifth() -> None:
    table = bought("tea", "tea", discount=[2.0, 2.0], cost=[5.0, 6.0])
    assert values(table, "a", "discount_depth", "margin") == [0.2, 5.0]


def test_what_the_log_lacks_is_unknown() -> None:
    table = describe_items(read_rows(("a", "2024-01-01", 5)), "2024-03-01")
    assert tuple(table.columns) == ITEMS
    assert table.isna().all(axis=None)
    assert bought("tea", "tea", cost=[5.0, None])["margin"].isna().all()


@settings(max_examples=8)
@given(logs.ITEMS, st.integers(20, 60))
def test_every_column_is_what_counting_by_hand_gives(rows: list[brute.Item], days: int) -> None:
    as_of = logs.START + timedelta(days=days)
    log = logs.read_items(rows)
    table, expected = describe_items(log, as_of), brute.items([logs.FIRST, *rows], as_of)
    assert table.index.tolist() == sorted(expected) == summarise(log, as_of).index.tolist()
    for customer, row in expected.items():
        for column, value in row.items():
            (found,) = values(table, customer, column)
            if value is None:
                assert pd.isna(found), column
            else:
                assert found == (value if isinstance(value, str) else pytest.approx(value)), column
