"""The journals and manifests are read together; what is damaged is left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from clv.reporting.pages.history import histories
from clv.reporting.pages.index import write_index
from clv.reporting.publishing.journal import append_journal


def headline(number: Any, **more: Any) -> dict[str, Any]:
    tile = {"label": "customers", "value": str(number), "note": "", "key": "customers"}
    return {"tiles": [tile | {"number": number} | more], "verdict": "", "clear": False}


def entry(as_of: str, status: str = "good", **more: Any) -> dict[str, Any]:
    return {"as_of": as_of, "status": status, "code": "", "sentence": ""} | more


def publish(home: Path, as_of: str, number: float, **more: Any) -> None:
    (home / as_of).mkdir(parents=True)
    manifest = {
        "report": home.name, "as_of": as_of, "title": {"en": "Customers"},
        "log": {"source": "a.csv"}, "headline": headline(number),
    }  # fmt: skip
    (home / as_of / "manifest.json").write_text(json.dumps(manifest | more), encoding="utf-8")
    (home / as_of / "report.html").write_text("")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "base"
    publish(home, "1998-07-01", 9)
    append_journal(home, entry("1998-05-01", headline=headline(5, lower=4, upper=6)))
    append_journal(home, entry("1998-06-01", "failed", code="E_DISK", sentence="no <room>"))
    append_journal(home, entry("1998-07-01", headline=headline(9)))
    return home


def test_a_run_that_retention_removed_keeps_its_point(home: Path) -> None:
    (found,) = histories(home.parent)
    points = found.points["customers"]
    assert [(str(p.as_of), p.value, p.lower, p.upper) for p in points] == [
        ("1998-05-01", 5, 4, 6),
        ("1998-07-01", 9, None, None),
    ]
    assert found.gone == 1
    assert [run.as_of for run in found.shown] == ["1998-07-01", "1998-06-01"]


def test_the_last_word_about_a_day_counts(home: Path) -> None:
    append_journal(home, entry("1998-06-01"))
    append_journal(home, entry("1998-07-01", "failed", code="E_DISK", sentence="no room"))
    (found,) = histories(home.parent)
    assert [run.status for run in found.runs] == ["failed", "good", "good"]
    assert found.runs[0].place == "base/1998-07-01"
    assert [p.value for p in found.points["customers"]] == [5, 9]


def test_failed_and_held_runs_are_told_with_their_reason(home: Path) -> None:
    append_journal(home, entry("1998-08-01", "held", code="E_HELD", sentence="two red alarms"))
    html = write_index(home.parent).read_text(encoding="utf-8")
    for text in (
        "The run for 1998-08-01 is held back",
        "E_HELD: two red alarms",
        "E_DISK: no &lt;room&gt;",
        "first 5 (1998-05-01), last 9 (1998-07-01)",
    ):
        assert text in html


def test_a_report_that_only_ever_failed_is_on_the_list(tmp_path: Path) -> None:
    (tmp_path / "watch").mkdir()
    append_journal(tmp_path / "watch", entry("1998-08-01", "failed", code="E_FIT"))
    html = write_index(tmp_path).read_text(encoding="utf-8")
    assert "Nothing has been published yet." in html
    assert "E_FIT" in html


@pytest.mark.parametrize("colour", ["red", "amber"])
def test_an_alarm_marks_the_report(tmp_path: Path, colour: str) -> None:
    drift = {"alarms": [{"name": "stale_days", "colour": colour, "sentence": "old"}]}
    publish(tmp_path / "base", "1998-07-01", 9, drift=drift)
    html = write_index(tmp_path).read_text(encoding="utf-8")
    assert f"The newest report carries a {colour} alarm." in html


@pytest.mark.parametrize(
    "line",
    ["", "{", "[1]", "null", '{"as_of": 7, "status": "good"}', '{"as_of": "x", "status": "good"}',
     '{"as_of": "1998-09-01", "status": "gone"}', '{"as_of": ["1998-09-01"], "status": "good"}',
     '{"as_of": "1998-09-01", "status": ["good"]}',
     '{"as_of": "1998-07-01", "status": "good", "headline": {"tiles": [{"label": 3}]}}',
     '{"as_of": "1998-07-01", "status": "good", "headline": {"tiles": 3}}'],
)  # fmt: skip
def test_a_damaged_line_changes_nothing(home: Path, line: str) -> None:
    before = write_index(home.parent).read_bytes()
    with (home / ".journal.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert write_index(home.parent).read_bytes() == before


@pytest.mark.parametrize("number", [None, "7", True, float("nan"), float("inf"), 10**400, [7]])
def test_what_is_no_number_has_no_point(tmp_path: Path, number: Any) -> None:
    publish(tmp_path / "base", "1998-07-01", 9)
    file = tmp_path / "base" / ".journal.jsonl"
    file.write_text(json.dumps(entry("1998-06-01", headline=headline(number))) + "\n")
    (found,) = histories(tmp_path)
    assert [p.value for p in found.points["customers"]] == [9]


@pytest.mark.parametrize(
    "more",
    [{"title": "x"}, {"title": {}}, {"log": None}, {"headline": {"tiles": [{}]}}, {"report": 3},
     {"drift": 3}, {"drift": {"alarms": [{}]}}, {"drift": {"alarms": 3}}],
)  # fmt: skip
def test_a_damaged_manifest_does_not_hide_the_others(home: Path, more: dict[str, Any]) -> None:
    publish(home.parent / "other", "1999-01-01", 9, **more)
    assert [found.name for found in histories(home.parent)] == ["base"]
    write_index(home.parent)


def test_a_manifest_without_a_bottom_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "2024-07-01"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("[" * 200_000)
    assert histories(tmp_path) == []
    assert write_index(tmp_path).is_file()
