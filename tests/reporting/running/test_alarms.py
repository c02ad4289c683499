"""A red alarm holds a run back or lets it go with its banner, as the catalogue says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clv.reporting.drift import Alarm, Drift
from clv.reporting.results import EarlierRun
from clv.reporting.running import job, workshop
from clv.reporting.running.run import Outcome
from clv.reporting.running.verify import verify
from tests.reporting.running.stub import DAY, files, journal, pretend, project, run_stub

RED = Drift(date(2024, 6, 1), (Alarm("stale_days", "red", 40.0, 7.0, 30.0, "It is stale."),))
GREEN = Drift(None, ())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that holds what is red back, with a good report of the day."""
    monkeypatch.setattr(workshop, "execute", pretend)
    root = project(
        tmp_path, {"on_red": "hold", "notebooks": ["one", "summary"]}, one=["1"], summary=["2"]
    )
    run_stub(root)
    return root


def judged(monkeypatch: pytest.MonkeyPatch, drift: Drift) -> None:
    monkeypatch.setattr(job, "judge_drift", lambda *_: drift)


def held(root: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    judged(monkeypatch, RED)
    return run_stub(root)


def test_a_red_run_is_held_and_the_last_good_report_stays(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(root / "reports" / "stub" / DAY)
    outcome = held(root, monkeypatch)
    assert (outcome.status, outcome.place.parent.name) == ("held", ".held")
    assert files(root / "reports" / "stub" / DAY) == before
    assert "It is stale." in (outcome.place / "report.html").read_text(encoding="utf-8")
    last = journal(root)[-1]
    assert (last["status"], last["code"], last["sentence"]) == ("held", "E_HELD", "It is stale.")
    assert verify(outcome.place) == []


def test_a_held_run_is_published_with_its_banner_when_accepted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = held(root, monkeypatch).place
    outcome = run_stub(root, how={"accept": True})
    assert (outcome.status, outcome.reused) == ("good", 2)
    assert not waiting.exists()
    assert "It is stale." in (outcome.place / "report.html").read_text(encoding="utf-8")


def test_a_held_run_is_gone_when_the_alarm_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = held(root, monkeypatch).place
    judged(monkeypatch, GREEN)
    assert run_stub(root).status == "good"
    assert not waiting.exists()


def test_where_the_catalogue_wants_a_banner_nothing_is_held(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(root, {"on_red": "banner", "notebooks": ["one", "summary"]})
    assert held(root, monkeypatch).status == "good"


def test_a_held_run_is_not_what_later_runs_are_compared_with(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(monkeypatch, RED)
    run_stub(root, as_of="2024-07-08")
    seen = []

    def judge(report: object, found: object, last: EarlierRun) -> Drift:
        seen.append(str(last.as_of))
        return GREEN

    monkeypatch.setattr(job, "judge_drift", judge)
    run_stub(root, as_of="2024-07-15")
    assert set(seen) == {DAY}


STALE = {"stale_days": {"amber": 7, "red": 30}}


def test_what_the_only_notebook_finds_is_watched_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(source: Path, target: Path, said: Any, folder: Path, mark: str) -> None:
        pretend(source, target, said, folder, mark)
        path = folder / "results" / "summary" / "numbers.json"
        fresh = {"freshness": {"last_day": "2024-04-30", "as_of": DAY}}
        path.write_text(json.dumps(json.loads(path.read_text()) | fresh))

    monkeypatch.setattr(workshop, "execute", found)
    project(root, {"on_red": "hold", "notebooks": ["summary"], "alarms": STALE}, summary=["3"])
    outcome = run_stub(root)
    assert (outcome.status, outcome.drift.alarms[0].value) == ("held", 62)
    assert verify(outcome.place) == []


def test_an_alarm_that_cannot_ring_is_told_at_each_run(root: Path) -> None:
    both = {**STALE, "set_aside_change": {"amber": 0.1}}
    project(root, {"on_red": "hold", "notebooks": ["one", "summary"], "alarms": both})
    for as_of, names in (("2024-06-24", ["stale_days"]), ("2024-07-08", list(both))):
        said: list[str] = []
        assert run_stub(root, said.append, as_of=as_of).status == "good"
        lines = [line for line in said if line.startswith("W_ALARM: ")]
        assert [line.split()[1] for line in lines] == names
        assert "of stub cannot ring. Not measured: the results hold no usable freshness" in lines[0]
