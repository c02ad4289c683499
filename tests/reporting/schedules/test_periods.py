"""Every period comes once and in order; each is due at one moment that the zone's clocks show."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.reporting.catalogue import Schedule
from clv.reporting.schedules import due_at, in_words, periods
from tests.reporting.schedules.made import schedule, schedules

LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}


@given(schedules(), st.integers(0, 3000))
@settings(max_examples=60)
def test_every_period_comes_exactly_once(plan: Schedule, days: int) -> None:
    until = plan.first + timedelta(days=days)
    found = periods(plan, until)
    assert found[0] == plan.first
    assert found[-1] <= until < found[-1] + timedelta(days=LONGEST[plan.every])
    for before, after in pairwise(found):
        assert SHORTEST[plan.every] <= (after - before).days <= LONGEST[plan.every]
    months = [day.year * 12 + day.month for day in found]
    if plan.every in ("month", "quarter", "year"):
        step = {"month": 1, "quarter": 3, "year": 12}[plan.every]
        assert months == list(range(months[0], months[-1] + 1, step))


@given(schedules(), st.integers(0, 3000), st.integers(0, 3000))
@settings(max_examples=60)
def test_more_time_adds_periods_and_changes_none(plan: Schedule, some: int, more: int) -> None:
    early = periods(plan, plan.first + timedelta(days=some))
    late = periods(plan, plan.first + timedelta(days=some + more))
    assert late[: len(early)] == early


@given(schedules(), st.integers(-10, 3000))
@settings(max_examples=60)
def test_nothing_comes_before_the_first_or_after_the_last(plan: Schedule, days: int) -> None:
    last = plan.first + timedelta(days=400)
    ended = Schedule(**{**vars(plan), "last": last})
    found = periods(ended, plan.first + timedelta(days=days))
    assert all(plan.first <= day <= last for day in found)
    assert found == [d for d in periods(plan, plan.first + timedelta(days=days)) if d <= last]


@given(schedules())
@settings(max_examples=40)
def test_what_is_due_is_due_in_order_at_times_that_exist(plan: Schedule) -> None:
    found = periods(plan, plan.first + timedelta(days=1500))
    moments = [due_at(plan, as_of).astimezone(UTC) for as_of in found]
    assert moments == sorted(moments)
    zone = ZoneInfo(plan.time_zone)
    for as_of, moment in zip(found, moments, strict=True):
        local, day = moment.astimezone(zone), as_of + timedelta(days=plan.wait_days)
        assert local.second == local.microsecond == 0
        # Not later than wished, but where clocks skip: by an hour, in Samoa once by a day.
        assert (local.date(), local.time()) == (day, plan.at) or (
            timedelta(0) < local.replace(tzinfo=None) - _wished(plan, day) <= timedelta(days=1)
        )


def _wished(plan: Schedule, day: date) -> datetime:
    return datetime.combine(day, plan.at)


@pytest.mark.parametrize(
    ("plan", "until", "days"),
    [
        (schedule("month", 31, "2024-01-31"), "2024-04-30", "01-31 02-29 03-31 04-30"),
        (schedule("month", 30, "2023-01-30"), "2023-03-31", "01-30 02-28 03-30"),
        (schedule("month", 1, "2024-11-01"), "2025-02-01", "11-01 12-01 01-01 02-01"),
        (schedule("quarter", 1, "2024-01-01"), "2024-12-31", "01-01 04-01 07-01 10-01"),
        (schedule("quarter", 31, "2024-11-30"), "2025-08-31", "11-30 02-28 05-31 08-31"),
        (schedule("year", 29, "2024-02-29"), "2028-02-29", "02-29 02-28 02-28 02-28 02-29"),
        (schedule("week", "mon", "2024-02-26"), "2024-03-11", "02-26 03-04 03-11"),
        (schedule("day", 1, "2024-02-28"), "2024-03-01", "02-28 02-29 03-01"),
        (schedule("day", 1, "2024-02-28"), "2024-02-27", ""),
        (schedule("day", 1, "2024-02-28", last=date(2024, 2, 28)), "2024-03-27", "02-28"),
    ],
)
def test_month_ends_leap_days_and_quarters(plan: Schedule, until: str, days: str) -> None:
    found = periods(plan, date.fromisoformat(until))
    assert [f"{day:%m-%d}" for day in found] == days.split()


@pytest.mark.parametrize(
    ("zone", "at", "day", "moment"),
    [
        ("Europe/Berlin", "02:30", "2024-03-31", "2024-03-31 03:00:00+02:00"),
        ("Europe/Berlin", "02:00", "2024-03-31", "2024-03-31 03:00:00+02:00"),
        ("Europe/Berlin", "03:00", "2024-03-31", "2024-03-31 03:00:00+02:00"),
        ("Europe/Berlin", "02:30", "2024-10-27", "2024-10-27 02:30:00+02:00"),
        ("America/New_York", "02:15", "2024-03-10", "2024-03-10 03:00:00-04:00"),
        ("America/New_York", "01:30", "2024-11-03", "2024-11-03 01:30:00-04:00"),
        ("Australia/Lord_Howe", "02:10", "2024-10-06", "2024-10-06 02:30:00+11:00"),
        ("Asia/Shanghai", "02:30", "2024-03-31", "2024-03-31 02:30:00+08:00"),
        ("Asia/Kathmandu", "06:00", "2024-03-31", "2024-03-31 06:00:00+05:45"),
        ("Pacific/Apia", "06:00", "2011-12-30", "2011-12-31 00:00:00+14:00"),
        ("America/Sao_Paulo", "00:00", "2018-11-04", "2018-11-04 01:00:00-02:00"),
    ],
)
def test_a_time_that_is_skipped_moves_on_and_one_that_comes_twice_is_the_first(
    zone: str, at: str, day: str, moment: str
) -> None:
    plan = schedule("day", 1, "2000-01-01", at, time_zone=zone)
    assert str(due_at(plan, date.fromisoformat(day))) == moment


def test_waiting_days_are_those_of_the_calendar() -> None:
    plan = schedule("month", 1, "2024-03-01", wait_days=31)
    assert str(due_at(plan, date(2024, 3, 1))) == "2024-04-01 06:00:00+02:00"


def test_a_schedule_is_said_in_words() -> None:
    assert in_words(None) == "by hand only"
    assert in_words(schedule("day", 1, "2024-01-01")) == (
        "every day, made at 06:00 (Europe/Berlin)"
    )
    assert in_words(schedule("quarter", 2, "2024-01-02", wait_days=1)) == (
        "every quarter from day 2, made 1 day later at 06:00 (Europe/Berlin)"
    )
