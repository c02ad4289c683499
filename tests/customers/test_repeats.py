"""Repeat purchases a week: of the known only, in weeks that a cut falls between, none lost."""

import pandas as pd
import pytest

from clv.customers import weekly_repeat_purchases
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions


def log_of(rows: list[tuple[str, str]], as_of: str) -> Transactions:
    return read_transactions(pd.DataFrame(rows, columns=["customer_id", "date"]), as_of=as_of)


LOG = [
    ("a", "2024-01-01"), ("a", "2024-01-03"), ("a", "2024-01-08"), ("a", "2024-01-17"),
    ("b", "2024-01-10"), ("b", "2024-01-23"),
    ("late", "2024-01-15"), ("late", "2024-01-16"),
]  # fmt: skip


def test_a_week_begins_at_the_cut_and_first_purchases_do_not_count() -> None:
    weekly = weekly_repeat_purchases(log_of(LOG, "2024-01-29"), "2024-01-12")
    assert [f"{day:%m-%d}" for day in weekly.index] == ["12-29", "01-05", "01-12", "01-19"]
    assert weekly.tolist() == [1, 1, 1, 1]
    assert weekly.attrs == {"cut": "2024-01-12"}


def test_a_short_last_week_is_left_out() -> None:
    weekly = weekly_repeat_purchases(log_of(LOG, "2024-01-29"), "2024-01-12", "2024-01-25")
    assert weekly.index[-1] == pd.Timestamp("2024-01-12")


def test_a_week_without_a_repeat_purchase_is_a_zero_and_not_a_hole() -> None:
    log = log_of([("a", "2024-01-01"), ("a", "2024-01-25")], "2024-01-29")
    assert weekly_repeat_purchases(log, "2024-01-08").tolist() == [0, 0, 0, 1]


def test_a_day_beyond_the_log_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        weekly_repeat_purchases(log_of(LOG, "2024-01-29"), "2024-01-12", "2024-03-01")
    assert raised.value.code == "E_AS_OF"


def test_the_counts_of_cdnow_add_up(cdnow_log: Transactions, cdnow_customers: pd.DataFrame) -> None:
    weekly = weekly_repeat_purchases(cdnow_log, "1997-10-01")
    assert weekly[:"1997-09-30"].sum() == cdnow_customers["frequency"].sum()
    assert weekly["1997-10-01":].sum() == 19_684
