"""An entry of the catalogue that is wrong keeps back its own report and no other."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clv.cli import main
from tests.cli.conftest import Pretended

FAULT = "E_CATALOGUE: catalogue.yml: line {}: report 'base': on_red is 'bannr'; "


@pytest.fixture
def fault(project: Path) -> str:
    """Mistype a word in the entry of ``base``."""
    path = project / "reports" / "catalogue.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = lines.index("  base:") + 1
    lines.insert(line, "    on_red: bannr")
    path.write_text("\n".join(lines), encoding="utf-8")
    return FAULT.format(line + 1)


def clv(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


def test_the_sound_ones_are_listed_and_the_fault_is_told(project: Path, fault: str) -> None:
    done = clv("list", "--now=2024-05-15")
    assert done.exit_code == 3
    assert fault in done.stderr
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert heads == ["churn: Churn (报告)", "odd: Odd (报告)"]


def test_a_sound_report_is_made(project: Path, fault: str, pretended: Pretended) -> None:
    done = clv("report", "churn", "--as-of=2024-05-01")
    assert (done.exit_code, fault in done.stderr) == (0, False)
    assert pretended.asked == [("churn", "2024-05-01")]


@pytest.mark.parametrize("words", [["show", "base"], ["report", "base"], ["run-due", "base"]])
def test_the_wrong_one_is_refused(project: Path, fault: str, words: list[str]) -> None:
    done = clv(*words)
    assert done.exit_code == 3
    assert fault in done.stderr


@pytest.mark.parametrize("names", [[], ["churn", "base"]])
def test_what_is_due_and_sound_is_made_and_the_exit_code_tells(
    project: Path, fault: str, pretended: Pretended, names: list[str]
) -> None:
    done = clv("run-due", "--now=2024-06-15", *names)
    assert done.exit_code == 3
    assert done.stderr.count(fault) == 1
    assert pretended.asked == [("churn", "2024-05-01"), ("churn", "2024-06-01")]
