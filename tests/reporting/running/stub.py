"""A project of its own with one report, ``stub``, small enough to be run many times."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from clv.reporting.catalogue import read_catalogue, resolve
from clv.reporting.project import Project
from clv.reporting.running.run import Outcome, Run, run_report
from clv.teach import small_log
from clv.transactions import Transactions, read_transactions

DAY = "2024-07-01"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
PARAMETERS = """
as_of: str = "2024-07-01"  # day
store: str = "results"  # folder
"""
REACHES_THE_END = """
from pathlib import Path
(Path(store) / "summary").mkdir(exist_ok=True)
_ = (Path(store) / "summary" / "numbers.json").write_text("{}")
"""
LIGHT = [
    """
import json
from pathlib import Path
import pyarrow as pa
import pyarrow.parquet as pq
ours = Path(store) / "summary"
ours.mkdir()
frame = pa.table({"customer_id": ["007", "7"], "money": [1.5, 2.5]})
pq.write_table(frame, ours / "customers.parquet")
headline = {"tiles": [], "verdict": "No clear difference.", "clear": False}
""",
    '_ = (ours / "numbers.json").write_text(json.dumps({"headline": headline}))',
]
GOOD = [
    """
import pandas as pd
from clv.plots import new_axes, tell
from clv.reporting import Reading, Results, figure, table
frame = pd.DataFrame({"money": [1.5, 2.5]}, index=pd.Index(["007", "7"], name="customer_id"))
results = Results("summary", store)
""",
    "table(frame.reset_index(), 'Two customers')",
    "figure(tell(new_axes(), 'Nothing on it.'), 'A chart.')",
    "Reading(f'{len(frame)} customers.')",
    """
results.put(headline={"tiles": [], "verdict": "No clear difference.", "clear": False})
results.put(money=frame["money"])
results.put_table(customers=frame)
results.finish()
""",
]
REPORT: dict[str, Any] = {
    "title": {"en": "Stub", "zh": "样"},
    "question": {"en": "Does it run?", "zh": "能运行吗？"},
    "source": {"transactions": "log.csv"},
    "sheets": {"Customers": "customers"},
    "parameters": ["as_of", "horizon"],
    "outputs": ["page", "sheet", "parquet"],
    "language": "en",
    "retention": {"good": 3, "failed": 2},
    "limits": {"minutes": 5, "memory_mb": 4000, "disk_mb": 1},
}
KNOWN = {
    "transactions": {"type": "source", "help": "log"},
    "as_of": {"type": "day", "default": DAY, "help": "day"},
    "horizon": {"type": "duration", "default": "8w", "help": "horizon"},
    "token": {"type": "secret", "default": "STUB_TOKEN", "help": "name of a token"},
    "note": {"type": "choice", "default": "a", "choices": ["a", "b"], "help": "a note"},
    "people": {"type": "file", "default": "", "help": "a file"},
}


def write_notebook(path: Path, cells: list[Any], parameters: str = PARAMETERS) -> None:
    """Write a notebook with a cell of parameters; text stands for a cell of code."""
    first = new_code_cell(parameters.strip(), metadata={"tags": ["parameters"]})
    code = [new_code_cell(c.strip()) if isinstance(c, str) else c for c in cells]
    whole = new_notebook(cells=[new_markdown_cell("# Stub"), first, *code], metadata=KERNEL)
    for number, cell in enumerate(whole.cells):
        cell["id"] = f"cell-{number}"  # drawn at random otherwise
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(whole, path)


def project(
    root: Path,
    entry: Mapping[str, Any] | None = None,
    parameters: Any = PARAMETERS,
    **notebooks: list[Any],
) -> Path:
    """Lay out the project; the last notebook is the page, ``entry`` overrides the catalogue's."""
    for name, cells in notebooks.items():
        write_notebook(root / "notebooks" / f"{name}.ipynb", cells, parameters)
    report = {**REPORT, "notebooks": list(notebooks), **(entry or {})}
    (root / "reports").mkdir(parents=True, exist_ok=True)
    catalogue = {"parameters": KNOWN, "reports": {"stub": report}}
    (root / "reports" / "catalogue.yml").write_text(yaml.safe_dump(catalogue))
    small_log().to_csv(root / "log.csv", index=False)
    return root


def log_of(root: Path, as_of: str = DAY) -> Transactions:
    """The project's log; one that was read before is not read again."""
    return _read(root / "log.csv", (root / "log.csv").read_bytes(), as_of)


_logs: dict[tuple[bytes, str], Transactions] = {}


def _read(path: Path, content: bytes, as_of: str) -> Transactions:
    if (content, as_of) not in _logs:
        _logs[content, as_of] = read_transactions(path, as_of=as_of)
    return _logs[content, as_of]


def run_of(
    root: Path,
    say: Callable[[str], None] = print,
    how: Mapping[str, Any] | None = None,
    **given: Any,
) -> Run:
    """What the project's report would be told."""
    wanted = Project(root)
    report = read_catalogue(wanted)["stub"]
    settled = resolve(report, {"transactions": "log.csv"} | given, {})
    fixed = {"project": wanted, "report": report, "parameters": settled, "say": say}
    return Run(**{"home": root / "reports" / "stub", **fixed, **(how or {})})


def run_stub(
    root: Path,
    say: Callable[[str], None] = print,
    how: Mapping[str, Any] | None = None,
    **given: Any,
) -> Outcome:
    """Run the project's report in this process."""
    run = run_of(root, say, how, **given)
    return run_report(run, log_of(root, given.get("as_of", DAY)))


def pretend(
    source: Path, target: Path, parameters: Mapping[str, Any], folder: Path, mark: str
) -> None:
    """Leave what a notebook would, without a kernel."""
    nbformat.write(nbformat.read(source, as_version=4), target)
    ours = folder / "results" / source.stem
    ours.mkdir()
    read = sorted(path.name for path in (folder / "results").iterdir() if path != ours)
    numbers: dict[str, Any] = {source.stem: {"said": dict(parameters), "read": read}}
    if source.stem == "summary":
        index = pd.Index(["007", "7"], name="customer_id")
        pd.DataFrame({"money": [1.5, 2.5]}, index=index).to_parquet(ours / "customers.parquet")
        numbers["headline"] = {"tiles": [], "verdict": "So it is.", "clear": True}
    (ours / "numbers.json").write_text(json.dumps(numbers))


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    paths = (path for path in folder.resolve().rglob("*") if path.is_file())
    return {path.relative_to(folder.resolve()).as_posix(): path.read_bytes() for path in paths}


def journal(root: Path) -> list[dict[str, Any]]:
    """The lines of the report's journal."""
    text = (root / "reports" / "stub" / ".journal.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def ends(process: int) -> bool:
    """Whether a process has gone, or is a mere entry that nobody has collected, before long."""
    told, end = Path("/proc", str(process), "cmdline"), time.monotonic() + 20
    while time.monotonic() < end:
        try:
            if not told.read_bytes():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
