"""Two windows hold what each customer did in them, and nothing from outside."""

import pandas as pd
import pytest

from clv.customers import TWO_WINDOWS, outcomes, summarise, two_windows
from clv.errors import InputError
from clv.transactions import Transactions
from tests.customers.tables import values
from tests.transactions.logs import read_rows

ROWS = [
    ("a", "2024-01-02", 9),
    ("a", "2024-01-03", 5),
    ("a", "2024-02-01", 6),
    ("a", "2024-02-15", 8),
    ("b", "2024-01-09", 5),
    ("b", "2024-02-03", -2),
    ("c", "2024-02-05", 5),
    ("d", "2023-12-05", 5),
    ("d", "2024-03-01", 50),
]


def table(*rows: tuple[str, str, float], as_of: str = "2024-04-01") -> pd.DataFrame:
    return two_windows(read_rows(*rows, as_of=as_of), "2024-02-01", "2024-03-01")


def test_each_window_holds_its_start_and_not_its_end() -> None:
    found = table(*ROWS)
    assert tuple(found.columns) == TWO_WINDOWS
    assert values(found, "a")[1:] == [1, 2, 5.0, 14.0, 0.0, 0.0]
    assert values(found, "b")[1:] == [1, 0, 5.0, 0.0, 0.0, -2.0]
    assert values(found, "c")[1:] == [0, 1, 0.0, 5.0, 0.0, 0.0]
    assert values(found, "d")[1:] == [0, 0, 0.0, 0.0, 0.0, 0.0]


def test_the_later_window_holds_what_outcomes_counts(cdnow_sample_log: Transactions) -> None:
    found = two_windows(cdnow_sample_log, "1997-10-01", "1998-07-01")
    later = outcomes(cdnow_sample_log, "1997-10-01", "1998-07-01")
    assert found["purchases_now"].tolist() == later["purchases_holdout"].tolist()
    assert found["sales_now"].sum() == pytest.approx(later["spend_holdout"].sum())


def test_the_customers_are_those_of_the_summary(cdnow_sample_log: Transactions) -> None:
    found = two_windows(cdnow_sample_log, "1997-02-01", "1997-03-01")
    assert found.index.equals(summarise(cdnow_sample_log, "1997-03-01").index)


def test_nothing_on_or_after_the_day_is_seen_and_order_is_nothing() -> None:
    past = [row for row in ROWS if row[1] < "2024-03-01"]
    pd.testing.assert_frame_equal(table(*ROWS), table(*past))
    pd.testing.assert_frame_equal(table(*ROWS), table(*ROWS[::-1]))


def test_a_log_that_starts_within_the_earlier_window_says_how_much_it_covers() -> None:
    assert table(*ROWS).attrs == {
        "as_of": "2024-03-01", "since": "2024-02-01", "days_before": 29, "days_now": 29,
    }  # fmt: skip
    late = [row for row in ROWS if row[1] >= "2024-01-09"]
    assert table(*late).attrs["days_before"] == 23


def test_money_that_a_log_does_not_have_is_not_known() -> None:
    log = read_rows(*[row[:2] for row in ROWS if row[2:] != (-2,)], as_of="2024-04-01")
    found = two_windows(log, "2024-02-01", "2024-03-01")
    assert found.filter(regex="sales|returns").isna().all(axis=None)
    assert found["purchases_now"].tolist() == [2, 0, 1, 0]


def test_a_day_that_the_log_does_not_reach_is_refused() -> None:
    log = read_rows(*ROWS, as_of="2024-03-01")
    with pytest.raises(InputError, match="E_AS_OF"):
        two_windows(log, "2024-02-01", "2024-03-02")
    with pytest.raises(InputError, match="E_AS_OF"):
        two_windows(log, "2023-12-01", "2024-03-01")
    with pytest.raises(InputError, match="E_WINDOW"):
        two_windows(log, "2024-03-01", "2024-03-01")
