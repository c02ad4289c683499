"""A run that fails before it has begun leaves one line, and nothing hides why it failed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clv.errors import ClvError, InputError, RunError
from clv.reporting.publishing import append_journal, locked, read_journal
from clv.reporting.running import run as run_module
from clv.reporting.running.lines import Line, noted
from clv.reporting.running.secrets import Secrets
from tests.reporting.running.stub import journal, project, run_stub

NO_FILE = InputError("E_FILE", "shop.csv cannot be read", "check the path")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def line(tmp_path: Path, said: list[str]) -> Line:
    return Line(tmp_path / "reports" / "churn", date(2024, 7, 1), "zh", said.append)


def fail(line: Line, error: BaseException, secrets: Secrets | None = None) -> ClvError:
    with pytest.raises(ClvError) as stopped, noted(line, secrets):
        raise error
    return stopped.value


def test_its_line_has_all_that_a_failed_run_has_and_its_home_is_made(
    line: Line, said: list[str]
) -> None:
    assert fail(line, NO_FILE) is NO_FILE
    (entry,) = read_journal(line.home)
    assert entry.pop("started").endswith("Z")
    assert entry.pop("seconds") >= 0
    assert entry == {
        "as_of": "2024-07-01", "status": "failed", "language": "zh", "code": "E_FILE",
        "sentence": "shop.csv cannot be read; check the path", "headline": None, "manifest": "",
        "memory_mb": 0, "reused": 0, "stages": {},
    }  # fmt: skip
    assert {path.name for path in line.home.iterdir()} == {".journal.jsonl", ".lock"}
    assert said == []


def test_what_does_not_fail_leaves_nothing(line: Line) -> None:
    with noted(line):
        pass
    assert not line.home.exists()


def test_what_nobody_has_named_is_one_sentence(line: Line) -> None:
    stopped = fail(line, MemoryError("too much"))
    assert str(stopped) == (
        "E_RUN: churn could not begin: MemoryError: too much; see to that and run it again"
    )
    assert read_journal(line.home)[0]["code"] == "E_RUN"


def test_secrets_are_masked_in_the_line_and_in_the_error(line: Line) -> None:
    stopped = fail(line, OSError("no way to me:hunter22@host"), Secrets(("hunter22",)))
    assert "me:***@host" in str(stopped)
    assert "hunter22" not in (line.home / ".journal.jsonl").read_text()


def test_the_name_of_a_file_need_not_be_text(line: Line) -> None:
    fail(line, InputError("E_FILE", "shop\udcff.csv cannot be read", "check the path"))
    assert read_journal(line.home)[0]["sentence"].startswith("shop?.csv")


def test_where_another_run_is_the_line_is_left_out(line: Line, said: list[str]) -> None:
    with locked(line.home):
        assert fail(line, NO_FILE) is NO_FILE
    assert (read_journal(line.home), said) == ([], [])


@pytest.mark.parametrize("what", ["home", "journal", "nobody listens"])
def test_a_home_that_cannot_be_written_hides_no_error(
    tmp_path: Path, said: list[str], what: str
) -> None:
    def say(told: str) -> None:
        said.append(told)
        if what == "nobody listens":
            raise BrokenPipeError

    home = tmp_path / "churn"
    if what == "journal":
        (home / ".journal.jsonl").mkdir(parents=True)
    else:
        home.write_text("mine")
    assert fail(Line(home, date(2024, 7, 1), "en", say), NO_FILE) is NO_FILE
    (told,) = said
    assert told.startswith("W_JOURNAL: the journal could not be written (")


def test_an_interrupt_is_told_as_one_within_the_run_is_and_goes_on(line: Line) -> None:
    with pytest.raises(KeyboardInterrupt), noted(line):
        raise KeyboardInterrupt
    (entry,) = read_journal(line.home)
    assert (entry["status"], entry["code"]) == ("failed", "E_INTERRUPTED")


# ------------------------------------------------------------- of a report, wherever it fails


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {"customer_ids": "hashed", "ids_key": "STUB_KEY"}, summary=["1"])


def failed(root: Path, code: str, **given: Any) -> None:
    with pytest.raises(ClvError, match=code):
        run_stub(root, **given)
    (entry,) = journal(root)
    assert (entry["status"], entry["code"]) == ("failed", code)


def test_a_secret_that_is_not_set_leaves_one_line(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STUB_KEY", raising=False)
    failed(root, "E_SECRET")


@pytest.mark.parametrize("code", ["E_CUT", "E_NO_AMOUNTS", "E_KERNEL", "E_OUTPUT", "E_RUN"])
def test_whatever_stops_a_run_before_its_first_stage_leaves_one_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("no thread") if code == "E_RUN" else RunError(code, "so", "do")

    monkeypatch.setenv("STUB_KEY", "hunter22")
    if code == "E_OUTPUT":
        (root / "reports" / ".stages").write_text("in the way")
    elif code == "E_NO_AMOUNTS":
        head, *rows = (root / "log.csv").read_text().splitlines()
        column = head.split(",").index("amount")
        kept = [",".join(f for i, f in enumerate(row.split(",")) if i != column)
                for row in (head, *rows)]  # fmt: skip
        (root / "log.csv").write_text("\n".join(kept))
    elif code != "E_CUT":
        where = {"E_KERNEL": "check_kernel", "E_RUN": "end_processes"}[code]
        monkeypatch.setattr(run_module, where, refuse)
    failed(root, code, **({"horizon": "1200m"} if code == "E_CUT" else {}))


def test_a_line_follows_one_that_was_cut_off(line: Line) -> None:
    line.home.mkdir(parents=True)
    append_journal(line.home, {"as_of": "2024-06-01", "status": "good"})
    with (line.home / ".journal.jsonl").open("a") as file:
        file.write(json.dumps({"as_of": "2024-06-08"})[:-3])
    fail(line, NO_FILE)
    assert [entry["as_of"] for entry in read_journal(line.home)] == ["2024-06-01", "2024-07-01"]
