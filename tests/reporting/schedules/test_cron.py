"""A crontab's line hits every moment at which the report is due, and runs the command whole."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from clv.errors import InputError
from clv.reporting.catalogue import Schedule
from clv.reporting.schedules import Start, due_at, entry, periods
from clv.reporting.schedules.cron import cron_times
from clv.reporting.schedules.moments import moments
from tests.reporting.schedules.made import report, schedule, schedules

FIELDS = (range(60), range(24), range(1, 32), range(1, 13), range(7))


def start(folder: Path, plan: Schedule | None = None) -> Start:
    told = report(plan or schedule("month", 1, "2024-01-01"))
    return Start(told, folder / "bin" / "clv", folder / "project", folder / "reports")


def crontab(plan: Schedule) -> list[str]:
    text = entry(start(Path("/opt"), plan), "cron")
    return [line for line in text.splitlines() if re.match("[0-9]", line)]


def hits(line: str, moment: datetime) -> bool:
    """Whether a line of a crontab starts its command in a minute."""
    wanted = (moment.minute, moment.hour, moment.day, moment.month, (moment.weekday() + 1) % 7)
    fields = line.split()[:5]
    for field, allowed in zip(fields, FIELDS, strict=True):
        assert field == "*" or {int(n) for n in field.split(",")} <= set(allowed)
    # A day of the month and one of the week would be two ways in, not two conditions.
    assert "*" in (fields[2], fields[4])
    parts = zip(fields, wanted, strict=True)
    return all(field == "*" or str(value) in field.split(",") for field, value in parts)


@given(schedules())
@settings(max_examples=12)
def test_every_moment_is_hit_at_its_minute(plan: Schedule) -> None:
    lines = crontab(plan)
    for as_of in periods(plan, plan.first + timedelta(days=1200)):
        assert any(hits(line, due_at(plan, as_of)) for line in lines)


@pytest.mark.parametrize(
    ("plan", "times"),
    [
        (schedule("day", 1, "2024-01-01"), ["0 6 * * *"]),
        (schedule("week", "mon", "2024-01-01"), ["0 6 * * 1"]),
        (schedule("week", "sun", "2024-01-07"), ["0 6 * * 0"]),
        (schedule("week", "sun", "2024-01-07", wait_days=2), ["0 6 * * 2"]),
        (schedule("month", 1, "2024-01-01"), ["0 6 1 * *"]),
        (schedule("month", 1, "2024-01-01", wait_days=2), ["0 6 3 * *"]),
        (schedule("month", 31, "2024-01-31"), ["0 6 28,29,30,31 * *"]),
        (schedule("month", 31, "2024-01-31", wait_days=1), ["0 6 1 * *"]),
        (schedule("month", 30, "2024-01-30", wait_days=3), ["0 6 2,3 * *"]),
        (schedule("quarter", 1, "2024-01-01"), ["0 6 1 1,4,7,10 *"]),
        (schedule("quarter", 15, "2024-02-15"), ["0 6 15 2,5,8,11 *"]),
        (schedule("year", 29, "2024-02-29"), ["0 6 28,29 2 *"]),
        (schedule("year", 1, "2024-12-01", wait_days=31), ["0 6 1 1 *"]),
        (schedule("week", "sun", "2024-01-07", "02:30"), ["30 2 * * 0", "0 3 * * 0"]),
        (schedule("day", 1, "2024-01-01", "02:30", time_zone="Asia/Shanghai"), ["30 2 * * *"]),
    ],
)
def test_days_are_exact_or_a_few_candidates(plan: Schedule, times: list[str]) -> None:
    assert list(cron_times(moments(plan))) == times


def test_the_zone_stands_before_the_lines() -> None:
    text = entry(start(Path("/opt"), schedule("day", 1, "2024-01-01")), "cron")
    *told, zone, line = text.splitlines()
    assert all(each.startswith("# ") for each in told)
    assert zone == "CRON_TZ=Europe/Berlin"
    assert "Debian" in text
    assert line == (
        "0 6 * * * mkdir -p /opt/reports && cd /opt/project && /opt/bin/clv run-due churn "
        "--output /opt/reports >> /opt/reports/.churn.log 2>&1"
    )
    assert text.endswith("\n")


def as_cron_runs(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line as cron does: a ``%`` ends the command unless it is escaped."""
    command = line.split(None, 5)[5]
    before = re.split(r"(?<!\\)%", command)[0].replace(r"\%", "%")
    return subprocess.run(["/bin/sh", "-c", before], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name",
    ["plain", "two words", "it's", '"quoted"', "$HOME", "`id`", "100%", "a%%b", "a;b", "客户"],
)
def test_any_path_reaches_the_command_whole(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    for part in ("bin", "project"):
        (folder / part).mkdir(parents=True)
    stub = folder / "bin" / "clv"
    stub.write_text("#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\nexit 4\n")
    stub.chmod(0o755)
    line = entry(start(folder), "cron").splitlines()[-1]
    done = as_cron_runs(line)
    assert (done.returncode, done.stdout, done.stderr) == (4, "", "")
    said = (folder / "reports" / ".churn.log").read_text().splitlines()
    assert said == [
        str(folder / "project"),
        "run-due",
        "churn",
        "--output",
        str(folder / "reports"),
    ]


@pytest.mark.parametrize("name", ["two\nlines", "end ", "end\\", "bell\a"])
def test_a_path_that_no_timer_can_hold_is_refused(name: str) -> None:
    plan = report(schedule("day", 1, "2024-01-01"))
    for paths in ((name, "p", "r"), ("c", name, "r"), ("c", "p", name)):
        with pytest.raises(InputError, match="no timer can hold the path"):
            Start(plan, *(Path("/", path) for path in paths))


@pytest.mark.parametrize("kind", ["cron", "systemd", "airflow"])
def test_a_report_made_by_hand_has_no_entry(kind: str) -> None:
    by_hand = Start(report(None), Path("/clv"), Path("/p"), Path("/r"))
    with pytest.raises(InputError, match="E_SCHEDULE: churn is made by hand only"):
        entry(by_hand, kind)


def test_an_unknown_timer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is cron, systemd, airflow"):
        entry(start(tmp_path), "at")
