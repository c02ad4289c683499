"""A log too short for a day of the schedule: the error says the edit that ends it."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.periods import Duration, Split
from clv.reporting.catalogue import Schedule
from clv.reporting.running import plan
from clv.reporting.running.plan import Run
from clv.reporting.schedules import periods
from tests.reporting.running.stub import project, run_of

MONTHLY = Schedule("month", 31, time(6), "Europe/Berlin", date(2024, 1, 31))


class Short:
    """A log, as far as its days are asked for."""

    first_day = date(2024, 1, 10)


def scheduled(root: Path, schedule: Schedule | None, as_of: str) -> Run:
    run = run_of(project(root, summary=["1"]), as_of=as_of)
    return replace(run, report=replace(run.report, schedule=schedule))


def refused(run: Run) -> str:
    with pytest.raises(InputError, match="E_CUT") as stopped:
        run.split(Short())  # type: ignore[arg-type]
    return str(stopped.value)


def test_a_day_of_the_schedule_is_told_the_first_that_can_be(tmp_path: Path) -> None:
    said = refused(scheduled(tmp_path, MONTHLY, "2024-02-29"))
    assert said.endswith(
        "the log starts on 2024-01-10; choose a later as_of or a shorter horizon; the schedule of "
        "stub can speak from 2024-03-31 at the earliest: let `first` in the catalogue be that day"
    )


def test_a_schedule_that_ends_too_early_is_told_that_as_well(tmp_path: Path) -> None:
    ending = replace(MONTHLY, last=date(2024, 2, 29))
    said = refused(scheduled(tmp_path, ending, "2024-02-29"))
    assert said.endswith("from 2024-03-31 at the earliest: let `first` in the catalogue be that "
                         "day, and `last` a later one")  # fmt: skip


@pytest.mark.parametrize("schedule", [None, MONTHLY, replace(MONTHLY, first=date(2024, 3, 31))])
def test_a_day_that_no_schedule_asks_for_is_told_nothing_of_one(
    tmp_path: Path, schedule: Schedule | None
) -> None:
    said = refused(scheduled(tmp_path, schedule, "2024-02-20"))
    assert said.endswith("; choose a later as_of or a shorter horizon")


@settings(max_examples=40)
@given(
    every=st.sampled_from([("day", 1), ("week", "mon"), ("month", 31), ("quarter", 31),
                           ("year", 29)]),
    start=st.dates(date(2000, 2, 28), date(2024, 3, 1)),
    behind=st.integers(-4000, 900),
    horizon=st.builds(Duration, st.integers(1, 150), st.sampled_from("DWM")),
)  # fmt: skip
def test_from_that_day_on_every_period_can_be_made_and_none_before(
    every: tuple[str, str | int], start: date, behind: int, horizon: Duration
) -> None:
    schedule = Schedule(*every, time(6), "UTC", start)
    if every[0] == "week":
        schedule = replace(schedule, first=start - timedelta(days=start.weekday()))
    elif every[0] != "day":
        schedule = replace(schedule, first=start.replace(day=28), on=28)
    first_day = schedule.first + timedelta(days=behind)
    first = plan._first_possible(schedule, horizon, first_day)
    for day in periods(schedule, first):
        possible = True
        try:
            Split(day, horizon, first_day)
        except InputError:
            possible = False
        assert possible == (day == first)
    later = periods(replace(schedule, first=first), first + timedelta(days=800))
    assert set(later) <= set(periods(schedule, later[-1]))


def test_the_general_remedy_stays_without_a_schedule() -> None:
    with pytest.raises(InputError, match=re.escape("shorter horizon") + "$"):
        Split(date(2024, 2, 29), Duration(8, "W"), Short.first_day)
