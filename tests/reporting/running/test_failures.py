"""Whatever a notebook does, it publishes everything or nothing, and nothing outlives the run."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from nbformat.v4 import new_code_cell

from clv.errors import ClvError, RunError
from clv.reporting.running import job
from clv.reporting.running.warm import warm_kernels
from tests.reporting.running.stub import (
    DAY,
    LIGHT,
    REACHES_THE_END,
    ends,
    files,
    journal,
    project,
    run_stub,
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, kernels: None) -> Iterator[Path]:
    """A project whose report has been published, and warm kernels for all runs after that."""
    root = project(tmp_path_factory.mktemp("good"), summary=LIGHT)
    with warm_kernels():
        run_stub(root)
        yield root


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """The same project, to be spoilt."""
    return copytree(good, tmp_path / "project", symlinks=True)


def fails(root: Path, **how: Any) -> ClvError:
    """Run the report, which must fail, leave the last good one, and say so."""
    home = root / "reports" / "stub"
    before, lines = files(home / DAY), len(journal(root))
    with pytest.raises(ClvError) as stopped:
        run_stub(root, how=how)
    assert files(home / DAY) == before
    assert not (home / ".scratch").exists()
    assert [entry["status"] for entry in journal(root)[lines:]] == ["failed"]
    told = json.loads((home / ".failed" / DAY / "failure.json").read_text())
    last = journal(root)[-1]
    assert told["sentence"] == f"{last['code']}: {last['sentence']}" == str(stopped.value)
    assert told["code"] == last["code"] == stopped.value.code
    return stopped.value


def tagged(source: str) -> Any:
    return new_code_cell(source, metadata={"tags": ["raises-exception"]})


THREAD = """
import threading
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
"""


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["raise ValueError('two\\nlines')", REACHES_THE_END], "ValueError: two\nlines"),
        (["raise MemoryError", REACHES_THE_END], "MemoryError"),
        (["input()", REACHES_THE_END], "StdinNotImplementedError"),
        (["import sys\nsys.exit(0)", REACHES_THE_END], "it did not reach its last line"),
        (["import sys\nsys.exit(1)", REACHES_THE_END], "it did not reach its last line|SystemExit"),
        (["import os\nos._exit(0)", REACHES_THE_END], "Kernel died"),
        (["import os\nos.kill(os.getpid(), 9)", REACHES_THE_END], "Kernel died"),
        ([tagged("1 / 0"), REACHES_THE_END], "ZeroDivisionError: division by zero"),
        ([THREAD, REACHES_THE_END], "ZeroDivisionError: division by zero, in a thread"),
    ],
    ids=["raises in two lines", "has no memory", "asks", "exits with 0", "exits with 1",
         "leaves its process", "is killed", "is tagged to raise", "loses a thread"],
)  # fmt: skip
def test_a_notebook_that_fails_publishes_nothing(
    copy: Path, cells: list[Any], sentence: str
) -> None:
    stopped = fails(project(copy, summary=cells))
    assert stopped.code == "E_NOTEBOOK"
    assert re.search(rf"summary stopped: .*({sentence})", str(stopped))
    failed = copy / "reports" / "stub" / ".failed" / DAY
    assert (failed / "notebooks" / "summary.ipynb").is_file()
    assert json.loads((failed / "failure.json").read_text())["stage"] == "summary"


def test_what_a_page_notebook_prints_is_not_lost_but_an_error(copy: Path) -> None:
    stopped = fails(project(copy, summary=[*LIGHT, "print('hello')"]))
    assert "shows a stream" in str(stopped)


@pytest.mark.parametrize("missing", ["headline", "customers"])
def test_a_report_without_its_headline_or_its_customers_is_not_published(
    copy: Path, missing: str
) -> None:
    cells = [cell.replace(f'"{missing}"', '"other"') for cell in LIGHT]
    cells = [cell.replace(f"{missing}.parquet", "other.parquet") for cell in cells]
    assert f"{missing!r}" in str(fails(project(copy, summary=cells)))


def test_a_notebook_that_is_damaged_is_one_sentence(copy: Path) -> None:
    (copy / "notebooks" / "summary.ipynb").write_text('{"cells": [')
    assert re.match("E_NOTEBOOK: summary stopped", str(fails(copy)))


def test_a_cell_without_end_is_ended_and_named_with_what_it_has_started(copy: Path) -> None:
    escapes = (
        "import subprocess, time\n"
        "from pathlib import Path\n"
        "child = subprocess.Popen(['sleep', '300'], start_new_session=True)\n"
        f"_ = Path({str(copy)!r}, 'child').write_text(str(child.pid))\n"
        "while True:\n    time.sleep(0.01)"
    )
    limits = {"minutes": 0.2, "memory_mb": 4000, "disk_mb": 1}
    stopped = fails(project(copy, {"limits": limits}, summary=[escapes]))
    assert stopped.code == "E_TIME_LIMIT"
    assert "longer than 0.2 minutes and was ended in summary" in str(stopped)
    assert ends(int((copy / "child").read_text()))


def test_a_process_that_outlives_its_kernel_is_ended(copy: Path) -> None:
    escapes = (
        "import subprocess\n"
        "from pathlib import Path\n"
        "child = subprocess.Popen(['sleep', '300'], start_new_session=True)\n"
        f"_ = Path({str(copy)!r}, 'child').write_text(str(child.pid))"
    )
    run_stub(project(copy, summary=[escapes, *LIGHT]))
    assert ends(int((copy / "child").read_text()))


def test_a_notebook_that_takes_too_much_memory_is_ended_and_named(copy: Path) -> None:
    limits = {"minutes": 5, "memory_mb": 300, "disk_mb": 1}
    takes = "import time\nmuch = bytearray(400_000_000)\nmuch[::4096] = b'x' * len(much[::4096])\n"
    stopped = fails(project(copy, {"limits": limits}, summary=[f"{takes}time.sleep(60)"]))
    assert stopped.code == "E_MEMORY_LIMIT"
    assert re.search(r"took \d+ MB, more than 300, and were ended in summary", str(stopped))
    assert journal(copy)[-1]["memory_mb"] > 300


def test_a_full_disk_within_a_notebook_is_a_full_disk(copy: Path) -> None:
    full = "raise OSError(28, 'Error writing. Detail: [errno 28] No space left on device')"
    assert str(fails(project(copy, summary=[full]))) == (
        "E_DISK: summary stopped: No space left on device; make room and run it again; the last "
        "good report stays as it was"
    )


def test_an_error_of_ours_within_a_notebook_keeps_its_code_and_has_no_other(copy: Path) -> None:
    ours = "from clv.errors import InputError\nraise InputError('E_CUT', 'too short', 'wait')"
    assert str(fails(project(copy, summary=[ours]))) == (
        "E_CUT: summary stopped: too short; wait; the last good report stays as it was"
    )


def test_a_notebook_that_names_no_kernel_is_run_by_the_projects_own(copy: Path) -> None:
    path = project(copy, summary=LIGHT) / "notebooks" / "summary.ipynb"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"metadata": {}}))
    assert run_stub(copy).status == "good"


def test_one_that_fails_ends_those_beside_it(tmp_path: Path, kernels: None) -> None:
    waits = "import time\ntime.sleep(120)"
    entry = {"notebooks": ["waits", "breaks", "summary"]}
    root = project(tmp_path, entry, waits=[waits], breaks=["1 / 0"], summary=LIGHT)
    start = time.monotonic()
    with pytest.raises(RunError, match="breaks stopped: ZeroDivisionError"):
        run_stub(root)
    assert time.monotonic() - start < 60
    assert not (root / "reports" / "stub" / DAY).exists()


# ------------------------------------------------------- before a kernel starts, and beside it


def test_a_disk_that_is_full_is_a_clear_error(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job, "save_log", full)
    stopped = fails(copy)
    assert (stopped.code, "No space left on device" in str(stopped)) == ("E_DISK", True)


def test_too_little_room_is_found_before_anything_starts(copy: Path) -> None:
    limits = {"minutes": 5, "memory_mb": 4000, "disk_mb": 1e9}
    stopped = fails(project(copy, {"limits": limits}, summary=LIGHT))
    assert stopped.code == "E_DISK"
    assert "a run needs 1,000,000,000" in str(stopped)


def test_an_error_of_our_own_making_is_a_sentence_too(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(job, "write_outputs", broken)
    assert str(fails(copy)).startswith("E_RUN: stub stopped: ZeroDivisionError: oh")


def test_nobody_listening_stops_nothing(copy: Path) -> None:
    def deaf(line: str) -> None:
        raise BrokenPipeError(line)

    assert run_stub(copy, deaf).status == "good"


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    root = project(tmp_path, summary=LIGHT)
    yield root
    os.chmod(root / "reports", 0o755)


@pytest.mark.parametrize("stands", ["a file", "a file in its day", "a folder in its day", "runs"])
def test_something_else_in_the_place_is_found_before_anything_starts(
    places: Path, monkeypatch: pytest.MonkeyPatch, stands: str
) -> None:
    monkeypatch.setattr(job, "save_log", None)
    home = places / "reports" / "stub"
    if stands == "a file":
        home.write_text("mine")
    else:
        home.mkdir()
        where = home / (".runs" if stands == "runs" else DAY)
        where.mkdir() if "folder" in stands else where.write_text("mine")
    with pytest.raises(RunError, match="E_OUTPUT: .*; .*another --output"):
        run_stub(places)
