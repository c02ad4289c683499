"""What is kept is what the catalogue says, and the last good report always."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from clv.errors import RunError
from clv.reporting.catalogue import Retention
from clv.reporting.publishing import (
    append_journal,
    forget,
    keep_failed,
    keep_held,
    locked,
    publish,
    published_days,
    read_journal,
    release,
    scratch_folder,
)

DAYS = [date(1998, month, 1) for month in (3, 4, 5, 6)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "stub"
    folder.mkdir()
    for day in DAYS:
        publish(finished(folder, str(day)), folder, day)
    return folder


def finished(home: Path, text: str) -> Path:
    scratch = scratch_folder(home)
    (scratch / "report.html").write_text(text)
    return scratch


def test_the_newest_good_days_are_kept_and_nothing_of_older_ones(home: Path) -> None:
    forget(home, Retention(good=2))
    assert published_days(home) == DAYS[2:]
    runs = sorted(run.name for run in (home / ".runs").iterdir())
    assert runs == ["1998-05-01.1", "1998-06-01.1"]


@pytest.mark.parametrize("good", [0, 1, -3])
def test_the_last_good_report_is_never_removed(home: Path, good: int) -> None:
    forget(home, Retention(good=good))
    assert published_days(home) == [DAYS[-1]]
    assert (home / "1998-06-01" / "report.html").read_text() == "1998-06-01"


def test_a_day_that_was_just_caught_up_is_spared(home: Path) -> None:
    forget(home, Retention(good=2), spare=DAYS[0])
    assert published_days(home) == [DAYS[0], *DAYS[2:]]


def test_a_link_goes_before_the_folder_that_it_leads_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            forget(home, Retention(good=2))
    assert published_days(home) == DAYS[2:]
    assert all(link.exists() for link in home.glob("[0-9]*"))
    forget(home, Retention(good=2))
    assert len(list((home / ".runs").iterdir())) == 2


def test_what_nobody_has_published_is_left_alone(home: Path) -> None:
    (home / "1998-01-01").mkdir()
    (home / "notes.txt").write_text("mine")
    forget(home, Retention(good=1))
    assert (home / "1998-01-01").is_dir()
    assert (home / "notes.txt").exists()


def test_remains_of_failures_and_held_runs_are_kept_as_many_as_said(home: Path) -> None:
    for day in DAYS:
        keep_failed(finished(home, "x"), home, day)
        keep_held(finished(home, "x"), home, day)
    forget(home, Retention(failed=2))
    for kind in (".failed", ".held"):
        assert sorted(p.name for p in (home / kind).iterdir()) == ["1998-05-01", "1998-06-01"]


def test_a_failure_keeps_its_notebooks_and_its_reason_and_nothing_large(home: Path) -> None:
    scratch = finished(home, "half a page")
    (scratch / "notebooks").mkdir()
    (scratch / "log").mkdir()
    place = keep_failed(scratch, home, DAYS[0], {"code": "E_NOTEBOOK", "stage": "x"})
    assert sorted(path.name for path in place.iterdir()) == ["failure.json", "notebooks"]
    assert json.loads((place / "failure.json").read_text())["stage"] == "x"


def test_what_was_held_is_replaced_and_goes_with_what_has_failed_when_it_is_published(
    home: Path,
) -> None:
    for text in ("one", "two"):
        place = keep_held(finished(home, text), home, DAYS[0])
        assert (place / "report.html").read_text() == text
    assert (home / "1998-03-01" / "report.html").read_text() == "1998-03-01"
    failed = keep_failed(finished(home, "half"), home, DAYS[0])
    release(home, DAYS[0])
    assert not place.exists()
    assert not failed.exists()


def test_who_holds_the_lock_is_told(home: Path) -> None:
    told = rf"\(process {os.getpid()}, since .* UTC\)"
    with locked(home), pytest.raises(RunError, match=told), locked(home):
        pass
    (home / ".lock").write_text("no owner stands here")
    with locked(home):
        (home / ".lock").write_text('{"pid": 1, "boot": "of another machine", "since": "then"}')
        with pytest.raises(RunError, match="on another machine, since then"), locked(home):
            pass
        (home / ".lock").write_text("[")
        with pytest.raises(RunError, match="is under way; wait"), locked(home):
            pass


def test_a_line_that_was_cut_off_does_not_spoil_the_next_one(home: Path) -> None:
    good = {"as_of": DAYS[0], "status": "good"}
    append_journal(home, good)
    with (home / ".journal.jsonl").open("a") as file:
        file.write('{"as_of": "1998-04-01", "sta')
    append_journal(home, good | {"as_of": DAYS[2]})
    assert [entry["as_of"] for entry in read_journal(home)] == ["1998-03-01", "1998-05-01"]


def test_a_line_that_does_not_fit_on_the_disk_is_an_error(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda file, content: len(content) // 2)
    with pytest.raises(OSError, match="No space left"):
        append_journal(home, {"as_of": DAYS[0], "status": "good"})


def test_where_the_last_step_of_publishing_fails_the_run_is_still_there_to_be_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    scratch = finished(home, "new")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            publish(scratch, home, DAYS[0])
    assert (scratch / "report.html").read_text() == "new"
    assert (home / "1998-03-01" / "report.html").read_text() == "1998-03-01"
    (home / ".runs" / "1998-03-01.old").mkdir()
    publish(scratch, home, DAYS[0])
    assert (home / "1998-03-01" / "report.html").read_text() == "new"


def test_a_file_of_somebody_else_is_not_overwritten(home: Path) -> None:
    (home / "1999-01-01").write_text("mine")
    with pytest.raises(RunError, match="a file that no run has made"):
        publish(finished(home, "one"), home, date(1999, 1, 1))
    assert (home / "1999-01-01").read_text() == "mine"
