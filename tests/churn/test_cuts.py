from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.churn import lesson_cuts, slice_cuts
from clv.errors import InputError
from clv.periods import Duration, Split

FIRST = date(1997, 1, 1)


def test_the_latest_lesson_is_that_of_the_three_days() -> None:
    split = Split(date(1998, 7, 1), Duration(39, "W"), FIRST)
    found = lesson_cuts(FIRST, split.cut, split.horizon.days)
    assert found.horizon_days == split.training_horizon_days
    assert found.days[-1] == split.training_cut
    assert slice_cuts(FIRST, split.as_of, split.horizon.days).days[-1] == split.cut


@given(st.integers(40, 1500), st.integers(7, 400), st.integers(1, 6))
def test_windows_of_lessons_end_in_time_and_history_lies_before_them(
    length: int, horizon: int, most: int
) -> None:
    until = FIRST + timedelta(days=length)
    found = lesson_cuts(FIRST, until, horizon, most)
    assert 1 <= len(found.days) <= most
    assert list(found.days) == sorted(set(found.days))
    assert found.horizon_days <= horizon
    for cut in found.days:
        assert cut + timedelta(days=found.horizon_days) <= until
        assert (cut - FIRST).days >= 14


@given(st.integers(40, 1500), st.integers(7, 400))
def test_slices_keep_the_horizon_and_do_not_overlap(length: int, horizon: int) -> None:
    as_of = FIRST + timedelta(days=length)
    if length - horizon < 14:
        with pytest.raises(InputError, match="E_CUT"):
            slice_cuts(FIRST, as_of, horizon)
        return
    found = slice_cuts(FIRST, as_of, horizon)
    ends = [cut + timedelta(days=horizon) for cut in found.days]
    assert found.horizon_days == horizon
    assert ends[-1] == as_of
    assert all(end <= cut for end, cut in zip(ends, found.days[1:], strict=False))


def test_a_horizon_beyond_the_calendar_is_refused_like_any_that_is_too_long() -> None:
    with pytest.raises(InputError, match="E_CUT"):
        slice_cuts(FIRST, "1998-07-01", 10**9)


def test_a_log_too_short_says_how_long_it_would_have_to_be() -> None:
    with pytest.raises(InputError, match=r"E_CUT: the log starts on 1997-01-01; .* 14 days"):
        lesson_cuts(FIRST, "1997-01-20", 90)


@pytest.mark.parametrize(("most", "step"), [(0, None), (2, 0)])
def test_no_cut_or_no_step_is_refused(most: int, step: int | None) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        lesson_cuts(FIRST, "1998-01-01", 90, most, step)
