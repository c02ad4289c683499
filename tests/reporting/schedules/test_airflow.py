"""The DAG file is Python that hands Airflow names and values that it knows."""

import ast
import inspect
import runpy
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import jinja2
import pytest

from clv.reporting.schedules import Start, entry
from tests.reporting.schedules.made import report, schedule


class DAG:
    """Takes what `airflow.sdk.DAG` takes of what we say; anything else is a TypeError."""

    made: ClassVar[list["DAG"]] = []

    def __init__(
        self, dag_id: str, *, description: str | None = None, schedule: str | None = None,
        start_date: datetime | None = None, catchup: bool = True, max_active_runs: int = 16,
        tags: list[str] | None = None,
    ) -> None:  # fmt: skip
        self.said = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        self.tasks: list[dict[str, Any]] = []

    def __enter__(self) -> "DAG":
        DAG.made.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        pass


class BashOperator:
    def __init__(
        self, *, task_id: str, bash_command: str, env: dict[str, str] | None = None,
        append_env: bool = False, skip_on_exit_code: int | list[int] | None = 99,
        cwd: str | None = None, retries: int = 0, execution_timeout: timedelta | None = None,
    ) -> None:  # fmt: skip
        DAG.made[-1].tasks.append({k: v for k, v in locals().items() if k != "self"})


def module(name: str, **names: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(names)
    return made


def zoned(year: int, month: int, day: int, tz: str) -> datetime:
    return datetime(year, month, day, tzinfo=ZoneInfo(tz))


TWO = {"airflow": {"DAG": DAG}, "airflow.operators": {}, "airflow.operators.bash":
       {"BashOperator": BashOperator}}  # fmt: skip
THREE = {"airflow": {}, "airflow.sdk": {"DAG": DAG}, "airflow.providers": {},
         "airflow.providers.standard": {}, "airflow.providers.standard.operators": {},
         "airflow.providers.standard.operators.bash": {"BashOperator": BashOperator}}  # fmt: skip


def start(folder: Path) -> Start:
    told = report(schedule("month", 31, "2024-01-31", "05:30"))
    return Start(told, folder / "bin" / "clv", folder / "project", folder / "reports.sh")


def run(text: str, folder: Path, names: Any, monkeypatch: pytest.MonkeyPatch) -> DAG:
    (folder / "dag.py").write_text(text, encoding="utf-8")
    for name, held in (names | {"pendulum": {"datetime": zoned}}).items():
        monkeypatch.setitem(sys.modules, name, module(name, **held))
    DAG.made.clear()
    runpy.run_path(str(folder / "dag.py"))
    (made,) = DAG.made
    return made


@pytest.mark.parametrize("names", [TWO, THREE], ids=["Airflow 2", "Airflow 3"])
def test_the_file_makes_one_dag_of_one_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Any
) -> None:
    dag = run(entry(start(tmp_path), "airflow"), tmp_path, names, monkeypatch)
    assert dag.said == {
        "dag_id": "clv_churn",
        "description": "every month from day 31, made at 05:30 (Europe/Berlin)",
        "schedule": "30 5 28,29,30,31 * *",
        "start_date": datetime(2024, 1, 31, tzinfo=ZoneInfo("Europe/Berlin")),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["clv"],
    }
    (task,) = dag.tasks
    assert (task["task_id"], task["skip_on_exit_code"], task["retries"]) == ("run_due", 75, 0)
    assert task["execution_timeout"] == timedelta(minutes=20)


@pytest.mark.parametrize(
    "name",
    ["plain", "two words", "it's", '"q"', "$HOME", "100%", "{{ x }}", "{% raw %}", "{# c #}"],
)
def test_any_path_reaches_the_command_through_its_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    for part in ("bin", "project"):
        (folder / part).mkdir(parents=True)
    stub = folder / "bin" / "clv"
    stub.write_text("#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\nexit 75\n")
    stub.chmod(0o755)
    dag = run(entry(start(folder), "airflow"), tmp_path, THREE, monkeypatch)
    command = dag.tasks[0]["bash_command"]
    assert not command.endswith((".sh", ".bash"))  # would be taken for the name of a template
    shown = jinja2.Environment().from_string(command).render()
    done = subprocess.run(["bash", "-c", shown], capture_output=True, text=True, check=False)
    assert done.returncode == 75
    assert done.stdout.splitlines() == [
        str(folder / "project"), "run-due", "churn", "--output", str(folder / "reports.sh")
    ]  # fmt: skip


def test_it_imports_nothing_else(tmp_path: Path) -> None:
    tree = ast.parse(entry(start(tmp_path), "airflow"))
    found = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert found == (TWO.keys() | THREE.keys()) - {
        "airflow.operators", "airflow.providers", "airflow.providers.standard",
        "airflow.providers.standard.operators",
    } | {"datetime"}  # fmt: skip
    assert inspect.cleandoc(ast.get_docstring(tree) or "").startswith("churn: every month")
