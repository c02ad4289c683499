from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import FEATURES, VOLUMES, choose_period, describe, summarise
from clv.errors import InputError
from clv.periods import Duration
from clv.transactions import Transactions, read_transactions
from tests.customers import brute
from tests.customers.tables import values
from tests.customers.test_summary import ROWS, START
from tests.transactions.logs import read_rows


def every(gap: int, n: int = 5) -> Transactions:
    """One customer who buys every so many days."""
    rows = [("a", date(2023, 1, 1) + timedelta(days=gap * i), 5 + i) for i in range(n)]
    return read_rows(*rows, as_of="2024-03-01")


@pytest.mark.parametrize(
    ("gap", "period"),
    [(1, 7), (3, 7), (5, 7), (6, 14), (11, 14), (12, 30), (30, 30), (31, 91), (80, 91)],
)
def test_the_period_is_near_twice_the_median_gap(gap: int, period: int) -> None:
    assert choose_period(every(gap), "2024-03-01") == period


def test_the_period_is_thirty_days_if_nobody_bought_twice() -> None:
    assert choose_period(every(1, n=1), "2024-03-01") == 30


def test_the_table_says_what_it_speaks_of(cdnow_sample_log: Transactions) -> None:
    table = describe(cdnow_sample_log, "1997-10-01")
    attrs = {"as_of": "1997-10-01", "time_unit": "D", "period_days": 30}
    assert table.attrs == {**attrs, "history_days": None}
    windowed = describe(cdnow_sample_log, "1997-10-01", history="26w")
    assert windowed.attrs == {**attrs, "history_days": 182}
    assert tuple(table.columns) == FEATURES


def test_shared_columns_are_those_of_the_summary(
    cdnow_sample_log: Transactions, cdnow_sample_customers: pd.DataFrame
) -> None:
    shared = ["purchases", "contribution", "mean_amount"]
    table = describe(cdnow_sample_log, "1997-10-01")
    pd.testing.assert_frame_equal(table[shared], cdnow_sample_customers[shared], check_flags=False)
    age = cdnow_sample_customers["T"] * 7
    np.testing.assert_allclose(table["tenure"], age)
    np.testing.assert_allclose(
        table["inactivity"], age - cdnow_sample_customers["recency"] * 7, atol=1e-9
    )


def test_the_grid_ends_with_the_last_observed_day() -> None:
    log = read_rows(("a", "2024-01-11", 5), ("a", "2024-01-20", 5), as_of="2024-02-01")
    both = "periods_observed", "active_share"
    # Periods end on 30, 20 and 10 January; a day later on 31, 21 and 11.
    assert values(describe(log, "2024-01-31", period=10), "a", *both) == [2, 0.5]
    assert values(describe(log, "2024-02-01", period=10), "a", *both) == [3, 2 / 3]


def test_thin_histories_have_no_variation() -> None:
    log = read_rows(
        *[("one", "2024-01-01", 5)],
        *[("two", day, 5) for day in ("2024-01-01", "2024-01-15")],
        *[("three", day, 5) for day in ("2024-01-01", "2024-01-15", "2024-02-01")],
    )
    table = describe(log, "2024-03-01", period=14)
    missing = table[["median_gap", "amount_cv", "gap_cv", "spend_cv"]].isna()
    assert values(missing, "one") == [True, True, True, True]
    assert values(missing, "two") == [False, False, True, True]
    assert values(missing, "three") == [False, False, False, False]


def test_equal_amounts_and_gaps_vary_by_exactly_nothing() -> None:
    rows = [("a", date(2024, 1, 1) + timedelta(days=7 * i), 19.99) for i in range(8)]
    table = describe(read_rows(*rows, as_of="2024-02-26"), "2024-02-26", period=7)
    assert values(table, "a", "gap_cv", "amount_cv", "spend_cv", "active_share") == [0, 0, 0, 1]


def test_variation_is_unknown_where_nothing_was_earned() -> None:
    free = [("a", f"2024-01-{day}", 0) for day in ("01", "11", "21", "31")]
    table = describe(read_rows(*free), "2024-03-01", period=7)
    assert table[["amount_cv", "spend_cv"]].isna().all(axis=None)
    assert values(table, "a", "gap_cv") == [0]


@pytest.mark.parametrize("period", [0, 367, "weekly", 7.5])
def test_a_strange_period_is_refused(period: Any) -> None:
    with pytest.raises(InputError, match="E_PERIOD"):
        describe(every(7), "2024-03-01", period=period)


def test_monthly_and_quarterly_spend_are_measured_on_request(
    cdnow_sample_log: Transactions,
) -> None:
    table = describe(cdnow_sample_log, "1997-10-01", period=30, volumes=True)
    assert tuple(table.columns) == FEATURES + VOLUMES
    pd.testing.assert_series_equal(
        table["month_cv"], table["spend_cv"], check_names=False, check_exact=True
    )
    other = describe(cdnow_sample_log, "1997-10-01", period=91)["spend_cv"]
    pd.testing.assert_series_equal(table["quarter_cv"], other, check_names=False, check_exact=True)


@settings(max_examples=12)
@given(ROWS, st.integers(20, 60), st.sampled_from([1, 5, 7, 14]))
def test_every_column_is_what_counting_by_hand_gives(
    rows: list[Any], days: int, period: int
) -> None:
    as_of = START + timedelta(days=days)
    rows = [("z", START, 9.99), *rows]
    table = describe(read_rows(*rows, as_of="2024-04-01"), as_of, period, volumes=True)
    expected = brute.features(rows, as_of, period)
    assert table.index.tolist() == sorted(expected)
    for customer, row in expected.items():
        for column, value in row.items():
            found = table.loc[customer, column]
            assert found == pytest.approx(np.nan if value is None else value, nan_ok=True), column


def test_in_a_window_only_what_lies_in_it_is_counted() -> None:
    """As of 1 March the last 30 days begin on 31 January."""
    days = ("2024-01-01", "2024-01-30", "2024-01-31", "2024-02-10", "2024-02-29")
    rows = [("a", day, 10 * (i + 1)) for i, day in enumerate(days)]
    table = describe(read_rows(*rows), "2024-03-01", period=10, history=30)
    assert values(table, "a", "purchases", "contribution", "mean_amount") == [3, 120, 40]
    assert values(table, "a", "inactivity", "tenure", "median_gap") == [0, 59, 14.5]
    assert values(table, "a", "periods_observed", "active_share") == [3, 1]
    assert values(table, "a", "amount_cv", "spend_cv") == pytest.approx([0.25, 0.25])


def test_who_bought_only_before_the_window_is_there_without_a_purchase() -> None:
    returns = [("a", "2024-01-10", -7), ("a", "2024-02-20", -20)]
    log = read_rows(("a", "2024-01-01", 50), *returns, ("b", "2024-02-20", 5))
    table = describe(log, "2024-03-01", period=7, history="2w")
    assert values(table, "a", "purchases", "contribution", "active_share") == [0, -20, 0]
    assert values(table, "a", "periods_observed", "tenure", "inactivity") == [2, 59, 59]
    missing = table[["mean_amount", "median_gap", "gap_cv", "amount_cv", "spend_cv"]].isna()
    assert values(missing, "a") == [True] * 5
    assert values(table, "b", "purchases", "contribution", "periods_observed") == [1, 5, 2]
    assert values(describe(log, "2024-02-10", history=7), "a", "contribution") == [0]


def test_a_window_of_a_log_without_amounts_earns_nothing_known() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-02-20"), ("b", "2024-01-02"))
    table = describe(log, "2024-03-01", period=7, history="4w", volumes=True)
    assert table["purchases"].tolist() == [1, 0]
    assert table[["contribution", "mean_amount", "amount_cv", "spend_cv"]].isna().all(axis=None)


@pytest.mark.parametrize("history", [546, "80w", "36m", Duration(99, "M"), 36525])
def test_a_window_longer_than_the_log_is_none(cdnow_sample_log: Transactions, history: Any) -> None:
    one, other = (describe(cdnow_sample_log, "1998-07-01", volumes=True, history=length)
                  for length in (None, history))  # fmt: skip
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@settings(max_examples=5)
@given(ROWS, st.integers(20, 60), st.integers(1, 45), st.sampled_from([1, 5, 7]))
def test_a_window_is_a_log_that_begins_with_it(
    rows: list[Any], days: int, history: int, period: int
) -> None:
    as_of = START + timedelta(days=days)
    start, rows = as_of - timedelta(days=history), [("z", START, 9.99), *rows]
    table = describe(read_rows(*rows, as_of="2024-04-01"), as_of, period, True, history)
    firsts = {c: brute.purchases(days)[0] for c, days in brute.by_day(rows, as_of).items()}
    assert table.index.tolist() == sorted(firsts)
    # Somebody buys before the window, so that the shorter log speaks from then on as well.
    kept = [("y", START - timedelta(days=9), 1.0), *(row for row in rows if start <= row[1])]
    cut = describe(read_rows(*kept, as_of="2024-04-01"), as_of, period, True).drop(index="y")
    new = [customer for customer in sorted(firsts) if firsts[customer] >= start]
    both = table.index.intersection(cut.index)
    shared = ["purchases", "contribution", "mean_amount", "median_gap", "gap_cv", "amount_cv"]
    for customers, columns in ((new, list(table.columns)), (both, shared)):
        one, other = (t.loc[customers, columns] for t in (table, cut))
        pd.testing.assert_frame_equal(one, other, check_exact=True, check_flags=False)
    assert (table.loc[table.index.difference(cut.index), "purchases"] == 0).all()


@pytest.mark.parametrize("history", [0, -7, True, 7.5, "half a year", 36526])
def test_a_strange_window_is_refused(history: Any) -> None:
    with pytest.raises(InputError, match="E_DURATION"):
        describe(every(7), "2024-03-01", history=history)


def test_neither_threads_nor_the_order_of_rows_change_a_digit(
    cdnow_log: Transactions, tmp_path: Path
) -> None:
    days = cdnow_log.query("SELECT * FROM purchase_days ORDER BY hash(customer_id), day DESC")
    days.rename(columns={"day": "date"}).to_parquet(tmp_path / "log.parquet")
    log = read_transactions(tmp_path / "log.parquet", as_of="1998-07-01", threads=1)
    for make in (describe, summarise):
        pd.testing.assert_frame_equal(
            make(log, "1998-07-01"), make(cdnow_log, "1998-07-01"), check_exact=True
        )
