"""The times between purchases, summed on the log scale: by hand, by plain code, by pandas."""

from datetime import date, timedelta
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import SUMMARY, summarise
from clv.transactions import Transactions
from tests.customers import brute
from tests.models import cdnow
from tests.transactions.logs import read_rows

START = date(2024, 1, 1)
MONTH = 365.25 / 12
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 400).map(lambda n: START + timedelta(days=n)),
        st.integers(-400, 2000).map(lambda n: n / 100),
    ),
    max_size=40,
    unique=True,
)


def gaps(transactions: Transactions, as_of: str, **options: str) -> dict[str, float]:
    table = summarise(transactions, as_of, gaps=True, **options)
    return {str(customer): float(value) for customer, value in table["log_gaps"].items()}


def test_gaps_by_hand() -> None:
    log_of_three = read_rows(
        ("a", "2024-01-01", 5), ("a", "2024-01-08", 5), ("a", "2024-01-11", 5),
        ("a", "2024-01-11", 7), ("a", "2024-03-20", 5), ("b", "2024-01-03", 5), as_of="2024-04-01",
    )  # fmt: skip
    days = gaps(log_of_three, "2024-03-01", unit="D")
    assert days == pytest.approx({"a": log(7) + log(3), "b": 0})
    later = gaps(log_of_three, "2024-04-01", unit="D")
    assert later == pytest.approx({"a": log(7) + log(3) + log(69), "b": 0})
    weeks = gaps(log_of_three, "2024-04-01", grain="W")
    assert weeks == pytest.approx({"a": log(1) + log(10), "b": 0})
    months = gaps(log_of_three, "2024-04-01", unit="D", grain="M")
    assert months == pytest.approx({"a": log(2 * MONTH), "b": 0})


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    turn = read_rows(("a", "2023-11-30", 5), ("a", "2024-02-01", 5), as_of="2024-04-01")
    assert gaps(turn, "2024-04-01", unit="M", grain="M") == pytest.approx({"a": log(3)})


def test_a_return_between_purchases_divides_no_gap() -> None:
    back = read_rows(("a", "2024-01-01", 50), ("a", "2024-01-08", -20), ("a", "2024-01-11", 30))
    assert gaps(back, "2024-03-01", unit="D") == pytest.approx({"a": log(10)})


def test_gaps_come_only_where_they_are_asked_for(cdnow_sample_log: Transactions) -> None:
    with_gaps = summarise(cdnow_sample_log, "1997-10-01", gaps=True)
    assert tuple(with_gaps.columns) == (*SUMMARY, "log_gaps")
    without = summarise(cdnow_sample_log, "1997-10-01")
    pd.testing.assert_frame_equal(with_gaps[list(SUMMARY)], without)
    assert with_gaps.attrs == without.attrs


@settings(max_examples=6)
@given(ROWS, st.integers(20, 400), st.sampled_from("DWM"))
def test_gaps_are_what_counting_by_hand_gives(rows: list[Any], days: int, grain: str) -> None:
    as_of = START + timedelta(days=days)
    rows = [("z", START, 9.99), *rows]
    found = gaps(read_rows(*rows, as_of="2025-06-01"), as_of.isoformat(), unit=grain, grain=grain)
    expected = {}
    for customer, seen in brute.by_day(rows, as_of).items():
        bought = sorted({brute.stretch(day, grain) for day in brute.purchases(seen)})
        steps = (brute.stretches(one, other, grain) for one, other in pairwise(bought))
        expected[customer] = sum(map(log, steps))
    assert found == pytest.approx(expected, abs=1e-8)


def test_gaps_agree_with_pandas_on_cdnow(cdnow_sample_log: Transactions) -> None:
    days = cdnow.log("sample").query("date < '1997-10-01'").sort_values(["customer_id", "date"])
    steps = days.groupby("customer_id")["date"].diff().dt.days / 7
    sums = np.log(steps).groupby(days["customer_id"]).sum()
    table = summarise(cdnow_sample_log, "1997-10-01", gaps=True)
    np.testing.assert_allclose(table["log_gaps"], sums, rtol=0, atol=1e-8)
    assert (sums != 0).sum() > 900
    in_days = summarise(cdnow_sample_log, "1997-10-01", unit="D", gaps=True)["log_gaps"]
    np.testing.assert_allclose(
        in_days, sums.to_numpy() + table["frequency"] * log(7), rtol=0, atol=1e-8
    )
