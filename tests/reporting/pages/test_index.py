"""The list of runs shows every published report, newest first."""

from pathlib import Path

from clv.reporting.pages.index import published, write_index
from clv.reporting.results import dump_json


def manifest(name: str, as_of: str) -> dict[str, object]:
    tile = {"label": "customers", "value": "<b>7</b>", "note": "a count"}
    return {
        "report": name, "as_of": as_of, "title": {"en": "Customers"}, "log": {"source": "a.csv"},
        "headline": {"tiles": [tile], "verdict": "No clear difference.", "clear": False},
    }  # fmt: skip


def test_published_runs_are_listed_newest_first_and_others_are_not(tmp_path: Path) -> None:
    for place, as_of in (
        ("base/1998-01-01", "1998-01-01"),
        ("base/1998-07-01", "1998-07-01"),
        ("base/.failed/1998-08-01", "1998-08-01"),
        ("base/.runs/1998-07-01.1", "1998-07-01"),
    ):
        (tmp_path / place).mkdir(parents=True)
        dump_json(tmp_path / place / "manifest.json", manifest("base", as_of))
        (tmp_path / place / "report.html").write_text("")
    assert [run["place"] for run in published(tmp_path)] == ["base/1998-07-01", "base/1998-01-01"]
    html = write_index(tmp_path).read_text(encoding="utf-8")
    assert html.index("base/1998-07-01/report.html") < html.index("base/1998-01-01/report.html")
    assert "&lt;b&gt;7&lt;/b&gt;" in html
    assert "<script" not in html


def test_no_reports_is_said_in_words(tmp_path: Path) -> None:
    assert "No report has been published yet." in write_index(tmp_path).read_text(encoding="utf-8")


def test_a_damaged_manifest_does_not_hide_the_others(tmp_path: Path) -> None:
    for as_of, text in (("1998-01-01", "{}"), ("1998-02-01", "{"), ("1998-03-01", "[1]")):
        (tmp_path / "base" / as_of).mkdir(parents=True)
        (tmp_path / "base" / as_of / "manifest.json").write_text(text)
    (tmp_path / "base" / "1998-07-01").mkdir()
    whole = manifest("base", "1998-07-01")
    dump_json(tmp_path / "base" / "1998-07-01" / "manifest.json", whole)
    assert [run["as_of"] for run in published(tmp_path)] == ["1998-07-01"]
