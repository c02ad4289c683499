"""The units are such as systemd takes, and its calendar names the moments that are due."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clv.reporting.catalogue import Schedule
from clv.reporting.schedules import Start, due_at, entry, periods
from clv.reporting.schedules.moments import moments
from clv.reporting.schedules.systemd import calendar_times
from tests.reporting.schedules.made import report, schedule

ANALYZE = shutil.which("systemd-analyze")
with_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")


def units(folder: Path, start: Start) -> dict[str, str]:
    """Split the text as it says itself, and put each unit into a folder."""
    parts = re.split(r"^# /etc/systemd/system/(\S+)\n", entry(start, "systemd"), flags=re.M)[1:]
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    for name, text in found.items():
        (folder / name).write_text(text)
    return found


def stub(folder: Path) -> Start:
    for part in ("bin", "project"):
        (folder / part).mkdir(parents=True)
    (folder / "bin" / "clv").write_text("#!/bin/sh\n")
    (folder / "bin" / "clv").chmod(0o755)
    told = report(schedule("week", "mon", "2024-01-01", time_zone="America/New_York"))
    return Start(told, folder / "bin" / "clv", folder / "project", folder / "reports")


def test_the_units_say_when_where_and_how_much(tmp_path: Path) -> None:
    start = stub(tmp_path / "a b%c")
    found = units(tmp_path, start)
    assert list(found) == ["clv-churn.service", "clv-churn.timer"]
    shown = str(tmp_path / "a b%c").replace("%", "%%")
    service, timer = found.values()
    for line in (
        "Type=oneshot",
        f"WorkingDirectory={shown}/project",
        f'ExecStart=:"{shown}/bin/clv" "run-due" "churn" "--output" "{shown}/reports"',
        "SuccessExitStatus=75",
        "TimeoutStartSec=1200",
        "MemoryMax=900M",
    ):
        assert f"\n{line}\n" in service
    for line in ("OnCalendar=Mon *-*-* 06:00:00 America/New_York", "Persistent=true"):
        assert f"\n{line}\n" in timer


@with_systemd
@pytest.mark.parametrize("name", ["plain", "two words", "it's", '"q"', "$HOME", "100%", "back\\s"])
def test_systemd_takes_the_units(tmp_path: Path, name: str) -> None:
    start = stub(tmp_path / name)
    paths = [str(tmp_path / unit) for unit in units(tmp_path, start)]
    done = subprocess.run(
        ["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def elapses(times: str, since: datetime, count: int) -> list[datetime]:
    """The next moments, as systemd sees them."""
    base = f"{since:%Y-%m-%d %H:%M:%S} UTC"
    done = subprocess.run(
        ["systemd-analyze", "calendar", f"--iterations={count}", f"--base-time={base}", times],
        capture_output=True, text=True, check=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    found = re.findall(r"(?:Next elapse|Iter\. #\d+|\(in UTC\)): \w{3} (\S+ \S+) UTC", done.stdout)
    return [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in found]


@with_systemd
@pytest.mark.parametrize(
    "plan",
    [
        schedule("day", 1, "2024-03-20", "02:30", last=date(2024, 4, 10)),
        schedule("week", "sun", "2024-01-07", "06:00", wait_days=2),
        schedule("week", "sun", "2024-01-07", "02:30", time_zone="America/New_York"),
        schedule("month", 31, "2024-01-31", time_zone="Asia/Kathmandu"),
        schedule("quarter", 30, "2024-02-29", wait_days=3, time_zone="Pacific/Apia"),
        schedule("year", 29, "2024-02-29"),
    ],
)
def test_its_calendar_holds_every_moment_that_is_due(plan: Schedule) -> None:
    since = due_at(plan, plan.first).astimezone(UTC) - timedelta(days=1)
    named: set[datetime] = set()
    for times in calendar_times(moments(plan), plan.time_zone):
        named |= set(elapses(times, since, 130 if plan.every == "month" else 60))
    due = [due_at(plan, as_of).astimezone(UTC) for as_of in periods(plan, date(2024, 12, 31))]
    assert due
    assert set(due) <= named
