"""A warm kernel is a process of its own that has its imports from the first moment."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from clv.reporting.publishing import locked
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


@pytest.fixture(scope="module")
def nest(kernels: None) -> Iterator[warm._Nest]:
    with warm_kernels():
        yield warm._nests[-1]


@pytest.fixture
def fragile(kernels: None) -> Iterator[warm._Nest]:
    """A nest that may be destroyed."""
    with warm_kernels():
        yield warm._nests[-1]


def is_running(process: int) -> bool:
    return Path("/proc", str(process), "cmdline").exists()


def ends(process: int) -> bool:
    """Whether a process has gone before long."""
    end = time.monotonic() + 20
    while is_running(process) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_running(process)


def opened(process: int | str) -> list[str]:
    """What a process holds open."""
    found = []
    for path in Path("/proc", str(process), "fd").iterdir():
        with suppress(FileNotFoundError):  # that by which they are listed
            found.append(os.readlink(path))
    return found


# The first tests have a nest of their own, which ends in them; the others share one.


def test_everything_ends_and_is_as_before(kernels: None) -> None:
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    with warm_kernels():
        pid = warm._nests[-1]._process.pid
        assert factory.default_provisioner_name != before
    assert factory.default_provisioner_name == before
    assert not is_running(pid)


def test_when_the_nest_is_killed_its_kernels_end_at_once_and_the_next_start_cold(
    fragile: warm._Nest, tmp_path: Path
) -> None:
    said = ["-f", str(tmp_path / "connection.json")]
    fork = fragile.fork(said, dict(os.environ), str(tmp_path))
    assert fork is not None
    while not (tmp_path / "connection.json").exists():
        assert fork.poll() is None
        time.sleep(0.05)
    fork.send_signal(signal.SIGSTOP)  # it could not look after its parent itself
    os.kill(fragile._process.pid, signal.SIGKILL)
    assert ends(fork.pid)
    assert fork.poll() == 0
    assert show(tmp_path, SEEN)[1] == os.getpid()


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


def test_a_kernel_holds_nothing_that_the_run_has_open(nest: warm._Nest, tmp_path: Path) -> None:
    theirs = "sorted(os.readlink(f'/proc/self/fd/{n}') for n in range(99) if exists(n))"
    seen = f"import os\nexists = lambda n: os.path.islink(f'/proc/self/fd/{{n}}')\n{theirs}"
    with locked(tmp_path / "home"):
        held = [*show(tmp_path, seen), *opened(nest._process.pid)]
        assert any(name.endswith("home/.lock") for name in opened("self"))
    assert "/dev/null" in held
    assert [name for name in held if str(tmp_path) in name] == []


def test_a_kernel_has_the_environment_of_its_start_and_not_that_of_the_nest(
    nest: warm._Nest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUB_LATE", "set after the nest was made")
    monkeypatch.delenv("PATH")
    seen = "import os\n(os.environ.get('STUB_LATE'), os.environ.get('PATH'))"
    assert show(tmp_path, seen) == ("set after the nest was made", None)
