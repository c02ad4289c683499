"""The report of one's own that docs/reports.md shows is made as it stands there."""

import re
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from click.testing import CliRunner
from nbformat.v4 import new_output

from clv.cli import main
from clv.reporting.running import workshop
from clv.teach import small_log
from tests.reporting.running.stub import files, write_notebook

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8").partition("## A report of")[2]
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.S)
PARAMETERS, *CELLS = [block for language, block in BLOCKS if language == "python"]
(ENTRY,) = [yaml.safe_load(block) for language, block in BLOCKS if language == "yaml"]


def execute_here(
    source: Path, target: Path, parameters: Mapping[str, Any], folder: Path, mark: str
) -> None:
    """Execute a notebook in this process: a kernel takes seconds to start."""
    notebook = nbformat.read(source, as_version=4)
    said: dict[str, Any] = {}
    shown: list[Any] = []
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.display.display", lambda *blocks: shown.extend(blocks))
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            exec(cell.source, said)
            said |= parameters if "parameters" in cell.metadata.get("tags", ()) else {}
            bundles = [block._repr_mimebundle_() for block in shown]
            cell.outputs = [new_output("display_data", data=bundle) for bundle in bundles]
            shown.clear()
    nbformat.write(notebook, target)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with nothing but that report and its log."""
    write_notebook(tmp_path / "notebooks" / "reports" / "weekly.ipynb", CELLS, PARAMETERS)
    shipped = yaml.safe_load((ROOT / "reports" / "catalogue.yml").read_text(encoding="utf-8"))
    catalogue = {"parameters": shipped["parameters"], "reports": ENTRY}
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "catalogue.yml").write_text(yaml.safe_dump(catalogue))
    (tmp_path / "data" / "raw").mkdir(parents=True)
    theirs = {"customer_id": "client", "date": "bought_on", "amount": "total"}
    log = small_log().rename(columns=theirs)
    log.to_csv(tmp_path / "data" / "raw" / "orders.csv", index=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workshop, "execute", execute_here)
    return tmp_path


def test_the_report_of_the_docs_is_made(own: Path) -> None:
    done = CliRunner().invoke(main, ["report", "weekly", "--as-of=2024-07-01"])
    assert done.exit_code == 0, done.stderr
    made = files(own / "reports" / "weekly" / "2024-07-01")
    page = made["report.html"].decode()
    for shown in ("The customers of the week", "bought once", "Ask those who did not."):
        assert shown in page, shown
    assert {"customers.xlsx", "customers.parquet", "results.json", "manifest.json"} <= made.keys()
