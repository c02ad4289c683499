from datetime import date

import pandas as pd
import pytest

from tests.transactions.notice_tables import codes, day, in_log, regulars, rows


@pytest.mark.parametrize("early", [date(1999, 5, 1), date(2002, 1, 1)])
def test_a_purchase_years_before_all_others_is_noticed(early: date) -> None:
    log = pd.concat([regulars(), rows(("x", early, 5.0))])
    (notice,) = in_log(log)
    assert (notice.code, notice.count) == ("W_LONE_START", 1)
    assert f"--start {day(0)}" in notice.remedy


def test_two_early_dates_are_left_out_together() -> None:
    log = pd.concat([regulars(), rows(("x", date(1999, 5, 1), 5.0), ("y", date(2008, 1, 1), 5.0))])
    (notice,) = in_log(log)
    assert (notice.code, notice.count) == ("W_LONE_START", 2)


def test_an_early_date_hides_neither_a_missing_end_nor_a_cut_beginning() -> None:
    old = rows(*((f"o{i}", day(d), 5.0) for i in range(300) for d in range(i % 30, 600, 30)))
    new = rows(*((f"n{i}", day(2 * i), 5.0) for i in range(300)))
    log = pd.concat([old, new, rows(("x", date(2002, 1, 1), 5.0))])
    assert codes(in_log(log, day(640))) == {"W_LONE_START", "W_LEFT_TRUNCATED", "W_STALE"}


def test_a_slow_beginning_and_a_quiet_shop_have_no_lone_start() -> None:
    slow = rows(*((f"x{i}", day(30 * i), 5.0) for i in range(3)))
    busy = regulars().assign(day=lambda log: [d + (day(150) - day(0)) for d in log["day"]])
    assert "W_LONE_START" not in codes(in_log(pd.concat([slow, busy])))
    assert in_log(rows(*((f"c{i}", day(100 * i), 5.0) for i in range(12)))) == []
