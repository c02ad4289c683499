"""One notebook in a kernel of its own: the only module that imports papermill.

papermill's own word on how a notebook ended is not taken: a kernel that was killed, or a cell that
called ``sys.exit(0)``, looks finished to it. A notebook has ended when its results file, written by
its last line, is there.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node
from papermill.translators import PythonTranslator
from papermill.utils import find_first_tagged_cell_index
from traitlets import Unicode
from traitlets.config import Config

from clv.errors import RunError
from clv.reporting.results import NUMBERS
from clv.reporting.running.secrets import Secrets
from clv.reporting.running.warm import ONE_THREAD
from clv.reporting.running.watch import MARK, end_processes, watch_kernel

__all__ = ["StageError", "declared", "execute", "mask_notebook", "no_room"]

_NO_ROOM = re.compile(r"No space left on device|Disk quota exceeded")
_NAMED = re.compile(r"\w+: (E_[A-Z_]+): (.*)", re.DOTALL)


class StageError(RunError):
    """A notebook has stopped.

    Parameters
    ----------
    stage
        Its name.
    why
        What stopped it.
    """

    def __init__(self, stage: str, why: str) -> None:
        code, found, remedy = "E_NOTEBOOK", why, "the last good report stays as it was"
        if full := no_room(why):
            code, found, remedy = "E_DISK", full, f"make room and run it again; {remedy}"
        elif named := _NAMED.fullmatch(why):  # an error of ours has a code of its own
            code, found = named.groups()
        super().__init__(code, f"{stage} stopped: {found}", remedy)
        self.stage = stage


def no_room(why: str) -> str:
    """Say once that a disk is full, where an error says so.

    Parameters
    ----------
    why
        What the error says; a library may repeat what the system said.

    Returns
    -------
    str
        Empty where the disk is not what stopped it.
    """
    found = _NO_ROOM.search(why)
    return found[0] if found else ""


class MarkedKernel(AsyncKernelManager):
    """A kernel whose processes can be found by a mark."""

    mark = Unicode(config=True)

    async def start_kernel(self, **said: Any) -> None:  # type: ignore[override]
        await super().start_kernel(env={**os.environ, **ONE_THREAD, MARK: self.mark}, **said)
        watch_kernel(getattr(self.provisioner, "pid", 0), self.mark)


@contextmanager
def _private_kernel(mark: str) -> Iterator[Config]:
    """Let a kernel talk through files that only its owner can open, not through ports."""
    with TemporaryDirectory(prefix="clv-") as folder:
        try:
            yield Config(
                KernelManager={"transport": "ipc", "ip": f"{folder}/kernel"},
                MarkedKernel={"mark": mark},
            )
        finally:
            end_processes(mark)  # what a cell has started and not ended
            ensure_event_loop().close()  # of this thread, which nbclient leaves open


def declared(source: Path) -> frozenset[str]:
    """Return the names that a notebook's parameters cell declares.

    Parameters
    ----------
    source
        The notebook.

    Returns
    -------
    frozenset of str
        Empty where it has no such cell.

    Raises
    ------
    StageError
        If it cannot be read.
    """
    try:
        notebook = load_notebook_node(str(source))
        place = find_first_tagged_cell_index(notebook, "parameters")
        cells = notebook.cells[place:][:1] if place >= 0 else []
        return frozenset(p.name for cell in cells for p in PythonTranslator.inspect(cell))
    except Exception as error:
        raise StageError(source.stem, f"{type(error).__name__}: {error}") from None


def execute(
    source: Path, target: Path, parameters: Mapping[str, Any], folder: Path, mark: str
) -> None:
    """Execute a notebook.

    Parameters
    ----------
    source
        The notebook.
    target
        File to write: the executed notebook, without times and paths.
    parameters
        Those that it declares.
    folder
        Where its kernel works; its results lie in ``results/<stem>`` there.
    mark
        By which its processes are known.

    Raises
    ------
    StageError
        If it did not reach its last line; whatever it has started is ended.
    """
    try:
        with _private_kernel(mark) as config:
            papermill.execute_notebook(
                str(source),
                str(target),
                parameters=dict(parameters),
                kernel_name="python3",  # whatever it names, or if it names none: the project's own
                language="python",
                kernel_manager_class=MarkedKernel,
                resources={"metadata": {"path": str(folder)}},
                progress_bar=False,
                config=config,
                extra_arguments=["--log-level=CRITICAL"],
            )
    except PapermillExecutionError as error:
        raise StageError(source.stem, f"{error.ename}: {error.evalue}") from None
    except Exception as error:
        raise StageError(source.stem, f"{type(error).__name__}: {error}") from None
    _tidy(target)
    if not (folder / "results" / source.stem / NUMBERS).is_file():
        raise StageError(source.stem, "it did not reach its last line")


def _tidy(path: Path) -> None:
    """Drop times and paths that papermill writes, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"  # papermill draws that of the cell with the parameters
    for part in (notebook, *notebook.cells):
        for key in ("papermill", "execution"):
            part.metadata.pop(key, None)
    nbformat.write(notebook, path)
    _refuse_lost_threads(path.stem, notebook)


def _refuse_lost_threads(stem: str, notebook: Any) -> None:
    """A thread that raised has left its work undone, and no cell says so."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    said = "".join(output.get("text", "") for output in outputs)
    if found := re.search(r"^Exception in thread .*", said, re.MULTILINE):
        raise StageError(stem, f"{said[found.start() :].strip().splitlines()[-1]}, in a thread")


def mask_notebook(path: Path, secrets: Secrets) -> None:
    """Mask secrets in an executed notebook, outputs and tracebacks included.

    Parameters
    ----------
    path
        Its file, which is written anew.
    secrets
        Of the run.
    """
    notebook = nbformat.from_dict(secrets.tree(nbformat.read(path, as_version=4)))
    nbformat.write(notebook, path)
