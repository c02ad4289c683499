"""A report is told what the catalogue says, but for what the command line says."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from clv.cli import main
from tests.cli.conftest import Pretended


def report(*more: str) -> Result:
    return CliRunner().invoke(main, ["report", "churn", "--as-of=2024-05-01", *more])


def catalogue(project: Path, **source: Any) -> None:
    path = project / "reports" / "catalogue.yml"
    whole = yaml.safe_load(path.read_text())
    whole["reports"]["churn"]["source"] |= source
    path.write_text(yaml.safe_dump(whole, allow_unicode=True))


def test_the_log_is_read_as_the_catalogue_says(project: Path, pretended: Pretended) -> None:
    done = report()
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [str(project / "reports" / "churn" / "2024-05-01")]
    (run,) = pretended.runs
    assert run.reading == {"map": "customer_id=client,date=bought_on,amount=total"}
    assert run.parameters["transactions"] == str(project / "shop.csv")
    assert run.parameters["hours"] == 9
    assert pretended.logs[0].audit.rows_used > 0


def test_paths_of_the_catalogue_lie_in_the_project(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "staff.txt").write_text("nobody\n")
    catalogue(project, test_ids="staff.txt")
    monkeypatch.chdir(project / "notebooks" / "analysis")
    assert report().exit_code == 0
    assert pretended.runs[0].reading["test_ids"] == "staff.txt"


def test_a_log_that_is_not_there_is_looked_for_in_the_project(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue(project, transactions="shops.csv")
    monkeypatch.chdir(project / "notebooks")
    done = report()
    assert done.exit_code == 3
    assert "E_FILE: shops.csv cannot be read: No such" in done.stderr
    assert "did you mean shop.csv" in done.stderr


def test_the_command_line_wins(project: Path, pretended: Pretended) -> None:
    catalogue(project, delimiter=";", clean=["returns=drop"])
    assert report().exit_code == 3
    done = report("--delimiter=,", "--set=hours=12", "--horizon=13w", "--language=zh", "--pdf")
    assert done.exit_code == 0, done.stderr
    (run,) = pretended.runs
    assert (run.reading["delimiter"], run.reading["clean"]) == (",", ["returns=drop"])
    assert (run.parameters["hours"], str(run.parameters["horizon"])) == (12, "13w")
    assert (run.language, run.pdf, run.accept) == ("zh", True, False)


def test_a_named_data_set_knows_itself_how_it_is_read(project: Path, pretended: Pretended) -> None:
    done = CliRunner().invoke(main, ["report", "churn", "--transactions=cdnow_sample"])
    assert done.exit_code == 0, done.stderr
    (run,) = pretended.runs
    assert (run.reading, str(run.parameters["as_of"])) == ({}, "1998-07-01")


def test_a_held_report_says_why_and_how_to_accept_it(project: Path, pretended: Pretended) -> None:
    pretended.holds = {("churn", "2024-05-01")}
    done = report()
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.splitlines()[-1].startswith(
        "clv: E_HELD: churn of 2024-05-01 is held back: The log ends 40 days early; look at "
    )
    accepted = report("--accept-alarms")
    assert accepted.exit_code == 0
    assert accepted.stdout.splitlines()[-1].endswith("churn/2024-05-01")


def test_a_file_is_a_parameter_checked_before_the_run(project: Path, pretended: Pretended) -> None:
    done = report("--set=staff=nowhere.csv")
    assert (done.exit_code, pretended.runs) == (3, [])
    assert "E_FILE: staff=nowhere.csv cannot be read" in done.stderr


def test_a_list_that_cannot_be_written_spoils_no_report(
    project: Path, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clv.cli.making.write_index", full)
    done = report()
    assert done.exit_code == 0
    assert "W_INDEX: the list of all reports could not be written (No space" in done.stderr
    assert done.stdout.splitlines() == [str(project / "reports" / "churn" / "2024-05-01")]
