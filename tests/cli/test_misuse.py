"""What a shell leaves of a command line that was not thought through; each ends in a sentence."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from clv.cli import main
from clv.cli.making import hand_over
from clv.cli.places import find_run
from clv.errors import RunError


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (["list", "--output", ""], 2, "'--output': it is empty: name a folder, or leave it out"),
        (["run-due", "--output", ""], 2, "it is empty"),
        (["report", "churn", "--output", ""], 2, "it is empty"),
        (["report", "churn", "--transactions", ""], 3, "transactions= is no name of a log"),
        (["report", "churn", "--as-of", "2024-06-01", "--set", "as_of=2024-05-01"], 3,
         "--as-of and --set both say as_of; say it once"),
        (["verify", "x" * 5000], 3, "E_RUN: no run 'xxx"),
        (["mail", "x" * 5000, "--to", "a@b.c", "--smtp", "h:25"], 3, "E_RUN: no run 'xxx"),
        (["mail", "x", "--to", "a@b.c", "--smtp", f"{'a' * 64}:25"], 3, "HOST:PORT"),
        (["mail", "x", "--to", "a@b.c", "--smtp", "a..b:25"], 3, "HOST:PORT"),
    ],
)  # fmt: skip
def test_it_is_one_sentence_and_nothing_is_written(
    project: Path, line: list[str], code: int, words: str
) -> None:
    before = sorted(project.rglob("*"))
    done = CliRunner().invoke(main, line)
    assert (done.exit_code, done.stderr.count("\n")) == (code, 1), done.output
    assert words in done.stderr
    assert len(done.stderr) < 500
    assert sorted(project.rglob("*")) == before


def test_a_pdf_without_chromium_is_refused_before_anything_is_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "shop.csv").write_text("no log at all")
    monkeypatch.setenv("PATH", str(project))
    done = CliRunner().invoke(main, ["report", "churn", "--as-of", "2024-06-01", "--pdf"])
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("clv: E_CHROMIUM: ")


@pytest.mark.parametrize("run", ["x" * 5000, "a\0b", ""])
def test_what_is_no_path_is_no_run(tmp_path: Path, run: str) -> None:
    with pytest.raises(RunError, match="E_RUN: "):
        find_run(run, tmp_path, ("manifest.json",))


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("churn/2024-06-01", "E_RUN: .*/churn/2024-06-01 has no manifest.json, as every run has"),
        ("churn/.held/2024-06-01", "E_HELD: .* a red alarm holds it back; look at .*/.held/.*: "
         "clv report churn --as-of 2024-06-01 --accept-alarms"),
    ],
)  # fmt: skip
def test_what_is_there_instead_of_a_run_is_told(tmp_path: Path, there: str, words: str) -> None:
    (tmp_path / there).mkdir(parents=True)
    with pytest.raises(RunError, match=words):
        find_run("churn/2024-06-01", tmp_path, ("manifest.json",))


def test_a_run_is_published_whether_its_place_can_be_printed_or_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dropped = []
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        monkeypatch.setattr("clv.cli.making.let_go", lambda: dropped.append(full))
        hand_over(Path("reports/churn/2024-06-01"))
        monkeypatch.undo()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())
    assert len(dropped) == 1
    assert capsys.readouterr().err == (
        "W_OUTPUT: reports/churn/2024-06-01 is published; standard output did not take it "
        "(No space left on device)\n"
    )
