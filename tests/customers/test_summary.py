from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import SUMMARY, summarise
from clv.errors import InputError
from clv.transactions import Transactions
from tests.customers import brute
from tests.customers.tables import values
from tests.transactions.logs import read_rows

START = date(2024, 1, 1)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d"]),
        st.integers(0, 60).map(lambda n: START + timedelta(days=n)),
        st.integers(-400, 2000).map(lambda n: n / 100),
    ),
    max_size=60,
    unique=True,
)


def test_cdnow_sample_has_the_published_totals(cdnow_sample_customers: pd.DataFrame) -> None:
    table = cdnow_sample_customers
    repeated = table[table["frequency"] > 0]
    assert len(table) == 2_357
    assert table["frequency"].sum() == 2_457
    assert (table["frequency"] == 0).sum() == 1_411
    assert len(repeated) == 946
    assert repeated["monetary_value"].mean() == pytest.approx(35.0778, abs=5e-5)


def test_cdnow_master_has_the_published_totals(cdnow_customers: pd.DataFrame) -> None:
    assert len(cdnow_customers) == 23_570
    assert cdnow_customers["frequency"].sum() == 24_337


def test_the_table_says_what_it_speaks_of(cdnow_sample_log: Transactions) -> None:
    table = summarise(cdnow_sample_log, "1997-10-01", unit="D")
    assert table.attrs == {"as_of": "1997-10-01", "time_unit": "D"}
    assert tuple(table.columns) == SUMMARY
    assert table.index.name == "customer_id"
    assert table.index.is_monotonic_increasing
    assert table.index.is_unique
    assert pd.api.types.is_string_dtype(table.index)
    kinds = {column: dtype.kind for column, dtype in table.dtypes.items()}
    assert kinds == dict(zip(SUMMARY, "iff" + "f" + "MM" + "iff", strict=True))


def test_units_are_days_weeks_and_twelfths_of_a_year(cdnow_sample_log: Transactions) -> None:
    days, weeks, months = (summarise(cdnow_sample_log, "1997-10-01", u)["T"] for u in "DWM")
    assert days.max() == 272
    np.testing.assert_allclose(weeks * 7, days)
    np.testing.assert_allclose(months * 365.25 / 12, days)


def test_an_unknown_unit_is_refused(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match="E_UNIT"):
        summarise(cdnow_sample_log, "1997-10-01", unit="Y")


def test_a_day_that_the_log_does_not_cover_is_refused(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match="E_AS_OF"):
        summarise(cdnow_sample_log, "1998-07-02")


def test_a_customer_of_the_last_day_has_age_zero() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("b", "2024-02-29", 5), as_of="2024-03-01")
    table = summarise(log, "2024-03-01")
    assert values(table, "b", "frequency", "recency", "T", "monetary_value") == [0, 0, 0, 0]


def test_a_return_lowers_money_and_is_no_purchase() -> None:
    log = read_rows(("a", "2024-01-01", 50), ("a", "2024-01-08", 30), ("a", "2024-01-20", -20))
    table = summarise(log, "2024-03-01")
    assert values(table, "a", "frequency", "recency", "monetary_value") == [1, 1, 10]
    assert values(table, "a", "contribution", "mean_amount") == [60, 30]
    assert values(table, "a", "last_purchase") == [pd.Timestamp("2024-01-08")]


def test_a_customer_with_only_a_return_so_far_is_no_customer_yet() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("b", "2024-01-02", -5), ("b", "2024-02-01", 9))
    assert summarise(log, "2024-01-15").index.tolist() == ["a"]
    assert summarise(log, "2024-03-01").loc["b", "contribution"] == 4


def test_money_is_nan_in_a_log_without_amounts() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-01-08"), ("b", "2024-01-08"))
    table = summarise(log, "2024-03-01")
    assert table["frequency"].tolist() == [1, 0]
    assert table[["contribution", "mean_amount"]].isna().all(axis=None)
    assert np.isnan(values(table, "a", "monetary_value")).all()


@settings(max_examples=12)
@given(ROWS, st.integers(20, 60))
def test_every_column_is_what_counting_by_hand_gives(rows: list[Any], days: int) -> None:
    as_of = START + timedelta(days=days)
    log = read_rows(("z", START, 9.99), *rows, as_of="2024-04-01")
    expected = brute.summary([("z", START, 9.99), *rows], as_of)
    table = summarise(log, as_of)
    assert table.index.tolist() == sorted(expected)
    for customer, row in expected.items():
        for column, value in row.items():
            assert table.loc[customer, column] == pytest.approx(value, abs=1e-9), column


@settings(max_examples=8)
@given(ROWS, st.integers(20, 60), st.sampled_from("DWM"))
def test_by_any_grain_every_column_is_what_counting_by_hand_gives(
    rows: list[Any], days: int, grain: str
) -> None:
    as_of = START + timedelta(days=days)
    rows = [("z", START, 9.99), *rows]
    table = summarise(read_rows(*rows, as_of="2024-04-01"), as_of, unit=grain, grain=grain)
    expected = brute.grained(rows, as_of, grain)
    assert table.index.tolist() == sorted(expected)
    for customer, row in expected.items():
        for column, value in row.items():
            assert table.loc[customer, column] == pytest.approx(value, abs=1e-9), column


def test_a_grain_is_named_and_ages_in_it_are_whole(cdnow_sample_log: Transactions) -> None:
    table = summarise(cdnow_sample_log, "1997-10-01", unit="D", grain="W")
    assert table.attrs == {"as_of": "1997-10-01", "time_unit": "D", "grain": "W"}
    assert (table[["recency", "T"]] % 7 == 0).all(axis=None)


def test_a_quarter_is_no_grain_of_a_summary(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match="E_GRAIN"):
        summarise(cdnow_sample_log, "1997-10-01", grain="Q")


@settings(max_examples=8)
@given(ROWS, ROWS)
def test_rows_on_or_after_as_of_change_nothing(early: list[Any], late: list[Any]) -> None:
    cut = START + timedelta(days=61)
    known = [("z", START, 9.99), *early]
    later = [(customer, day + timedelta(days=61), amount) for customer, day, amount in late]
    pd.testing.assert_frame_equal(
        summarise(read_rows(*known, as_of=cut), cut),
        summarise(read_rows(*known, *later, as_of="2024-06-01"), cut),
    )


def test_the_unit_of_money_does_not_matter() -> None:
    rows = [("a", START + timedelta(days=n * n), 1 + n / 7) for n in range(7)]
    cents = [(customer, day, amount * 100) for customer, day, amount in rows]
    one, hundred = (summarise(read_rows(*r), "2024-03-01") for r in (rows, cents))
    np.testing.assert_allclose(one["monetary_value"] * 100, hundred["monetary_value"], rtol=1e-9)
