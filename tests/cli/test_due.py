"""What is due is made in order; a failure stops no other report, and the exit code tells."""

import os
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from click.testing import CliRunner, Result

from clv.cli import main
from clv.errors import ClvError, InputError
from clv.reporting.publishing import locked, read_journal
from clv.reporting.running.run import Outcome, Run
from clv.transactions import Transactions
from tests.cli.conftest import Pretended


class Quick:
    """A log that takes no time to read."""

    source = "shop.csv"
    audit = SimpleNamespace(rows_used=3)


@pytest.fixture(autouse=True)
def _read_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clv.cli.making.read_transactions", lambda *_, **__: Quick())


JULY = "2024-07-01T12:00+00:00"


def run_due(*more: str, now: str = JULY) -> Result:
    return CliRunner().invoke(main, ["run-due", f"--now={now}", *more])


def folders(done: Result, project: Path) -> list[str]:
    return [str(Path(line).relative_to(project / "reports")) for line in done.stdout.splitlines()]


def test_missed_periods_are_made_up_for_by_the_moment_they_were_due(
    project: Path, pretended: Pretended
) -> None:
    done = run_due()
    assert done.exit_code == 0, done.stderr
    assert pretended.asked == [
        ("base", "2024-04-01"), ("churn", "2024-05-01"), ("churn", "2024-06-01"),
        ("churn", "2024-07-01"), ("base", "2024-07-01"),
    ]  # fmt: skip
    assert folders(done, project) == [f"{name}/{day}" for name, day in pretended.asked]
    assert (project / "reports" / "index.html").is_file()


def test_a_second_start_finds_nothing_due(project: Path, pretended: Pretended) -> None:
    run_due()
    pretended.runs.clear()
    done = run_due()
    assert (done.exit_code, done.stdout, pretended.runs) == (0, "", [])
    assert done.stderr == "clv: nothing is due\n"


@pytest.mark.parametrize(
    ("now", "made"),
    [
        ("2024-03-01T00:00", 0),
        ("2024-05-01T05:59:59", 1),  # no zone: Berlin's for one, New York's for the other
        ("2024-05-01T06:00", 2),
        ("2024-05-01T03:59:59Z", 1),
        ("2024-05-01T04:00:00Z", 2),
        ("2024-07-01T05:00-04:00", 5),
        ("2024-07-01T04:59-04:00", 4),
        ("2100-01-01", 5),
    ],
)
def test_the_moment_decides_what_is_due_and_nothing_else(
    project: Path, pretended: Pretended, now: str, made: int
) -> None:
    assert run_due(now=now).exit_code == 0
    assert len(pretended.runs) == made


def test_only_those_named_are_made(project: Path, pretended: Pretended) -> None:
    assert run_due("base", "base").exit_code == 0
    assert pretended.asked == [("base", "2024-04-01"), ("base", "2024-07-01")]


def test_a_failure_stops_no_other_and_is_due_again(
    project: Path, pretended: Pretended, failure: Callable[[str], ClvError]
) -> None:
    pretended.fails = {
        ("churn", "2024-05-01"): failure("E_NOTEBOOK"),
        ("base", "2024-04-01"): ValueError("two\nlines"),
    }
    done = run_due()
    assert done.exit_code == 3
    assert len(pretended.runs) == 5
    assert folders(done, project) == ["churn/2024-06-01", "churn/2024-07-01", "base/2024-07-01"]
    said = [line for line in done.stderr.splitlines() if line.startswith("clv: ")]
    assert said == [
        "clv: 5 runs are due, the first of them base 2024-04-01",
        "clv: base 2024-04-01: ValueError: two lines",
        "clv: churn 2024-05-01: E_NOTEBOOK: it stopped; try again",
    ]
    pretended.runs.clear()
    run_due()
    assert pretended.asked == [("base", "2024-04-01"), ("churn", "2024-05-01")]


def test_a_held_report_is_code_4_and_is_not_made_again(project: Path, pretended: Pretended) -> None:
    pretended.holds = {("churn", "2024-06-01")}
    done = run_due()
    assert done.exit_code == 4
    assert "churn/2024-06-01" not in folders(done, project)
    assert "E_HELD: churn of 2024-06-01 is held back: The log ends 40 days early;" in done.stderr
    assert "clv report churn --as-of 2024-06-01 --accept-alarms" in done.stderr
    assert run_due().stderr == "clv: nothing is due\n"


def test_a_failure_weighs_more_than_a_held_report(
    project: Path, pretended: Pretended, failure: Callable[[str], ClvError]
) -> None:
    pretended.holds = {("churn", "2024-05-01")}
    pretended.fails = {("churn", "2024-06-01"): failure("E_NOTEBOOK")}
    assert run_due().exit_code == 3


def test_what_runs_elsewhere_is_left_to_it(project: Path, pretended: Pretended) -> None:
    with locked(project / "reports" / "churn"):
        done = run_due()
    assert done.exit_code == 75
    assert folders(done, project) == ["base/2024-04-01", "base/2024-07-01"]
    assert done.stderr.count("E_RUNNING") == 1
    assert len([run for run in pretended.runs if run.report.name == "churn"]) == 1


def test_one_log_is_read_once_for_reports_of_one_day(project: Path, pretended: Pretended) -> None:
    run_due()
    churn, base = pretended.logs[-2:]
    assert churn is base
    assert len({id(log) for log in pretended.logs}) == 4


def test_an_interrupt_ends_it(project: Path, pretended: Pretended) -> None:
    pretended.fails = {("base", "2024-04-01"): KeyboardInterrupt()}  # type: ignore[dict-item]
    done = run_due()
    assert (done.exit_code, len(pretended.runs)) == (130, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["odd"], "E_SCHEDULE"),
        (["chrun"], "E_REPORT"),
        (["--now=soon"], "E_NOW"),
        (["--now=0001-01-01"], "E_NOW"),
        (["--now=9999-12-31"], "E_NOW"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    project: Path, pretended: Pretended, more: list[str], code: str
) -> None:
    done = run_due(*more)
    assert (done.exit_code, done.stdout, pretended.runs) == (3, "", [])
    assert done.stderr.startswith(f"clv: {code}: ")
    assert done.stderr.count("\n") == 1


def test_the_output_may_be_elsewhere(project: Path, pretended: Pretended, tmp_path: Path) -> None:
    done = run_due("base", f"--output={tmp_path / 'out'}")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "base" / "2024-07-01" / "manifest.json").is_file()
    assert pretended.runs[0].project.root == project


def test_a_day_in_the_future_is_not_due(project: Path, pretended: Pretended) -> None:
    assert run_due("churn", now="2024-05-31T23:59").exit_code == 0
    assert pretended.asked == [("churn", "2024-05-01")]


def test_whether_anybody_listens_stops_no_report(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("click.echo", gone)
    assert run_due().exit_code == 0
    assert len(pretended.asked) > 2


# ------------------------------------------------------------------ what fails leaves one line


def edit(project: Path, key: str, value: object, inside: str = "") -> None:
    """Change the catalogue's entry of churn."""
    path = project / "reports" / "catalogue.yml"
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    entry = whole["reports"]["churn"]
    (entry[inside] if inside else entry)[key] = value
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")


def failures(project: Path) -> list[tuple[str, str]]:
    lines = read_journal(project / "reports" / "churn")
    return [(line["as_of"], line["code"]) for line in lines if line["status"] == "failed"]


CHURN = ["2024-05-01", "2024-06-01", "2024-07-01"]


@pytest.mark.parametrize(
    ("key", "value", "inside", "code"),
    [("defaults", {"staff": "nowhere.csv"}, "", "E_FILE"),
     ("rates", "nowhere.yml", "source", "E_RATES"),
     ("ids_key", "NO_SUCH_KEY", "", "E_SECRET"),
     ("outputs", ["page", "pdf"], "", "E_CHROMIUM")],
)  # fmt: skip
def test_what_cannot_even_begin_leaves_a_line_for_each_day_and_is_in_the_list(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch,
    key: str, value: object, inside: str, code: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("clv.reporting.pages.pdf.shutil.which", lambda _: None)
    edit(project, key, value, inside)
    if key == "ids_key":
        edit(project, "customer_ids", "hashed")
    done = run_due("churn")
    assert (done.exit_code, pretended.runs) == (3, [])
    assert failures(project) == [(day, code) for day in CHURN]
    index = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert f"The run for 2024-07-01 failed</strong></p><p>{code}: " in index


def test_a_log_that_is_not_there_leaves_a_line_for_each_day(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise InputError("E_FILE", "shop.csv cannot be read", "check the path")

    monkeypatch.setattr("clv.cli.making.read_transactions", missing)
    assert run_due("churn").exit_code == 3
    assert failures(project) == [(day, "E_FILE") for day in CHURN]


def test_what_fails_as_it_did_the_last_time_is_told_apart_at_the_end(
    project: Path, pretended: Pretended
) -> None:
    edit(project, "defaults", {"staff": "nowhere.csv"})
    assert "failed again" not in run_due("churn", now="2024-06-15").stderr
    done = run_due("churn")
    assert done.stderr.splitlines()[-1] == (
        "clv: failed again, as the last time: churn 2024-05-01, churn 2024-06-01; mend what the "
        "error names, or let `first` in the catalogue be a later day"
    )
    edit(project, "defaults", {"staff": "elsewhere.csv"})
    assert "failed again" not in run_due("churn").stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129),
                                              (signal.SIGINT, 130)])  # fmt: skip
def test_a_signal_before_the_run_begins_is_told_and_leaves_a_line(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    def stopped(*_: object, **__: object) -> None:
        try:
            os.kill(os.getpid(), number)
        except BaseException:
            raise RuntimeError("Query interrupted") from None  # as DuckDB does

    monkeypatch.setattr("clv.cli.making.read_transactions", stopped)
    before = signal.getsignal(number)
    done = run_due("churn")
    assert (done.exit_code, done.stdout, pretended.runs) == (code, "", [])
    assert done.stderr.endswith("clv: stopped; what was published before stays as it was\n")
    assert failures(project) == [("2024-05-01", "E_INTERRUPTED")]
    assert signal.getsignal(number) == before


def test_where_another_run_is_no_line_is_left(project: Path, pretended: Pretended) -> None:
    edit(project, "rates", "nowhere.yml", "source")
    with locked(project / "reports" / "churn"):
        assert run_due("churn").exit_code == 3
    assert failures(project) == []


def test_days_that_can_never_be_made_are_ended_by_the_edit_that_the_error_names(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(run: Run, log: Transactions) -> Outcome:
        run.split(log)
        return pretended(run, log)

    monkeypatch.setattr(Quick, "first_day", date(2024, 5, 18), raising=False)
    monkeypatch.setattr("clv.cli.making.run_report", short)
    edit(project, "defaults", {"horizon": "2w"})
    for _ in range(2):
        done = run_due("churn")
        assert (done.exit_code, done.stderr.count("E_CUT")) == (3, 2)
        assert done.stderr.count("can speak from 2024-07-01 at the earliest: let `first`") == 2
    edit(project, "first", date(2024, 7, 1), "schedule")
    done = run_due("churn")
    assert (done.exit_code, done.stderr) == (0, "clv: nothing is due\n")
    assert pretended.asked == [("churn", "2024-07-01")]
