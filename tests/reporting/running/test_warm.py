"""A warm kernel is a process of its own that has its imports from the first moment."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from clv.reporting.running import warm
from clv.reporting.running.warm import warm_kernels

SEEN = (
    "import os, sys; sys.path\n"
    "(os.getpid(), os.getppid(), os.getpgid(0), os.getcwd(), 'clv.plots' in sys.modules)"
)


def show(folder: Path, *sources: str) -> Any:
    """What the last of some cells shows."""
    book = new_notebook(cells=[new_code_cell(source) for source in sources])
    client = NotebookClient(
        book, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return eval(nbformat.from_dict(client.execute()).cells[-1].outputs[-1]["data"]["text/plain"])


@pytest.fixture
def nest(kernels: None) -> Iterator[warm._Nest]:
    with warm_kernels():
        yield warm._nests[-1]


def is_running(process: int) -> bool:
    return Path("/proc", str(process), "cmdline").exists()


def test_every_kernel_is_a_fork_in_a_group_and_a_folder_of_its_own(
    nest: warm._Nest, tmp_path: Path
) -> None:
    first, second = (show(tmp_path, SEEN) for _ in range(2))
    for pid, parent, group, folder, ready in (first, second):
        assert parent == nest._process.pid
        assert pid == group
        assert Path(folder) == tmp_path
        assert ready
        assert not is_running(pid)
    assert first[0] != second[0]


def test_what_one_kernel_changes_the_next_does_not_see(nest: warm._Nest, tmp_path: Path) -> None:
    show(tmp_path, "import os, clv\nclv.spoilt = os.environ['SPOILT'] = '1'", "1")
    assert show(tmp_path, "import os, clv\n(hasattr(clv, 'spoilt'), 'SPOILT' in os.environ)") == (
        False,
        False,
    )


def test_a_kernel_that_is_killed_is_seen_as_dead(nest: warm._Nest, tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        show(tmp_path, "import os\nos.kill(os.getpid(), 9)")


def test_where_nothing_can_be_forked_kernels_start_cold(nest: warm._Nest, tmp_path: Path) -> None:
    os.kill(nest._process.pid, signal.SIGKILL)
    assert show(tmp_path, SEEN)[1] == os.getpid()


def test_everything_ends_and_is_as_before(kernels: None) -> None:
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    with warm_kernels():
        pid = warm._nests[-1]._process.pid
        assert factory.default_provisioner_name != before
    assert factory.default_provisioner_name == before
    assert not is_running(pid)


def test_a_kernel_ends_when_the_process_that_it_came_from_is_gone(
    nest: warm._Nest, tmp_path: Path
) -> None:
    fork = nest.fork(["-f", str(tmp_path / "connection.json")], dict(os.environ), str(tmp_path))
    assert fork is not None
    while not (tmp_path / "connection.json").exists():
        assert fork.poll() is None
        time.sleep(0.05)
    os.kill(nest._process.pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while fork.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    assert fork.poll() == 0
