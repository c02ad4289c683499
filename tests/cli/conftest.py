"""What the tests of commands about reports share: a small project, and a run that only pretends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from clv.errors import ClvError, RunError
from clv.reporting.drift import Alarm, Drift
from clv.reporting.publishing import append_journal, locked, publish, scratch_folder
from clv.reporting.running.run import Outcome, Run
from clv.transactions import Transactions

CATALOGUE: dict[str, Any] = {
    "parameters": {
        "transactions": {"type": "source", "help": "the log"},
        "as_of": {"type": "day", "help": "the day"},
        "horizon": {"type": "duration", "help": "how far", "default": "26w"},
        "hours": {"type": "number", "help": "to share", "unit": "hours a month", "default": 9,
                  "minimum": 1},
        "staff": {"type": "file", "help": "a list", "default": ""},
    },
    "reports": {
        name: {
            "title": {"en": name.capitalize(), "zh": "报告"},
            "question": {"en": "Who?", "zh": "谁？"},
            "source": {"transactions": "shop.csv", "map":
                       "customer_id=client,date=bought_on,amount=total"},
            "notebooks": ["analysis/one", {"notebook": "analysis/two", "after": ["one"]},
                          "reports/page"],
            "parameters": ["as_of", "horizon", "hours", "staff"],
            "sheets": {"Customers": "customers"},
            "schedule": said,
            "alarms": {"stale_days": {"amber": 7, "red": 30}},
        }
        for name, said in {
            "churn": {"every": "month", "on": 1, "at": "06:00", "time_zone": "Europe/Berlin",
                      "first": date(2024, 5, 1), "last": date(2024, 7, 1)},
            "base": {"every": "quarter", "on": 1, "at": "05:00", "time_zone": "America/New_York",
                     "first": date(2024, 4, 1), "last": date(2024, 7, 1)},
            "odd": None,
        }.items()
    },
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a log and three reports, two of them with a schedule; we stand in it."""
    root = tmp_path / "project"
    for name in ("analysis/one", "analysis/two", "reports/page"):
        path = root / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (root / "reports").mkdir()
    text = yaml.safe_dump(CATALOGUE, allow_unicode=True, sort_keys=False)
    (root / "reports" / "catalogue.yml").write_text(text, encoding="utf-8")
    shop = Path(__file__).parents[2] / "data" / "samples" / "shop.csv"
    (root / "shop.csv").write_bytes(shop.read_bytes())
    monkeypatch.chdir(root)
    return root


@dataclass
class Pretended:
    """Runs that were asked for, and what is to become of them."""

    runs: list[Run] = field(default_factory=list)
    logs: list[Transactions] = field(default_factory=list)
    fails: dict[tuple[str, str], Exception] = field(default_factory=dict)
    holds: set[tuple[str, str]] = field(default_factory=set)

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(run.report.name, str(run.parameters["as_of"])) for run in self.runs]

    def __call__(self, run: Run, log: Transactions) -> Outcome:
        self.runs.append(run)
        self.logs.append(log)
        as_of: date = run.parameters["as_of"]
        key = (run.report.name, str(as_of))
        if key in self.fails:
            raise self.fails[key]
        with locked(run.home):
            if key in self.holds and not run.accept:
                append_journal(run.home, {"as_of": as_of, "status": "held"})
                alarm = Alarm("stale_days", "red", 40, 7, 30, "The log ends 40 days early.")
                place = run.home / ".held" / str(as_of)
                return Outcome(place, "held", Drift(None, (alarm,)), 1.0, 0)
            scratch = scratch_folder(run.home)
            (scratch / "manifest.json").write_text("{}")
            place = publish(scratch, run.home, as_of)
            append_journal(run.home, {"as_of": as_of, "status": "good"})
        return Outcome(place, "good", Drift(None, ()), 1.0, 0)


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """Stand in for runs, which have tests of their own."""
    stand_in = Pretended()
    monkeypatch.setattr("clv.cli.making.run_report", stand_in)
    return stand_in


@pytest.fixture
def failure() -> Callable[[str], ClvError]:
    return lambda code: RunError(code, "it stopped", "try again")
