"""Every notebook runs from its first cell to its last on a small log, and leaves nothing behind."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import Project
from clv.reporting.running.warm import warm_kernels

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
SHOP = {
    "transactions": str(ROOT / "data" / "samples" / "shop.csv"),
    "columns": {"customer_id": "client", "date": "bought_on", "amount": "total"},
    "as_of": "2024-07-01",
    "horizon": "26w",
    "draws": 200,
    "store": "",
}
SMALL = {"085_many_logs": {"logs": ["four segments"], "stability_draws": 1}}
"""What keeps a notebook short that reads logs of its own."""


def paths(room: str) -> list[Path]:
    found = (FOLDER / room).rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


REPORTED = {
    stage.notebook: name
    for name, report in read_catalogue(Project(ROOT)).items()
    for stage in report.stages
    if not stage.after
}
"""Notebooks that stand on no other, and a report that has kept what they show."""


def cases(room: str, reported: bool) -> Any:
    found = [path for path in paths(room) if (f"{room}/{path.stem}" in REPORTED) == reported]
    return pytest.mark.parametrize("path", found, ids=lambda path: str(path.stem))


@pytest.fixture(scope="module")
def warm(kernels: None) -> Iterator[None]:
    """As in a report run, the libraries are imported once for all notebooks."""
    with warm_kernels():
        yield


@pytest.fixture
def execute(tmp_path: Path, warm: None) -> Callable[..., Any]:
    """Run a notebook in an empty folder; what it wrote there lies in ``tmp_path / "work"``."""

    def run(path: Path, **parameters: Any) -> Any:
        (tmp_path / "work").mkdir()
        declared = papermill.inspect_notebook(str(path))
        return papermill.execute_notebook(
            str(path),
            str(tmp_path / "executed.ipynb"),
            parameters={name: value for name, value in parameters.items() if name in declared},
            cwd=str(tmp_path / "work"),
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=120,
        )

    return run


def outputs(notebook: Any) -> list[Any]:
    """What the cells show, without the numbers of their execution."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        {key: value for key, value in output.items() if key != "execution_count"}
        for cell in cells
        for output in cell.outputs
    ]


def assert_clean(notebook: Any, folder: Path) -> None:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert {output["output_type"] for output in outputs(notebook)} <= {
        "execute_result",
        "display_data",
    }
    assert list(folder.iterdir()) == []


@cases("analysis", reported=True)
def test_an_analysis_runs_on_a_small_log_and_says_what_the_report_has_kept(
    path: Path, execute: Callable[..., Any], tmp_path: Path, reports: dict[str, Path]
) -> None:
    notebook = execute(path, **SHOP)
    assert_clean(notebook, tmp_path / "work")
    place = reports[REPORTED[f"analysis/{path.stem}"]]
    kept = nbformat.read(place / "notebooks" / path.name, as_version=4)
    assert outputs(notebook) == outputs(kept)


@cases("analysis", reported=False)
def test_an_analysis_that_no_report_keeps_as_it_is_runs_on_a_small_log(
    path: Path, execute: Callable[..., Any], tmp_path: Path
) -> None:
    assert_clean(execute(path, **SHOP | SMALL.get(path.stem, {})), tmp_path / "work")


@cases("lessons", reported=False)
def test_a_lesson_runs_as_it_is(path: Path, execute: Callable[..., Any], tmp_path: Path) -> None:
    assert_clean(execute(path), tmp_path / "work")
