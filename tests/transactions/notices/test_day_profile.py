from datetime import date

import numpy as np

from clv.transactions.notices.day_profile import DayProfile, day_profile
from tests.transactions.notice_tables import day, laid, rows


def test_days_are_counted_with_births_and_what_they_led_to() -> None:
    log = rows(("a", day(0), 5), ("a", day(2), 0), ("a", day(2), 0), ("b", day(2), 1))
    profile = day_profile(laid(log), day(0), day(4))
    assert profile.volume.tolist() == [1, 0, 2, 0]
    assert profile.free.tolist() == [0, 0, 1, 0]
    assert profile.births.tolist() == [1, 0, 1, 0]
    assert profile.bought.tolist() == [2, 0, 1, 0]


def test_days_know_their_place_in_month_and_week() -> None:
    profile = DayProfile(date(2023, 12, 30), *np.zeros((4, 800), dtype=np.int64))
    days = [profile.day(n) for n in range(800)]
    assert profile.days.tolist() == [d.day for d in days]
    assert profile.weekday.tolist() == [d.weekday() for d in days]
    assert profile.month.tolist() == [(d.year - 1970) * 12 + d.month - 1 for d in days]
