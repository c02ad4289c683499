from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from tests.transactions.notice_tables import codes, day, in_log, regulars, rows


def until(log: pd.DataFrame, days: int) -> pd.DataFrame:
    return log[log["day"] < day(days)]


def test_a_late_feed_is_noticed() -> None:
    log = regulars()
    assert in_log(until(log, 400), day(414)) == []
    (notice,) = in_log(until(log, 370), day(400))
    assert (notice.code, notice.count) == ("W_STALE", 30)


def test_a_shop_that_sells_once_a_month_is_not_late() -> None:
    log = rows(*((f"c{i}", day(30 * i), 5.0) for i in range(20)))
    assert in_log(log, day(30 * 19 + 35)) == []


def test_a_feed_that_runs_thin_at_the_end_is_noticed() -> None:
    log = regulars()
    late = (log["day"] >= day(372)) & (np.random.default_rng(1).random(len(log)) > 0.3)
    assert codes(in_log(log[~late], day(400))) == {"W_VOLUME_END"}


def test_a_drop_that_last_year_saw_too_is_none() -> None:
    log = regulars(400, 800)
    thin = np.random.default_rng(1).random(len(log)) > 0.3
    low = [log["day"].between(day(end - 28), day(end - 1)) for end in (436, 800)]
    assert codes(in_log(log[~(thin & low[1])], day(800))) == {"W_VOLUME_END"}
    assert "W_VOLUME_END" not in codes(in_log(log[~(thin & (low[0] | low[1]))], day(800)))


def test_a_cohort_that_nobody_joins_any_more_does_not_run_thin() -> None:
    births = rows(*((f"x{i}", day(i % 360), 5.0) for i in range(9000)))
    assert in_log(pd.concat([regulars(), births]), day(400)) == []


def test_a_missing_month_is_noticed() -> None:
    log = regulars()
    gone = log["day"].between(day(120), day(149))
    (notice,) = in_log(log[~gone])
    assert (notice.code, notice.count) == ("W_GAP", 30)
    assert str(day(120) + timedelta(days=30)) in notice.found


def test_a_quiet_shop_has_no_missing_month() -> None:
    assert in_log(rows(*((f"c{i}", day(20 * i), 5.0) for i in range(30)))) == []


def test_a_slow_beginning_is_no_gap() -> None:
    slow = rows(("x", day(0), 5.0), ("y", day(31), 5.0))
    busy = regulars().assign(day=lambda log: log["day"] + timedelta(days=70))
    assert in_log(pd.concat([slow, busy])) == []


def billed(day_of_month: int, months: range, customers: int = 40) -> pd.DataFrame:
    """A log that is billed on one day of each of these months of a year, counted on."""
    start = pd.Timestamp(2023, 1, 1)
    days = [start + pd.DateOffset(months=m) + pd.offsets.Day(day_of_month - 1) for m in months]
    return rows(*((f"B{j}", d.date(), 100.0 + j) for d in days for j in range(customers)))


@pytest.mark.parametrize("as_of", ["2024-08-02", "2024-08-20", "2024-09-01"])
@pytest.mark.parametrize("day_of_month", [1, 15, 28])
def test_months_that_are_billed_on_one_day_are_whole(day_of_month: int, as_of: str) -> None:
    log = billed(day_of_month, range(20))
    end = pd.Timestamp(as_of).date()
    assert in_log(log[log["day"] < end], end) == []


def test_quarters_that_are_billed_on_one_day_are_whole() -> None:
    log = billed(1, range(0, 25, 3), 300)
    for days in (1, 45, 89):
        assert in_log(log, log["day"].max() + timedelta(days=days)) == []


def test_a_month_that_was_not_billed_is_missing() -> None:
    log = billed(1, range(20))
    months = pd.to_datetime(log["day"]).dt.strftime("%Y-%m")
    assert codes(in_log(log[months != "2023-09"], log["day"].max() + timedelta(days=1))) == {
        "W_GAP"
    }
    assert codes(in_log(log, log["day"].max() + timedelta(days=60))) == {"W_STALE"}


def test_bills_among_a_few_daily_sales_do_not_run_thin() -> None:
    daily = rows(*((f"x{d % 40}", day(d), 5.0) for d in range(0, 610)))
    log = pd.concat([billed(1, range(1, 20)), daily])
    end = pd.Timestamp("2024-08-31").date()
    assert "W_VOLUME_END" not in codes(in_log(log[log["day"] < end], end))


@pytest.mark.parametrize(("days", "silent"), [(728, 30), (1460, 60), (2190, 90)])
def test_a_missing_end_is_noticed_however_long_the_log_is(days: int, silent: int) -> None:
    log = regulars(120, days)
    assert codes(in_log(until(log, days - silent), day(days))) == {"W_STALE"}
