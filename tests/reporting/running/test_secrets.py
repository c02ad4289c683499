"""A secret stands in nothing that a run writes or says; a hostile value stays a text."""

import json
from pathlib import Path

import pandas as pd
import pytest
from papermill.translators import PythonTranslator

from clv.errors import InputError, RunError
from clv.reporting.running.secrets import Secrets, secrets_of
from tests.reporting.running.stub import LIGHT, files, journal, project, run_of, run_stub

SECRET = "hunter'2\"\\ü-long"
WITH_TOKEN = {"parameters": ["as_of", "horizon", "token"]}
DECLARES = "store: str = 'results'\ntoken: str = ''\n"
TELLS = [
    "import os\nsecret = os.environ[token]",
    LIGHT[0],
    "headline['verdict'] = f'It is {secret}.'",
    LIGHT[1],
]


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("STUB_TOKEN", SECRET)
    return SECRET


def places(root: Path, word: str) -> list[str]:
    """Files in which a word stands, as it is or as JSON or Python write it."""
    forms = {
        word,
        json.dumps(word)[1:-1],
        json.dumps(word, ensure_ascii=False)[1:-1],
        repr(word)[1:-1],
    }
    inside = files(root / "reports").items()
    return [name for name, content in inside for form in forms if form.encode() in content]


def test_a_secret_that_a_notebook_tells_is_masked_in_all_that_is_published(
    tmp_path: Path, secret: str, kernels: None
) -> None:
    lines: list[str] = []
    root = project(tmp_path, WITH_TOKEN, DECLARES, summary=TELLS)
    outcome = run_stub(root, lines.append)
    results = json.loads((outcome.place / "results.json").read_text(encoding="utf-8"))
    assert results["headline"]["verdict"] == "It is ***."
    assert results["parameters"]["token"] == "STUB_TOKEN"
    assert places(root, secret) == []
    assert not any(secret in line for line in lines)


def test_a_secret_in_a_traceback_is_masked_in_what_a_failure_leaves(
    tmp_path: Path, secret: str, kernels: None
) -> None:
    cells = [TELLS[0], "print(secret)\nraise ValueError(f'refused: {secret}')"]
    root = project(tmp_path, WITH_TOKEN, DECLARES, summary=cells)
    lines: list[str] = []
    with pytest.raises(RunError, match=r"ValueError: refused: \*\*\*"):
        run_stub(root, lines.append)
    assert journal(root)[-1]["sentence"].count("***") == 1
    assert (root / "reports/stub/.failed/2024-07-01/notebooks/summary.ipynb").exists()
    assert places(root, secret) == []
    assert not any(secret in line for line in lines)


def test_a_table_with_a_secret_is_refused_since_a_masked_cell_would_be_wrong() -> None:
    secrets = Secrets(("hunter22",))
    secrets.check_table("fine", pd.DataFrame({"name": ["Ann", None], "n": [1, 2]}))
    for frame in (
        pd.DataFrame({"name": ["Ann", "my hunter22"]}),
        pd.DataFrame({"n": [1]}, index=pd.Index(["hunter22"], name="name")),
        pd.DataFrame({"name": pd.Categorical(["hunter22"])}),
    ):
        with pytest.raises(RunError, match="column name of the table t holds the value"):
            secrets.check_table("t", frame)


@pytest.mark.parametrize(("value", "why"), [("", "is not set"), ("abc", "shorter than 4")])
def test_a_secret_that_is_missing_or_too_short_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str, value: str, why: str
) -> None:
    run = run_of(project(tmp_path, WITH_TOKEN, summary=["1"]))
    monkeypatch.setenv("STUB_TOKEN", value)
    with pytest.raises(InputError, match=f"STUB_TOKEN .*{why}"):
        secrets_of(run.report, run.parameters)


def test_of_a_database_the_password_is_a_secret_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUB_DB", "postgresql://ann:p%40ssword@host/db")
    run = run_of(project(tmp_path, summary=["1"]), transactions="env:STUB_DB")
    secrets = secrets_of(run.report, run.parameters)
    assert secrets.text("login with p@ssword or p%40ssword failed") == (
        "login with *** or *** failed"
    )


BITS = [
    "'", '"', "'''", '"""', "\\", "\\'", "\n", "\r", "\r\n", "\t", "\u2028", "\u2029", "\x0b",
    "\x85", "{0}", "{{}}", "%s", "$HOME", "`id`", "#", "# %%", "\u202e", "é", "例", "🦊",
    "__import__('os')",
]  # fmt: skip
SINKS = ["{}", "x{}", "{}y", "a{}b{}c", "';raise SystemExit#{}", '";raise SystemExit#{}',
         "{}\nraise SystemExit", "f'{{{}}}'", "'+str({})+'"]  # fmt: skip
HOSTILE = [sink.replace("{}", bit) for sink in SINKS for bit in BITS]


def test_hostile_values_reach_a_notebook_as_the_text_that_they_are() -> None:
    assert len(set(HOSTILE)) > 200
    for value in HOSTILE:
        code, found = PythonTranslator.codify({"value": value}), dict[str, str]()
        exec(compile(code, "cell", "exec"), found)  # as the kernel would
        assert found["value"] == value, repr(value)
