from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import RETENTION_MEASURES, cohorts, retention
from clv.errors import InputError
from clv.transactions import Transactions
from tests.customers import brute
from tests.customers.test_summary import ROWS, START
from tests.transactions.logs import read_rows

NEXT_MONTHS = [
    ("a", "2024-01-31", 5.0),
    ("a", "2024-02-01", 5.0),
    ("b", "2024-01-05", 5.0),
    ("c", "2024-02-29", 5.0),
    ("d", "2024-03-01", 5.0),
]


def test_a_stretch_that_is_not_over_is_not_shown_as_low() -> None:
    log = read_rows(*NEXT_MONTHS, as_of="2024-04-01")
    table = retention(log, "2024-03-15")
    assert table.index.tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
    assert table["customers"].tolist() == [2, 1]
    assert table[0].tolist() == [1, 1]
    assert table[1].fillna(-1).tolist() == [0.5, -1]
    assert table.columns.tolist() == ["customers", 0, 1]
    assert table.attrs == {"as_of": "2024-03-15", "by": "M", "measure": "active"}


def test_a_stretch_without_a_purchase_is_a_zero_and_not_a_hole() -> None:
    log = read_rows(*NEXT_MONTHS, as_of="2024-04-01")
    assert retention(log, "2024-04-01").iloc[0].tolist() == [2, 1, 0.5, 0]


@settings(max_examples=8)
@given(ROWS, st.integers(15, 60), st.sampled_from("WMQ"))
def test_every_field_is_what_counting_by_hand_gives(rows: list[Any], days: int, by: str) -> None:
    as_of = START + timedelta(days=days + 61 * (by != "W"))
    rows = [("z", START, 9.99), *rows]
    log = read_rows(*rows, as_of="2024-06-01")
    expected = brute.triangle(rows, as_of, by)
    if not expected:
        with pytest.raises(InputError, match="E_COHORTS"):
            retention(log, as_of, by)
        return
    for position, measure in enumerate(RETENTION_MEASURES, 1):
        table = retention(log, as_of, by, measure)
        assert table.drop(columns="customers").notna().sum().sum() == len(expected)
        for (cohort, age), found in expected.items():
            row = table.loc[pd.Timestamp(cohort)]
            assert row["customers"] == found[0]
            assert row[age] == pytest.approx(found[position]), (cohort, age, measure)


def test_the_money_of_all_stretches_is_that_of_the_cohort(cdnow_sample_log: Transactions) -> None:
    table = retention(cdnow_sample_log, "1997-10-01", measure="revenue")
    whole = cohorts(cdnow_sample_log, "1997-10-01")["revenue"]
    total = table.drop(columns="customers").sum(axis=1) * table["customers"]
    np.testing.assert_allclose(total, whole)


def test_revenue_is_nan_in_a_log_without_amounts() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-02-08"))
    assert retention(log, "2024-03-01", measure="revenue")[[0, 1]].isna().all(axis=None)


def test_before_the_end_of_the_first_month_there_is_no_triangle() -> None:
    log = read_rows(*NEXT_MONTHS)
    with pytest.raises(InputError, match="E_COHORTS"):
        retention(log, "2024-01-31")
    assert len(retention(log, "2024-02-01")) == 1


def test_a_strange_measure_is_refused(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match=r"E_MEASURE.*'alive'.*active, purchases, revenue"):
        retention(cdnow_sample_log, "1997-10-01", measure="alive")
