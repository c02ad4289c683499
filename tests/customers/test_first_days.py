from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import first_days, summarise
from clv.customers.columns import FIRST_DAYS
from clv.errors import InputError
from clv.periods import Duration
from clv.transactions import Transactions, read_transactions
from tests.customers import brute, logs
from tests.customers.tables import values
from tests.customers.test_summary import ROWS, START
from tests.transactions.logs import read_rows


def teas() -> Transactions:
    """The first ten days are 1 to 10 January, the seven after them 11 to 17 January."""
    days = ["01", "01", "05", "10", "11", "17", "18"]
    rows = {"amount": [5.0, 6.0, -3.0, 4.0, 8.0, 16.0, 32.0], "customer_id": "a"}
    kinds = ["tea", "rice", "silk", "tea", "oil", "oil", "oil"]
    dates = [f"2024-01-{day}" for day in days]
    return read_transactions(
        pd.DataFrame({**rows, "date": dates, "category": kinds}), as_of="2024-03-01"
    )


def test_the_beginning_and_what_follows_do_not_overlap() -> None:
    table = first_days(teas(), "2024-03-01", days=10, horizon="1w")
    assert tuple(table.columns) == FIRST_DAYS
    assert values(table, "a") == [11, 2, 12, 2, 24]
    assert table.attrs == {"as_of": "2024-03-01", "first_days": 10, "horizon_days": 7}
    assert set(table.dtypes) == {np.dtype("float64")}


def test_what_has_not_been_seen_to_its_end_is_unknown() -> None:
    """At a tenure of 10 days the first ten are frozen; the week after them ends on 17 January."""
    before, frozen, almost, seen = (
        first_days(teas(), f"2024-01-{day}", days=10, horizon=7) for day in (11, 12, 17, 18)
    )
    assert before.isna().all(axis=None)
    assert values(frozen, "a") == pytest.approx([11, 2, 12, 2, np.nan], nan_ok=True)
    assert almost["later_spend"].isna().all()
    assert values(seen, "a", "later_spend") == [24]
    pd.testing.assert_frame_equal(frozen.iloc[:, :4], seen.iloc[:, :4], check_flags=False)


def test_nothing_spent_is_zero() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("b", "2024-01-02", 5), ("b", "2024-01-20", -2))
    table = first_days(log, "2024-03-01", days=7, horizon=14)
    assert table["later_spend"].tolist() == [0, -2]
    assert table["first_days_categories"].isna().all()


def test_a_return_before_the_first_purchase_is_no_beginning() -> None:
    log = read_rows(("a", "2024-01-01", -5), ("a", "2024-01-10", 9))
    assert values(first_days(log, "2024-03-01"), "a", "first_basket", "first_days_amount") == [9, 9]


def test_in_a_log_without_amounts_purchases_are_counted() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-01-02"))
    table = first_days(log, "2024-03-01", horizon=7)
    assert values(table, "a", "first_days_purchases") == [2]
    assert table.drop(columns="first_days_purchases").isna().all(axis=None)


def test_rows_without_a_category_are_no_category() -> None:
    rows = {"customer_id": ["a", "b"], "date": "2024-01-01", "amount": 5.0}
    log = read_transactions(pd.DataFrame({**rows, "category": ["tea", None]}), as_of="2024-03-01")
    categories = first_days(log, "2024-03-01")["first_days_categories"]
    assert categories.tolist() == pytest.approx([1, np.nan], nan_ok=True)


@pytest.mark.parametrize("length", [0, "30", None, 1.5])
def test_a_strange_length_is_refused(length: Any) -> None:
    for options in ({"days": length}, {"horizon": length}):
        with pytest.raises(InputError, match="E_DURATION"):
            first_days(teas(), "2024-03-01", **options)


def test_a_length_may_be_written_in_any_way(cdnow_sample_log: Transactions) -> None:
    one, other = (
        first_days(cdnow_sample_log, "1998-07-01", *lengths)
        for lengths in ((28, "26w"), (Duration(4, "W"), 182))
    )
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@settings(max_examples=8)
@given(ROWS, st.integers(20, 60), st.integers(1, 30), st.integers(1, 30))
def test_every_column_is_what_counting_by_hand_gives(
    rows: list[Any], age: int, days: int, horizon: int
) -> None:
    as_of, rows = START + timedelta(days=age), [("z", START, 9.99), *rows]
    log = read_rows(*rows, as_of="2024-04-01")
    table = first_days(log, as_of, days, horizon)
    assert table.index.tolist() == summarise(log, as_of).index.tolist()
    for customer, found in brute.by_day(rows, as_of).items():
        for column, value in by_hand(found, as_of, days, horizon).items():
            assert table.at[customer, column] == pytest.approx(value, nan_ok=True), column


def by_hand(
    found: dict[date, list[float]], as_of: date, days: int, horizon: int
) -> dict[str, float]:
    bought = brute.purchases(found)
    ages = {day: (day - bought[0]).days for day in found}
    old = (as_of - timedelta(days=1) - bought[0]).days >= days
    ended = bought[0] + timedelta(days=days + horizon) <= as_of
    early = [day for day, age in ages.items() if 0 <= age < days]
    late = [day for day, age in ages.items() if days <= age < days + horizon]
    return {
        "first_basket": sum(found[bought[0]]) if old else np.nan,
        "first_days_purchases": len(set(early) & set(bought)) if old else np.nan,
        "first_days_amount": sum(sum(found[day]) for day in early) if old else np.nan,
        "later_spend": sum(sum(found[day]) for day in late) if ended else np.nan,
    }


@settings(max_examples=4)
@given(logs.ITEMS)
def test_categories_are_those_of_the_first_days(rows: list[brute.Item]) -> None:
    log = logs.read_items(rows)
    found = first_days(log, "2024-06-01", days=20)["first_days_categories"].fillna(0)
    known = brute.kept([logs.FIRST, *rows], 3)
    firsts = summarise(log, "2024-06-01")["first_purchase"].dt.date
    for customer, first in firsts.items():
        met = [(day - first, kind) for day, kind in known.get(str(customer), {})]
        kinds = {kind for age, kind in met if 0 <= age.days < 20}
        assert found[customer] == len(kinds), met
