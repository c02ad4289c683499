from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.transactions.notice_tables import codes, day, in_log, regulars


def thinned(log: pd.DataFrame, share: dict[int, float]) -> pd.DataFrame:
    """Leave each calendar month its share of the rows."""
    month = pd.to_datetime(log["day"]).dt.month
    chance = np.random.default_rng(3).random(len(log))
    return log[chance < month.map(share).fillna(1.0)]


def test_a_month_of_which_little_is_left_is_noticed() -> None:
    (notice,) = in_log(thinned(regulars(400), {7: 0.2}))
    assert notice.code == "W_MONTH_THIN"
    assert notice.found.startswith("2023-07 holds 2")


def test_a_month_that_is_thin_every_year_is_a_custom() -> None:
    assert in_log(thinned(regulars(400, 800), {7: 0.2})) == []


def test_half_a_month_is_no_fault() -> None:
    assert in_log(thinned(regulars(400), {7: 0.5})) == []


CHRISTMAS = dict.fromkeys(range(1, 11), 0.4)


def test_a_strong_end_of_the_year_is_noticed_once_it_is_seen() -> None:
    log = thinned(regulars(800, 800), CHRISTMAS)
    first = in_log(log[log["day"] < date(2024, 3, 1)], date(2024, 3, 1))
    assert [n.code for n in first] == ["W_SEASONAL"]
    assert "2023-11 to 2023-12" in first[0].found
    assert "no second year" in first[0].found
    both = in_log(log[log["day"] < date(2025, 3, 1)], date(2025, 3, 1))
    assert ["as in every year" in n.found for n in both if n.code == "W_SEASONAL"] == [True]


def test_a_strong_end_of_the_year_at_the_end_of_the_log_is_noticed() -> None:
    log = thinned(regulars(800, 800), CHRISTMAS)
    assert "W_SEASONAL" in codes(in_log(log[log["day"] < date(2024, 1, 1)], date(2024, 1, 1)))


def test_a_summer_is_a_season_too() -> None:
    winter = {month: 0.4 for month in range(1, 13) if month not in (6, 7, 8)}
    (notice,) = in_log(thinned(regulars(800, 600), winter))
    assert "2023-06 to 2023-08" in notice.found


def test_a_peak_that_does_not_come_back_is_no_season() -> None:
    log = regulars(800, 800)
    promotion = log["day"].between(date(2023, 5, 1), date(2023, 5, 31))
    kept = promotion | (np.random.default_rng(1).random(len(log)) < 0.4)
    assert "W_SEASONAL" not in codes(in_log(log[kept]))


@pytest.mark.parametrize("days", [20, 45, 75])
def test_a_log_of_few_months_has_no_season(days: int) -> None:
    assert in_log(regulars(400, days, every=3)) == []


def test_growth_is_no_season() -> None:
    rng = np.random.default_rng(5)
    log = regulars(2000, 365)
    age = (pd.to_datetime(log["day"]) - pd.Timestamp(day(0))).dt.days
    kept = rng.random(len(log)) < np.exp((age - 365) / 120)
    assert "W_SEASONAL" not in codes(in_log(log[kept]))
