from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.transactions.notice_tables import codes, day, in_log, regulars


def swapped(log: pd.DataFrame) -> pd.DataFrame:
    """Take days for months wherever that makes a date."""
    days = [d.replace(month=d.day, day=d.month) if d.day <= 12 else d for d in log["day"]]
    return log.assign(day=days)


def thinned(log: pd.DataFrame, share: list[float], part: str) -> pd.DataFrame:
    places = pd.to_datetime(log["day"]).dt
    chance = np.random.default_rng(1).random(len(log))
    kept = chance < np.array(share)[getattr(places, part).to_numpy()]
    return pd.DataFrame(log[kept])


WEEK = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.4]
YEAR = [0.0, 0.4, 0.4, 0.5, 0.6, 0.7, 0.7, 0.6, 0.5, 0.6, 0.7, 0.9, 1.0]


def test_swapped_dates_flatten_the_week() -> None:
    log = thinned(regulars(1000, 729), WEEK, "day_of_week")
    assert in_log(log) == []
    (notice,) = in_log(swapped(log))
    assert notice.code == "W_DAY_MONTH"
    assert "of the week" in notice.found


def test_swapped_dates_make_days_like_months() -> None:
    log = thinned(regulars(1000, 729), YEAR, "month")
    assert in_log(log) == []
    (notice,) = in_log(swapped(log))
    assert notice.code == "W_DAY_MONTH"
    assert "months of the year" in notice.found


def test_swapped_dates_of_a_quarter_leave_months_without_later_days() -> None:
    log = regulars(1000, 85)
    moved = swapped(log)
    notices = in_log(moved, date(2024, 1, 1))
    assert "W_DAY_MONTH" in codes(notices)
    assert "W_DAY_MONTH" not in codes(in_log(log))


@pytest.mark.parametrize("paydays", [(1,), (1, 15), (5, 10, 25), (28,)])
def test_paydays_are_no_swapped_dates(paydays: tuple[int, ...]) -> None:
    share = [1.0 if n in paydays else 0.3 for n in range(32)]
    log = thinned(thinned(regulars(1000, 729), share, "day"), YEAR, "month")
    assert "W_DAY_MONTH" not in codes(in_log(log))


def test_a_shop_that_bills_on_the_first_only_has_no_swapped_dates() -> None:
    log = regulars(400, 729)
    firsts = [d.replace(day=1) for d in log["day"]]
    assert "W_DAY_MONTH" not in codes(in_log(log.assign(day=firsts), day(740)))
