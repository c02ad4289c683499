"""An entry names this environment's program and this project, whole."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clv.cli import main


@pytest.mark.parametrize("kind", ["cron", "systemd", "airflow"])
def test_an_entry_names_program_project_and_output(project: Path, kind: str) -> None:
    done = CliRunner().invoke(main, ["schedule", "churn", f"--as={kind}"])
    assert (done.exit_code, done.stderr) == (0, "")
    for path in (Path(sys.executable).with_name("clv"), project, project / "reports"):
        assert str(path) in done.stdout
    assert "run-due" in done.stdout


def test_the_output_is_made_absolute(project: Path) -> None:
    done = CliRunner().invoke(main, ["schedule", "churn", "--as=cron", "--output=out"])
    assert f"--output {project}/out >>" in done.stdout


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["churn", "--as=at"], 2, "'at' is not one of 'cron', 'systemd', 'airflow'"),
        (["churn"], 2, "--as"),
        (["odd", "--as=cron"], 3, "E_SCHEDULE: odd is made by hand only"),
        (["none", "--as=cron"], 3, "E_REPORT"),
    ],
)
def test_what_has_no_entry_is_one_sentence(
    project: Path, more: list[str], code: int, words: str
) -> None:
    done = CliRunner().invoke(main, ["schedule", *more])
    assert (done.exit_code, done.stdout) == (code, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
