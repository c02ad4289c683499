"""A report run: read the log, execute the notebooks, write the outputs, publish.

The only module that imports papermill. papermill's own word on how a notebook ended is not
taken: a kernel that was killed, or a cell that called ``sys.exit(0)``, looks finished to it. A
notebook has ended when its results file, written by its last line, is there.
"""

import hashlib
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm
from traitlets.config import Config

from clv.errors import InputError, RunError
from clv.periods import Split
from clv.reporting.catalogue import Report, for_notebook
from clv.reporting.pages.page import write_page
from clv.reporting.project import Project
from clv.reporting.publishing.place import keep_failed, locked, publish, scratch_folder
from clv.reporting.results import NUMBERS, StoredResults, dump_json
from clv.reporting.sheet import write_sheet
from clv.transactions import Transactions, save_log

__all__ = ["Run", "run_report"]

_VERSIONS = ("clv", "duckdb", "matplotlib", "numpy", "pandas", "papermill", "scikit-learn", "scipy")
_CELL_SECONDS = 1800
_SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Run:
    """What is to be made.

    Parameters
    ----------
    project
        Where the notebooks lie.
    report
        As catalogued.
    parameters
        Settled: every one of the report's.
    home
        ``<output>/<name>``.
    say
        Takes a line for whoever watches.
    bar
        Whether to draw a progress bar, for a terminal; otherwise there is a line a notebook.
    reading
        How the log was read, as the manifest is to keep it.
    """

    project: Project
    report: Report
    parameters: Mapping[str, Any]
    home: Path
    say: Callable[[str], None]
    bar: bool = False
    reading: Mapping[str, Any] = field(default_factory=dict)

    def split(self, log: Transactions) -> Split:
        """The days of this run on a log."""
        return Split(self.parameters["as_of"], self.parameters["horizon"], log.first_day)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_kernel() -> None:
    """Refuse a kernel that would run another Python than the one this package is installed in."""
    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        raise RunError(
            "E_KERNEL", "there is no Jupyter kernel python3", "install ipykernel beside clv"
        ) from None
    named = Path(spec.argv[0])
    ours = named == Path(sys.executable) if named.is_absolute() else named.name.startswith("python")
    if not ours:
        raise RunError(
            "E_KERNEL",
            f"the Jupyter kernel python3 runs {named}, not {sys.executable}",
            "run it from the project's own environment, or remove that kernel",
        )


def _tidy(path: Path) -> None:
    """Drop times and paths that papermill writes, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"  # papermill draws that of the cell with the parameters
    for part in (notebook, *notebook.cells):
        for key in ("papermill", "execution"):
            part.metadata.pop(key, None)
    nbformat.write(notebook, path)


def _stopped(name: str, why: str) -> RunError:
    return RunError("E_NOTEBOOK", f"{name} stopped: {why}", "the last good report stays as it was")


@contextmanager
def _private_kernel() -> Iterator[Config]:
    """Let a kernel talk through files that only its owner can open, not through ports."""
    with TemporaryDirectory(prefix="clv-") as folder:
        yield Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _execute(run: Run, name: str, scratch: Path) -> str:
    """Execute one notebook, working in the scratch folder, and say how long it took."""
    source, stem = run.project.notebook(name), Path(name).name
    target = scratch / "notebooks" / f"{stem}.ipynb"
    known = for_notebook(run.parameters) | {"transactions": "log", "store": "results"}
    start = time.monotonic()
    try:
        declared = papermill.inspect_notebook(str(source))
        with _private_kernel() as config:
            papermill.execute_notebook(
                str(source),
                str(target),
                parameters={key: value for key, value in known.items() if key in declared},
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=_CELL_SECONDS,
                config=config,
                extra_arguments=["--log-level=CRITICAL"],
            )
    except PapermillExecutionError as error:
        raise _stopped(stem, f"{error.ename}: {error.evalue}") from None
    except Exception as error:
        raise _stopped(stem, f"{type(error).__name__}: {error}") from None
    _tidy(target)
    if not (scratch / "results" / stem / NUMBERS).exists():
        raise _stopped(stem, "it did not reach its last line")
    return f"{stem}: {time.monotonic() - start:.1f} s"


def _progress(run: Run) -> "tqdm[NoReturn]":
    return tqdm(
        total=len(run.report.notebooks),
        desc=run.report.name,
        unit="notebook",
        ncols=shutil.get_terminal_size().columns,
        disable=not run.bar,
    )


def _execute_all(run: Run, scratch: Path) -> None:
    """Execute the analysis notebooks side by side, then the page that shows what they found."""
    *analysis, page = run.report.notebooks
    # Kernels inherit the folder, so notebooks name their files without a path of the machine.
    with (
        chdir(scratch),
        ThreadPoolExecutor(_SIDE_BY_SIDE) as pool,
        _progress(run) as bar,
    ):
        try:
            # Later notebooks stand on more work and take longer: they start first.
            tasks = [pool.submit(_execute, run, name, scratch) for name in reversed(analysis)]
            for done in as_completed(tasks):
                _tell(run, bar, done.result())
            _tell(run, bar, _execute(run, page, scratch))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _tell(run: Run, bar: "tqdm[NoReturn]", line: str) -> None:
    bar.set_postfix_str(line, refresh=False)
    bar.update()
    if not run.bar:
        run.say(line)


def _header(run: Run, log: Transactions) -> dict[str, Any]:
    split, settled = run.split(log), for_notebook(run.parameters)
    return {
        "schema": 1,
        "report": run.report.name,
        "title": run.report.title,
        "as_of": split.as_of,
        "cut": split.cut,
        "horizon": str(split.horizon),
        "horizon_words": split.horizon.words,
        "parameters": settled | {"transactions": Path(str(settled["transactions"])).name},
    }


def _write_outputs(run: Run, log: Transactions, scratch: Path) -> None:
    stored = StoredResults(scratch / "results")
    header = _header(run, log)
    dump_json(scratch / "results.json", header | stored.numbers)
    page = scratch / "notebooks" / f"{Path(run.report.notebooks[-1]).name}.ipynb"
    write_page(page, header, scratch / "report.html")
    sheets = {title: stored.table(sheet.table) for title, sheet in run.report.sheets.items()}
    write_sheet(scratch / "customers.xlsx", sheets, run.parameters["as_of"])
    stored.table("customers").to_parquet(scratch / "customers.parquet")
    manifest = header | {
        "status": "good",
        "log": {"source": log.source, "digest": log.digest},
        "reading": run.reading,
        "headline": stored.number("headline"),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _VERSIONS},
        "notebooks": {name: _digest(run.project.notebook(name)) for name in run.report.notebooks},
        "files": {path.name: _digest(path) for path in sorted(scratch.glob("*.*"))},
    }
    dump_json(scratch / "manifest.json", manifest)


@contextmanager
def _kept_if_failed(run: Run, scratch: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        shutil.rmtree(scratch / "log", ignore_errors=True)
        place = keep_failed(scratch, run.home, run.parameters["as_of"])
        run.say(f"what the failed run left: {place}")
        if isinstance(error, OSError):
            raise RunError(
                "E_DISK", f"{run.home.name} cannot be written: {error}", "make room and run again"
            ) from None
        raise


def run_report(run: Run, log: Transactions) -> Path:
    """Make one report and publish it.

    Parameters
    ----------
    run
        What is to be made.
    log
        The transactions, read once for all notebooks.

    Returns
    -------
    pathlib.Path
        ``<home>/<as_of>``: ``report.html``, ``customers.xlsx``, ``customers.parquet``,
        ``results.json``, ``manifest.json`` and the executed notebooks.

    Raises
    ------
    InputError
        ``E_CUT`` where the log holds too little history for the horizon, ``E_NO_AMOUNTS`` where
        it holds no money.
    RunError
        If anything stops the run; what was published before stays as it was.
    """
    run.split(log)
    if not log.has_amounts:
        raise InputError(
            "E_NO_AMOUNTS",
            f"{log.source} has no amounts, and {run.report.name} values customers in money",
            "name the column of amounts, as in --map amount=...",
        )
    _check_kernel()
    with locked(run.home):
        scratch = scratch_folder(run.home).resolve()
        with _kept_if_failed(run, scratch):
            (scratch / "notebooks").mkdir()
            save_log(log, scratch / "log")
            _execute_all(run, scratch)
            _write_outputs(run, log, scratch)
            shutil.rmtree(scratch / "log")
            shutil.rmtree(scratch / "results")
        return publish(scratch, run.home, run.parameters["as_of"])
