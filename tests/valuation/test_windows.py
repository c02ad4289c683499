from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.periods import Duration, parse_duration
from clv.valuation import periods_ahead

durations = st.builds(Duration, st.integers(1, 60), st.sampled_from("DWM"))
days = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(days, durations, durations)
def test_periods_follow_each_other_and_make_the_horizon(
    start: date, horizon: Duration, period: Duration
) -> None:
    if period.days > horizon.days or horizon.days / period.days > 110:
        return
    parts = periods_ahead(start, horizon, period)
    assert parts[0].start == start
    assert parts[-1].end == start + timedelta(days=horizon.days)
    assert all(one.end == next_one.start for one, next_one in pairwise(parts))


def test_39_weeks_from_july_are_nine_months_the_last_one_cut_off() -> None:
    parts = periods_ahead(date(1998, 7, 1), parse_duration("39w"), parse_duration("1m"))
    assert [part.start.day for part in parts] == [1] * 9
    assert parts[-1].end == date(1999, 3, 31)


def test_three_periods_of_13_weeks_make_39_weeks() -> None:
    parts = periods_ahead(date(1998, 7, 1), parse_duration("39w"), parse_duration("13w"))
    assert [part.days for part in parts] == [91, 91, 91]


@pytest.mark.parametrize(("horizon", "period"), [("4w", "5w"), ("39w", "1d")])
def test_a_period_too_long_or_too_short_is_refused(horizon: str, period: str) -> None:
    with pytest.raises(InputError, match="E_PERIOD"):
        periods_ahead(date(1998, 7, 1), parse_duration(horizon), parse_duration(period))
