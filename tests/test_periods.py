import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.periods import (
    DAYS_PER_UNIT,
    Duration,
    Split,
    Window,
    discount_force,
    parse_day,
    parse_duration,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
DURATIONS = st.builds(Duration, st.integers(1, 400), st.sampled_from("DWM"))


@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        ("39w", 273, "39 weeks"),
        ("1D", 1, "1 day"),
        ("12m", 365, "12 months"),
        (" 1m ", 30, "1 month"),
    ],
)
def test_a_duration_is_a_number_and_a_letter(text: str, days: int, words: str) -> None:
    assert (parse_duration(text).days, parse_duration(text).words) == (days, words)


@pytest.mark.parametrize(
    "text", ["", "39", "w39", "0w", "-3w", "3.5w", "3y", "9999w", "3 w", "３w x"]
)
def test_any_other_duration_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="E_DURATION"):
        parse_duration(text)


@given(DURATIONS)
def test_a_duration_is_written_as_it_is_read(duration: Duration) -> None:
    assume(duration.days <= 36_525)
    assert parse_duration(str(duration)) == duration


@given(DURATIONS, st.sampled_from("DWM"))
def test_a_duration_is_as_long_in_every_unit(duration: Duration, unit: str) -> None:
    assert duration.to(unit) * DAYS_PER_UNIT[unit] == pytest.approx(duration.days)


def test_a_day_is_read_from_iso_or_taken_from_a_date() -> None:
    day = date(1998, 7, 1)
    assert parse_day(" 1998-07-01 ") == parse_day(day) == parse_day(datetime(1998, 7, 1, 9)) == day


@pytest.mark.parametrize("text", ["1998-7-1", "01/07/1998", "1998-02-30", "19980701", "today", ""])
def test_any_other_day_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="E_DAY"):
        parse_day(text)


def test_a_window_holds_at_least_a_day() -> None:
    day = date(2024, 2, 28)
    assert Window(day, day + timedelta(days=2)).days == 2
    assert str(Window(day, date(2024, 3, 1))) == "[2024-02-28, 2024-03-01)"
    with pytest.raises(InputError, match="E_WINDOW"):
        Window(day, day)


@given(DAYS, st.integers(1, 3000), DURATIONS)
def test_a_split_keeps_learning_before_the_cut_and_judging_after_it(
    first: date, span: int, horizon: Duration
) -> None:
    assume(span >= 14)
    split = Split(first + timedelta(days=span + horizon.days), horizon, first)
    assert split.cut - split.first_day == timedelta(days=span)
    assert split.holdout.days == horizon.days
    assert split.training.end == split.cut == split.holdout.start
    assert split.holdout.end == split.as_of
    assert first < split.training_cut < split.cut
    assert split.training_horizon_days == min(horizon.days, span // 2)


def test_a_split_with_less_than_two_weeks_of_history_is_refused() -> None:
    Split(date(2024, 2, 1), Duration(17, "D"), date(2024, 1, 1))
    with pytest.raises(InputError, match="E_CUT: the cut 2024-01-14"):
        Split(date(2024, 2, 1), Duration(18, "D"), date(2024, 1, 1))


@pytest.mark.parametrize("unit", ["D", "W", "M"])
def test_money_due_in_a_year_is_worth_one_over_one_plus_the_rate(unit: str) -> None:
    units = 365.25 / DAYS_PER_UNIT[unit]
    assert math.exp(-discount_force(0.1, unit) * units) == pytest.approx(1 / 1.1)


def test_without_discount_no_unit_is_needed() -> None:
    assert discount_force(0.0, None) == 0
    assert discount_force(0, "W") == 0


@pytest.mark.parametrize("rate", [-1e-9, math.nan, math.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(InputError, match="E_RATE"):
        discount_force(rate, "W")


@pytest.mark.parametrize("unit", [None, "Y"])
def test_discounting_without_a_unit_is_refused(unit: str | None) -> None:
    with pytest.raises(InputError, match="E_UNIT"):
        discount_force(0.1, unit)
