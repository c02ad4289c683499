"""The list says when each report is made, how far it has come, and what is next."""

from pathlib import Path
from unittest.mock import MagicMock as Mock

import pytest
from click.testing import CliRunner

from clv.cli import main
from tests.cli.conftest import Pretended


def listed(now: str) -> list[str]:
    done = CliRunner().invoke(main, ["list", f"--now={now}"])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_list_says_what_is_next(project: Path, pretended: Pretended) -> None:
    CliRunner().invoke(main, ["report", "churn", "--as-of=2024-05-01"])
    assert listed("2024-05-15T00:00Z") == [
        "churn: Churn (报告)",
        "    every month from day 1, made at 06:00 (Europe/Berlin)",
        "    last good run: 2024-05-01",
        "    next: 2024-06-01, due 2024-06-01 06:00 CEST",
        "base: Base (报告)",
        "    every quarter from day 1, made at 05:00 (America/New_York)",
        "    last good run: none",
        "    next: 2024-04-01, due since 2024-04-01 05:00 EDT",
        "odd: Odd (报告)",
        "    by hand only",
        "    last good run: none",
        "    next: none",
    ]


def test_the_list_says_how_many_are_due_and_what_is_held(
    project: Path, pretended: Pretended
) -> None:
    for day in ("2024-06-01", "2024-05-01"):
        (project / "reports" / "churn" / ".held" / day).mkdir(parents=True)
    assert listed("2024-06-15T00:00Z")[3:5] == [
        "    next: 2024-05-01, due since 2024-05-01 06:00 CEST; 2 are due",
        "    held: 2024-05-01, 2024-06-01 (accept: clv report churn --as-of DAY --accept-alarms)",
    ]


def test_a_schedule_that_has_ended_has_no_next(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clv.cli.making.read_transactions", lambda *_, **__: Mock())
    CliRunner().invoke(main, ["run-due", "--now=2024-08-01"])
    assert listed("2024-08-01").count("    next: none") == 3
