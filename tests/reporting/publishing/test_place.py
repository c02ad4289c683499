"""Publishing is all or nothing; the last good report survives."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from clv.errors import RunError
from clv.reporting.publishing import keep_failed, locked, publish, scratch_folder

AS_OF = date(1998, 7, 1)


def finished(home: Path, text: str) -> Path:
    scratch = scratch_folder(home)
    (scratch / "report.html").write_text(text)
    return scratch


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "customer_base"
    folder.mkdir()
    return folder


def test_a_published_run_is_found_under_its_day(home: Path) -> None:
    place = publish(finished(home, "one"), home, AS_OF)
    assert place == home / "1998-07-01"
    assert (place / "report.html").read_text() == "one"


def test_a_rerun_replaces_the_old_run_and_leaves_no_rest(home: Path) -> None:
    publish(finished(home, "one"), home, AS_OF)
    publish(finished(home, "two"), home, AS_OF)
    assert (home / "1998-07-01" / "report.html").read_text() == "two"
    assert len(list((home / ".runs").iterdir())) == 1
    assert not (home / ".scratch").exists()


@pytest.mark.parametrize("call", ["rename", "symlink_to", "replace"])
def test_a_failure_at_any_step_leaves_the_last_good_report(
    home: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    publish(finished(home, "one"), home, AS_OF)
    scratch = finished(home, "two")

    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(Path, call, broken)
        with pytest.raises(OSError, match="disk full"):
            publish(scratch, home, AS_OF)
    assert (home / "1998-07-01" / "report.html").read_text() == "one"
    publish(finished(home, "three"), home, AS_OF)
    assert (home / "1998-07-01" / "report.html").read_text() == "three"


def test_a_folder_of_somebody_else_is_not_overwritten(home: Path) -> None:
    (home / "1998-07-01").mkdir()
    with pytest.raises(RunError, match="a folder that no run has made"):
        publish(finished(home, "one"), home, AS_OF)


def test_two_runs_at_once_are_refused_and_the_lock_is_freed(home: Path) -> None:
    with locked(home), pytest.raises(RunError, match="under way"), locked(home):
        pass
    with locked(home):
        pass


def test_what_a_killed_run_left_does_not_enter_the_next_one(home: Path) -> None:
    (scratch_folder(home) / "rest").write_text("of a killed run")
    assert list(scratch_folder(home).iterdir()) == []


def test_a_failed_run_is_kept_aside_and_replaced_by_the_next_failure(home: Path) -> None:
    for text in ("one", "two"):
        place = keep_failed(finished(home, text), home, AS_OF, {"sentence": text})
        assert json.loads((place / "failure.json").read_text()) == {"sentence": text}
    assert not (home / "1998-07-01").exists()


def test_a_folder_that_cannot_be_written_is_a_clear_error(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(RunError, match="choose another --output"), locked(home):
        pass
