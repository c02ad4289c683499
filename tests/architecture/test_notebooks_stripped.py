"""Notebooks in git hold text and code only: no outputs, no logic, nothing of one machine."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
MACHINE_PATH = re.compile(r"/(home|root|Users|tmp|work|mnt|opt|content)/|\b[A-Z]:\\")
DEFINITION = re.compile(r"^\s*(async\s+def|def|class)\s", re.MULTILINE)
WARNING_FILTER = re.compile(r"\b(filterwarnings|simplefilter|catch_warnings|captureWarnings)\b")

each_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT / "notebooks"))
)


def read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def code(path: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in code_cells(path))


@each_notebook
def test_no_cell_has_outputs(path: Path) -> None:
    assert [cell["outputs"] for cell in code_cells(path) if cell["outputs"]] == []


@each_notebook
def test_no_cell_remembers_its_execution(path: Path) -> None:
    assert {cell["execution_count"] for cell in code_cells(path)} == {None}


@each_notebook
def test_runs_in_the_kernel_of_any_environment(path: Path) -> None:
    assert read(path)["metadata"]["kernelspec"]["name"] == "python3"


@each_notebook
def test_names_no_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert MACHINE_PATH.findall(text) == []
    assert str(ROOT) not in text


@each_notebook
def test_defines_nothing(path: Path) -> None:
    assert DEFINITION.findall(code(path)) == []


@each_notebook
def test_hides_no_warning(path: Path) -> None:
    assert WARNING_FILTER.findall(code(path)) == []


@each_notebook
def test_first_code_cell_is_the_parameters(path: Path) -> None:
    tagged = ["parameters" in cell["metadata"].get("tags", []) for cell in code_cells(path)]
    assert tagged[0]
    assert sum(tagged) == 1
