"""A run that was tampered with is found out; whole ones can be made again byte by byte."""

import json
import os
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from clv.cli import main
from clv.reporting.running import workshop
from clv.reporting.running.figures import unknown_figures
from clv.reporting.running.verify import verify
from tests.reporting.running.stub import DAY, pretend, project, run_stub


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(workshop, "execute", pretend)
    root = project(tmp_path, {"notebooks": ["one", "summary"]}, one=["1"], summary=["2"])
    run_stub(root, as_of="2024-06-24")
    run_stub(root)
    return root


@pytest.fixture
def place(root: Path) -> Path:
    return root / "reports" / "stub" / DAY


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def link(path: Path) -> None:
    """Lead to the same elsewhere."""
    path.rename(elsewhere := path.parents[3] / "elsewhere")
    path.symlink_to(elsewhere)


def test_a_whole_run_has_no_finding_and_neither_has_its_copy(place: Path, tmp_path: Path) -> None:
    assert verify(place) == []
    assert verify(copytree(place, tmp_path / "copy")) == []


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (lambda p: (p / "manifest.json").unlink(), "missing or cannot be read"),
        (lambda p: (p / "manifest.json").write_text("[]"), "missing or cannot be read"),
        (lambda p: change(p / "manifest.json", '"schema": 2', '"schema": 1'), "of another kind"),
        (lambda p: change(p / "manifest.json", "So it is", "So what"), "another manifest"),
        (lambda p: change(p / "results.json", "So it is", "So what"), "differ in headline"),
        (lambda p: change(p / "report.html", "<body", "<body "), "report.html is not what was"),
        (lambda p: change(p / "report.html", "</body>", "<script>1</script></body>"), "'<script'"),
        (lambda p: change(p / "report.html", "</body>", "<img src='//x/y'></body>"), "reach out"),
        (lambda p: change(p / "report.html", "default-src", "x-src"), "Content-Security-Policy"),
        (lambda p: (p / "customers.xlsx").unlink(), "customers.xlsx is missing"),
        (lambda p: (p / "customers.xlsx").write_bytes(b"PK"), "cannot be opened"),
        (lambda p: (p / "notes.txt").write_text("mine"), "notes.txt is not in the manifest"),
        (lambda p: (p / "more").mkdir(), "more is no file"),
        (lambda p: os.mkfifo(p / "more"), "more is no file"),
        (lambda p: link(p / "report.html"), "report.html is no file, as all that is published are"),
        (lambda p: link(p / "notebooks"), "notebooks is no file"),
        (lambda p: (p.parent / ".journal.jsonl").write_text(""), "does not know this run"),
    ],
)  # fmt: skip
def test_what_was_changed_is_found(place: Path, spoil: object, finding: str) -> None:
    assert callable(spoil)
    spoil(place)
    assert any(finding in line for line in verify(place)), verify(place)


@pytest.mark.parametrize("name", ["report.html", "results.json", "customers.parquet"])
def test_a_file_that_is_gone_is_one_finding(place: Path, name: str) -> None:
    (place / name).unlink()
    assert verify(place) == [f"{name} is missing"]


def test_results_that_are_damaged_are_one_finding(place: Path) -> None:
    (place / "results.json").write_text("[")
    assert verify(place) == ["results.json is not what was published: its digest differs"]


def test_a_number_that_the_results_do_not_know_is_found() -> None:
    page = (
        "<table><caption>Cells</caption><tr><th>cell</th><th>share</th></tr>"
        "<tr><th>12</th><td>4,321.1 (43% on 2024-07-01)</td></tr></table>"
    )
    assert unknown_figures(page, {"a": 4321.07, "b": [0.4296], "day": "2024-07-01"}) == set()
    assert unknown_figures(page, {"a": 4321.07}) == {"43", "2024-07-01"}
    assert unknown_figures(page, {"a": 4320.9, "day": "2024-07-01 43"}) == {"4,321.1"}


def test_small_money_is_known_by_its_two_digits() -> None:
    page = "<caption>C</caption><tr><th>a</th></tr><tr><th>x</th><td>0.00041</td></tr></table>"
    assert unknown_figures(page, {"a": 4.13e-4}) == set()
    assert unknown_figures(page, {"a": 4.23e-4}) == {"0.00041"}


def call(root: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.chdir(root)
    return CliRunner().invoke(main, ["verify", *options])


def test_a_run_is_made_again_with_the_runs_that_were_before_it(
    root: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads((place / "manifest.json").read_text())["previous"]
    done = call(root, monkeypatch, f"stub/{DAY}", "--again")
    assert (done.exit_code, done.stdout.endswith("is whole and can be made again\n")) == (0, True)


def test_what_cannot_be_made_again_is_named(
    root: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = (root / "log.csv").read_text().splitlines(keepends=True)
    (root / "log.csv").write_text("".join(log[:-1]))
    done = call(root, monkeypatch, str(place), "--again")
    assert done.exit_code == 3
    assert "manifest.json differs when made again" in done.stdout.splitlines()
    assert "results.json differs" not in done.stdout


def test_findings_end_in_an_error_and_a_run_that_is_not_there_does(
    root: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "report.html").unlink()
    done = call(root, monkeypatch, f"stub/{DAY}")
    assert done.exit_code == 3
    assert done.stdout == "report.html is missing\n"
    assert "E_VERIFY: 1 finding in " in done.stderr
    assert call(root, monkeypatch, "stub/1999-01-01").exit_code == 3
