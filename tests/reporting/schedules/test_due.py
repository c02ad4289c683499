"""What is due is what is not done: neither published, nor held, nor gone with time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.reporting.catalogue import Retention, Schedule
from clv.reporting.publishing import (
    append_journal,
    forget,
    publish,
    published_days,
    scratch_folder,
)
from clv.reporting.schedules import due, due_at, next_period, periods
from tests.reporting.schedules.made import report, schedule, schedules

MONTHLY = report(schedule("month", 1, "2024-01-01"))
APRIL = datetime(2024, 4, 15, tzinfo=UTC)
DAYS = [date(2024, month, 1) for month in (1, 2, 3, 4)]


def publish_one(home: Path, as_of: date) -> None:
    home.mkdir(exist_ok=True)
    scratch = scratch_folder(home)
    (scratch / "manifest.json").write_text("{}")
    publish(scratch, home, as_of)
    append_journal(home, {"as_of": as_of, "status": "good"})


def test_everything_is_due_where_nothing_was_done(tmp_path: Path) -> None:
    assert due(MONTHLY, tmp_path / "churn", APRIL) == DAYS


def test_what_is_published_is_done(tmp_path: Path) -> None:
    for as_of in (DAYS[0], DAYS[2]):
        publish_one(tmp_path, as_of)
    assert due(MONTHLY, tmp_path, APRIL) == [DAYS[1], DAYS[3]]


def test_a_link_that_leads_nowhere_is_not_done(tmp_path: Path) -> None:
    publish_one(tmp_path, DAYS[3])
    (tmp_path / "2024-02-01").symlink_to(".runs/2024-02-01.1")
    (tmp_path / "2024-03-01").mkdir()
    assert due(MONTHLY, tmp_path, APRIL) == DAYS[:3]


@pytest.mark.parametrize(
    ("statuses", "is_due"),
    [
        (["held"], False), (["failed"], True), (["held", "failed"], True),
        (["failed", "held"], False), (["good"], False), (["good", "failed"], False),
    ],
)  # fmt: skip
def test_a_held_run_waits_for_somebody_and_a_failed_one_for_the_next_start(
    tmp_path: Path, statuses: list[str], is_due: bool
) -> None:
    for status in statuses:
        append_journal(tmp_path, {"as_of": DAYS[1], "status": status})
    assert (DAYS[1] in due(MONTHLY, tmp_path, APRIL)) == is_due


def test_what_retention_has_removed_does_not_come_back(tmp_path: Path) -> None:
    append_journal(tmp_path, {"as_of": DAYS[0], "status": "good"})
    publish_one(tmp_path, DAYS[1])
    publish_one(tmp_path, DAYS[2])
    assert due(MONTHLY, tmp_path, APRIL) == [DAYS[3]]


def test_an_old_day_made_again_by_hand_makes_nothing_due_that_retention_has_removed(
    tmp_path: Path,
) -> None:
    for as_of in DAYS:
        publish_one(tmp_path, as_of)
    forget(tmp_path, Retention(good=1))
    publish_one(tmp_path, DAYS[0])
    assert published_days(tmp_path) == [DAYS[0], DAYS[3]]
    assert due(MONTHLY, tmp_path, APRIL) == []


def test_a_journal_of_rubbish_makes_nothing_done(tmp_path: Path) -> None:
    (tmp_path / ".journal.jsonl").write_text('{"as_of": "soon", "status": "held"}\nno line\n[]\n')
    assert due(MONTHLY, tmp_path, APRIL) == DAYS


def test_a_report_made_by_hand_is_never_due(tmp_path: Path) -> None:
    assert due(report(None), tmp_path, APRIL) == []
    assert next_period(report(None), tmp_path, APRIL) is None


def test_a_moment_without_a_zone_is_of_the_schedules_zone(tmp_path: Path) -> None:
    early, late = datetime(2024, 1, 1, 5, 59), datetime(2024, 1, 1, 6)
    assert due(MONTHLY, tmp_path, early) == []
    assert due(MONTHLY, tmp_path, late) == DAYS[:1]
    assert due(MONTHLY, tmp_path, datetime(2024, 1, 1, 5, tzinfo=UTC)) == DAYS[:1]


def test_the_hour_that_comes_twice_is_told_apart(tmp_path: Path) -> None:
    plan = report(schedule("day", 1, "2024-10-27", "02:30"))
    first = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert due(plan, tmp_path, first - timedelta(minutes=1)) == []
    assert due(plan, tmp_path, first) == [date(2024, 10, 27)]


def test_the_next_period_is_the_first_that_is_not_done(tmp_path: Path) -> None:
    publish_one(tmp_path, DAYS[0])
    overdue = next_period(MONTHLY, tmp_path, APRIL)
    assert overdue is not None
    assert (overdue.as_of, str(overdue.due)) == (DAYS[1], "2024-02-01 06:00:00+01:00")
    early = next_period(MONTHLY, tmp_path / "other", datetime(1990, 1, 1, tzinfo=UTC))
    assert early is not None
    assert early.as_of == DAYS[0]
    ended = report(schedule("month", 1, "2024-01-01", last=DAYS[0]))
    assert next_period(ended, tmp_path, APRIL) is None


@given(schedules(), st.integers(0, 400_000))
@settings(max_examples=40)
def test_exactly_what_has_come_due_is_due(plan: Schedule, minutes: int) -> None:
    now = due_at(plan, plan.first).astimezone(UTC) + timedelta(minutes=minutes)
    found = due(report(plan), Path("nowhere"), now)
    every = periods(plan, now.date() + timedelta(days=2))
    assert found == [as_of for as_of in every if due_at(plan, as_of).astimezone(UTC) <= now]
    assert found[0] == plan.first
