"""Purchases a week: whole weeks, none left out, none counted twice."""

import pandas as pd

from clv.customers import purchases_per_week
from clv.transactions import Transactions, read_transactions


def log_of(days: list[str], as_of: str) -> Transactions:
    frame = pd.DataFrame({"customer_id": [str(i) for i in range(len(days))], "date": days})
    return read_transactions(frame, as_of=as_of)


def test_weeks_end_with_the_last_observed_day_and_a_short_first_week_is_left_out() -> None:
    log = log_of(["2024-01-01", "2024-01-02", "2024-01-08", "2024-01-09"], "2024-01-16")
    weekly = purchases_per_week(log)
    assert [f"{day:%m-%d}" for day in weekly.index] == ["01-02", "01-09"]
    assert weekly.tolist() == [2, 1]


def test_a_week_without_a_purchase_is_a_zero_and_not_a_hole() -> None:
    log = log_of(["2024-01-01", "2024-01-15"], "2024-01-22")
    assert purchases_per_week(log).tolist() == [1, 0, 1]


def test_all_purchases_of_cdnow_are_counted(cdnow_log: Transactions) -> None:
    days = cdnow_log.query("SELECT count(*) AS n FROM purchase_days WHERE is_purchase")["n"].item()
    weekly = purchases_per_week(cdnow_log)
    assert weekly.sum() == days
    assert len(weekly) == 78
