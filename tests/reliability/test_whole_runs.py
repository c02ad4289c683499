"""A whole run by the command: killed, ended from outside, beside another, and twenty times over."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from clv.reporting.running.verify import verify
from tests.reporting.running.stub import DAY, GOOD, LIGHT, ends, files, journal, project

CLV = [sys.executable, "-c", "from clv.cli import main; main()", "report", "stub"]
ROOT = Path(__file__).parents[2]
WAITS = """
import os, subprocess, time
from pathlib import Path
here = Path({here!r})
hidden = subprocess.Popen(["/bin/sleep", "300"], start_new_session=True)
(here / "kernel.new").write_text(f"{{os.getpid()}} {{os.getppid()}} {{hidden.pid}}")
(here / "kernel.new").rename(here / "kernel")
while (here / "hold").exists():
    time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a published report."""
    root = project(tmp_path_factory.mktemp("good"), summary=LIGHT)
    subprocess.run(CLV, cwd=root, check=True, capture_output=True)
    return root


@pytest.fixture
def root(good: Path, tmp_path: Path) -> Path:
    """The same project, to be disturbed."""
    return copytree(good, tmp_path / "project", symlinks=True)


def started(root: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        CLV, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.fixture
def held(root: Path) -> Iterator["subprocess.Popen[str]"]:
    """A run that has come to a cell which waits until the file ``hold`` is gone."""
    (root / "hold").touch()
    project(root, summary=[WAITS.format(here=str(root)), *LIGHT])
    with started(root) as running:
        try:
            while not (root / "kernel").exists():
                assert running.poll() is None
                time.sleep(0.05)
            yield running
        finally:
            running.kill()
            (root / "hold").unlink(missing_ok=True)


def processes(root: Path) -> list[int]:
    """The kernel of a held run, the process that it is a fork of, and one that it has started."""
    return [int(number) for number in (root / "kernel").read_text().split()]


def test_a_second_run_is_refused_and_a_killed_run_harms_nobody(
    root: Path, held: "subprocess.Popen[str]"
) -> None:
    home = root / "reports" / "stub"
    before = files(home / DAY)
    second = subprocess.run(CLV, cwd=root, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stdout) == (75, "")
    told = f"clv: E_RUNNING: another run of stub is under way (process {held.pid}, since "
    assert second.stderr.startswith(told)
    held.kill()
    held.communicate()
    assert all(map(ends, processes(root)))
    assert files(home / DAY) == before
    (root / "hold").unlink()
    subprocess.run(CLV, cwd=root, check=True, capture_output=True)
    assert verify(home / DAY) == []
    assert len(list((home / ".runs").iterdir())) == 1
    assert not (home / ".scratch").exists()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["SIGTERM", "SIGINT"]
)
def test_a_run_that_is_ended_from_outside_tidies_up_and_says_so(
    root: Path, held: "subprocess.Popen[str]", number: signal.Signals, code: int
) -> None:
    home = root / "reports" / "stub"
    before = files(home / DAY)
    held.send_signal(number)
    held.communicate(timeout=60)
    assert held.returncode == code
    assert all(map(ends, processes(root)))
    assert files(home / DAY) == before
    assert not (home / ".scratch").exists()
    last = journal(root)[-1]
    assert (last["status"], last["code"]) == ("failed", "E_INTERRUPTED")


def test_whole_runs_that_are_killed_leave_the_last_good_report(root: Path) -> None:
    home, draw = root / "reports" / "stub", random.Random(3)
    before = files(home / DAY)
    start = time.monotonic()
    subprocess.run(CLV, cwd=root, check=True, capture_output=True)
    usual = time.monotonic() - start
    for _ in range(6):
        with started(root) as running:
            time.sleep(draw.uniform(0.3, 1) * usual)
            running.kill()
            running.communicate()
        assert files(home / DAY) == before
    subprocess.run(CLV, cwd=root, check=True, capture_output=True)
    assert files(home / DAY) == before
    assert verify(home / DAY) == []


# ------------------------------------------------------------------------ the same bytes

AGAIN = """
import json, os, sys, time
from pathlib import Path
import asyncio, random
from clv.transactions import read_transactions
from clv.reporting.running.run import run_report
from tests.reporting.running.stub import files, run_of
root = Path(sys.argv[1])
head, *rows = (root / "log.csv").read_text().splitlines(keepends=True)
for number, said in enumerate(json.loads(sys.argv[2])):
    os.environ.update(said)
    time.tzset()
    random.Random(said["PYTHONHASHSEED"]).shuffle(rows)
    place = root / f"shuffled{number}-{os.getpid()}" / "log.csv"
    place.parent.mkdir()
    place.write_text(head + "".join(rows))
    output = root / f"reports{number}-{os.getpid()}" / "stub"
    run = run_of(root, lambda line: None, {"fresh": True, "home": output}, transactions=str(place))
    made = files(run_report(run, read_transactions(place, as_of="2024-07-01")).place)
    print(json.dumps({name: __import__("hashlib").sha256(made[name]).hexdigest() for name in made}))
"""


ADDED_UP = """
import numpy as np
draw = np.random.default_rng(1)
sums = draw.integers(0, 4, (500, 2000)) @ draw.gamma(1, size=(2000, 3))  # by BLAS, in its threads
results.put(sums=sums[:, 0].tolist())
"""


def surroundings() -> list[dict[str, str]]:
    """Twenty of them: threads, languages, time zones, seeds of Python's hashes."""
    languages = ("C", "de_DE.UTF-8", "zh_CN.UTF-8", "C.UTF-8")
    zones = ("UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Chatham", "Asia/Shanghai")
    return [
        {
            "OMP_NUM_THREADS": str((1, 2, 4)[number % 3]),
            "OPENBLAS_NUM_THREADS": str((1, 2, 4)[number % 3]),
            "LC_ALL": languages[number % 4],
            "LANG": languages[number % 4],
            "TZ": zones[number % 5],
            "PYTHONHASHSEED": str(number),
        }
        for number in range(20)
    ]


def test_twenty_runs_in_other_surroundings_and_row_orders_give_the_same_bytes(
    tmp_path: Path,
) -> None:
    root, told = project(tmp_path, summary=[GOOD[0], ADDED_UP, *GOOD[1:]]), surroundings()
    halves = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", AGAIN, str(root), json.dumps(half)],
            cwd=ROOT, text=True, stdout=subprocess.PIPE, env={**os.environ, **half[0]},
        )
        for half in (told[::2], told[1::2])
    ]  # fmt: skip
    made: list[dict[str, Any]] = []
    for half in halves:
        out, _ = half.communicate()
        assert half.returncode == 0
        made += map(json.loads, out.splitlines())
    assert len(made) == 20
    assert "report.html" in made[0]
    assert [found for found in made if found != made[0]] == []
