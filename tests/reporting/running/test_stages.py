"""Stages start when they can, see what they are declared to read, and are reused if unchanged."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from clv.errors import RunError
from clv.reporting.catalogue import Limits, Stage
from clv.reporting.running import keys, stages, workshop
from clv.reporting.running.kept import Kept
from clv.reporting.running.watch import Watch
from tests.reporting.running.stub import DAY, files, journal, pretend, project, run_stub

DECLARES = "store: str = 'results'\nlanguage: str = 'en'\nearlier: str = ''\nsince: str = ''\n"
CHAIN = [{"notebook": "one"}, {"notebook": "two", "after": ["one"]}, "three", "summary"]
ALL_FOUR: dict[str, Any] = {"one": ["1"], "two": ["2"], "three": ["3"], "summary": ["4"]}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notebooks that were executed, in the order in which they ended."""
    order: list[str] = []

    def execute(source: Path, *rest: Any) -> None:
        pretend(source, *rest)
        order.append(source.stem)

    monkeypatch.setattr(workshop, "execute", execute)
    return order


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {"notebooks": CHAIN}, **ALL_FOUR)


def results(root: Path) -> dict[str, Any]:
    home = root / "reports" / "stub" / DAY
    return dict(json.loads((home / "results.json").read_text(encoding="utf-8")))


def test_a_stage_starts_after_those_it_reads_and_the_page_last(root: Path, made: list[str]) -> None:
    run_stub(root)
    assert sorted(made) == sorted(ALL_FOUR)
    assert made.index("one") < made.index("two")
    assert made[-1] == "summary"


def test_a_stage_finds_what_it_is_declared_to_read_and_nothing_else(
    root: Path, made: list[str]
) -> None:
    run_stub(root)
    found = results(root)
    assert found["one"]["read"] == found["three"]["read"] == []
    assert found["two"]["read"] == ["one"]
    assert found["summary"]["read"] == ["drift", "one", "three", "two"]


def test_a_reused_run_gives_the_same_bytes(root: Path, made: list[str]) -> None:
    first = run_stub(root)
    before = files(first.place)
    again = run_stub(root)
    assert (first.reused, again.reused, len(made)) == (0, 4, 4)
    assert files(again.place) == before
    fresh = run_stub(root, how={"fresh": True})
    assert (fresh.reused, len(made)) == (0, 8)
    assert files(fresh.place) == before


def test_lines_say_how_long_a_stage_took_or_that_it_was_reused(root: Path, made: list[str]) -> None:
    lines: list[str] = []
    run_stub(root, lines.append)
    assert sorted(line.partition(": ")[0] for line in lines[:4]) == sorted(made)
    run_stub(root, lines.append)
    assert sorted(lines[-5:-1]) == sorted(f"{stem}: reused" for stem in ALL_FOUR)
    assert "4 reused" in lines[-1]


def test_what_comes_after_a_changed_notebook_is_made_anew_and_nothing_else(
    root: Path, made: list[str]
) -> None:
    run_stub(root)
    made.clear()
    project(root, {"notebooks": CHAIN}, **{**ALL_FOUR, "one": ["1 + 1"]})
    assert run_stub(root).reused == 1
    assert made == ["one", "two", "summary"]


def test_other_code_libraries_data_or_parameters_are_other_stages(
    root: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_stub(root)
    for name in ("_code", "versions"):
        with monkeypatch.context() as patch:
            patch.setattr(keys, name, lambda: {"other": "1"})
            assert run_stub(root).reused == 0, name
    log = (root / "log.csv").read_text().splitlines(keepends=True)
    (root / "log.csv").write_text("".join(log[:-1]))
    assert run_stub(root).reused == 0
    assert run_stub(root, how={"language": "zh"}).reused == 4, "no notebook declares a language"
    assert run_stub(root, as_of="2024-06-24").reused == 0


def test_the_language_makes_anew_only_what_declares_it(tmp_path: Path, made: list[str]) -> None:
    project(tmp_path, one=["1"])
    root = project(tmp_path, {"notebooks": ["one", "summary"]}, DECLARES, summary=["4"])
    run_stub(root)
    made.clear()
    assert run_stub(root, how={"language": "zh"}).reused == 1
    assert made == ["summary"]
    assert results(root)["summary"]["said"]["language"] == "zh"


def test_a_stage_is_told_of_earlier_runs_and_made_anew_when_they_change(
    tmp_path: Path, made: list[str]
) -> None:
    project(tmp_path, one=["1"])
    root = project(tmp_path, {"notebooks": ["one", "summary"]}, DECLARES, summary=["4"])
    run_stub(root, as_of="2024-06-24")
    run_stub(root)
    assert results(root)["summary"]["said"] == {
        "store": "results", "language": "en", "earlier": "earlier", "since": "2024-06-24",
    }  # fmt: skip
    made.clear()
    assert run_stub(root).reused == 2
    run_stub(root, as_of="2024-06-17")
    made.clear()
    run_stub(root)
    assert made == ["summary"]


def test_a_damaged_earlier_run_is_not_compared_with(tmp_path: Path, made: list[str]) -> None:
    root = project(tmp_path, {"notebooks": ["one", "summary"]}, DECLARES, one=["1"], summary=["4"])
    place = run_stub(root, as_of="2024-06-24").place
    (place / "results.json").write_text("{}")
    run_stub(root)
    assert results(root)["summary"]["said"]["since"] == ""
    assert json.loads((root / f"reports/stub/{DAY}/manifest.json").read_text())["previous"] == []


@pytest.mark.parametrize("how", ["rots", "is cut", "loses a file", "is moved", "has no sums"])
def test_a_kept_stage_that_is_not_whole_is_made_anew(root: Path, made: list[str], how: str) -> None:
    before = files(run_stub(root).place)
    for place in (root / "reports" / ".stages").glob("[!.]*"):
        numbers = place / "numbers.json"
        if how == "rots":
            numbers.write_bytes(numbers.read_bytes().replace(b"read", b"reaD"))
        elif how == "is cut":
            numbers.write_bytes(numbers.read_bytes()[:-5])
        elif how == "loses a file":
            numbers.unlink()
        elif how == "is moved":
            place.rename(place.with_name(place.name[::-1]))
            place.with_name(place.name[::-1]).rename(place.with_name(f"{place.name[:-2]}00"))
        else:
            (place / "sums.json").unlink()
    again = run_stub(root)
    assert (again.reused, files(again.place)) == (0, before)
    assert run_stub(root).reused == 4


def test_least_recently_used_stages_are_removed_beyond_the_limits(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    for number in range(5):
        kept.put(f"k{number}", {"numbers.json": bytes(1000)})
        os.utime(tmp_path / f"k{number}", (number, number))
    (tmp_path / ".k9.123").mkdir()
    assert kept.find("k0") == {"numbers.json": bytes(1000)}
    kept.prune(stages=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["k0", "k3", "k4"]
    kept.prune(size=2500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["k0", "k4"]


def test_a_stage_that_takes_a_secret_is_never_kept(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUB_TOKEN", "a-long-token")
    entry = {"parameters": ["as_of", "horizon", "token"], "notebooks": ["one", "summary"]}
    project(tmp_path, one=["1"])
    root = project(tmp_path, entry, "store: str = ''\ntoken: str = ''\n", summary=["4"])
    run_stub(root)
    assert run_stub(root).reused == 1
    assert made == ["one", "summary", "summary"]


def test_a_file_is_known_by_its_content_and_told_without_its_path(
    tmp_path: Path, made: list[str]
) -> None:
    entry = {"parameters": ["as_of", "horizon", "people"], "notebooks": ["summary"]}
    root = project(tmp_path, entry, "store: str = ''\npeople: str = ''\n", summary=["4"])
    for folder in ("a", "b"):
        (root / folder).mkdir()
        (root / folder / "people.csv").write_text("customer_id,salesperson\n")
    first = files(run_stub(root, people=str(root / "a" / "people.csv")).place)
    again = run_stub(root, people=str(root / "b" / "people.csv"))
    assert (again.reused, files(again.place)) == (1, first)
    assert results(root)["summary"]["said"]["people"] == "files/people.csv"
    assert not any(str(root).encode() in content for content in first.values())
    (root / "b" / "people.csv").write_text("customer_id,salesperson\n7,Ann\n")
    assert run_stub(root, people=str(root / "b" / "people.csv")).reused == 0


def test_stages_that_wait_for_each_other_are_an_error_and_not_a_run_without_end(
    tmp_path: Path, made: list[str]
) -> None:
    root = project(tmp_path, {"notebooks": ["one", "summary"]}, one=["1"], summary=["4"])
    run_stub(root)
    waiting = Stage("one", ("two",))
    place = workshop.Workshop(root, Path, {}, {}, Kept(root), Watch("no process", Limits()))
    with pytest.raises(RunError, match="one"):
        stages.make_stages(place, (waiting,), {}, print)
    assert journal(root)[-1]["status"] == "good"
