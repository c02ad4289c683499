"""Kill a run at any instant, or let any write of it fail: the last good report stays as it was."""

import json
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from clv.reporting.publishing import read_journal
from clv.reporting.running.verify import verify
from tests.reliability.forks import NAMED, SURVIVED, UNTOUCHED
from tests.reporting.running.stub import DAY, files, project

ROOT = Path(__file__).parents[2]
KILLS = 200
PATIENCE = 60
MOMENT = 0.002  # seconds, about as long as a run takes from one change to the next


class Runs:
    """Runs in forks of one process that has imported everything."""

    def __init__(self, root: Path, process: "subprocess.Popen[str]") -> None:
        self.root, self.process = root, process
        self.home = root / "reports" / "stub"

    def run(self, note: str, **asked: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"note": note, **asked}) + "\n")
        self.process.stdin.flush()
        answered, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert answered, f"{asked} has not ended in {PATIENCE} seconds"
        return dict(json.loads(self.process.stdout.readline()))

    def published(self) -> dict[str, bytes]:
        return files(self.home / DAY)

    def good(self, note: str) -> dict[str, bytes]:
        """What a run that nobody disturbs publishes."""
        assert self.run(note)["code"] == UNTOUCHED
        return self.published()

    def tidy(self) -> bool:
        """Whether nothing is left of the runs that came to no end."""
        rests = [*(self.home.glob(".*.new")), *(self.home.parent / ".stages").glob(".*.*")]
        return not rests and not (self.home / ".scratch").exists()


@contextmanager
def started(root: Path) -> Iterator[Runs]:
    entry = {"parameters": ["as_of", "horizon", "note"], "notebooks": ["one", "summary"]}
    declares = "store: str = 'results'\nnote: str = 'a'\n"
    project(root, entry, declares, one=["1"], summary=["2"])
    command = [sys.executable, "-m", "tests.reliability.forks", str(root)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield Runs(root, process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def lanes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Runs]]:
    """Two reports that are made side by side, each by forks of a process of its own."""
    with ExitStack() as stack:
        roots = [tmp_path_factory.mktemp(f"lane{number}") for number in range(2)]
        yield [stack.enter_context(started(root)) for root in roots]


def side_by_side(act: Callable[[Runs], None], lanes: list[Runs]) -> None:
    with ThreadPoolExecutor(len(lanes)) as pool:
        for done in [pool.submit(act, lane) for lane in lanes]:
            done.result()


def kill_again_and_again(runs: Runs, times: int) -> None:
    whole = {note: runs.good(note) for note in "ab"}
    assert whole["a"] != whole["b"]
    changes = {fresh: runs.run("b", fresh=fresh)["changes"] for fresh in (True, False)}
    draw, last, killed = random.Random(runs.root.name), "b", 0
    for number in range(times):
        note = "ab"[number % 2]
        if number % 5 == 0:  # one that nobody kills, so that there is another good one to lose
            last = "ab"[number // 5 % 2]
            runs.run(last)
            assert runs.published() == whole[last]
        fresh = number % 3 == 0
        nth, moments = draw.randint(1, changes[fresh]), draw.expovariate(1 / MOMENT)
        ended = runs.run(note, nth=nth, kill_after=moments, fresh=fresh)
        assert ended["code"] in (-9, UNTOUCHED)
        now = runs.published()
        assert now in (whole[last], whole[note]), sorted(now.items() ^ whole[last].items())[:1]
        killed += ended["code"] == -9
        last = note if now == whole[note] else last
    assert killed > times / 2
    assert runs.good("a") == whole["a"]
    assert verify(runs.home / DAY) == []
    assert runs.tidy()
    assert len(list((runs.home / ".runs").iterdir())) == 1
    assert {entry["status"] for entry in read_journal(runs.home)} == {"good"}


def test_a_run_killed_at_any_of_200_instants_leaves_the_old_report_or_the_new_one_whole(
    lanes: list[Runs],
) -> None:
    side_by_side(lambda runs: kill_again_and_again(runs, KILLS // len(lanes)), lanes)


def fail_at_every_call(runs: Runs, first: int, step: int) -> None:
    """Let every ``step``-th call fail, one in each run, until a run has fewer calls than that."""
    whole = {note: runs.good(note) for note in "ab"}
    last, codes, nth = "b", list[int](), first
    while True:
        note = "ab"[len(codes) % 2]
        if not (code := runs.run(note, nth=nth, fresh=True)["code"]):
            break
        codes, nth = [*codes, code], nth + step
        now = runs.published()
        assert now == (whole[last] if code == NAMED else whole[note]), (nth - step, code)
        last = last if code == NAMED else note
    assert set(codes) == {NAMED, SURVIVED}
    assert codes.count(NAMED) > 20
    assert runs.good("a") == whole["a"]
    assert verify(runs.home / DAY) == []
    assert runs.tidy()


def test_a_disk_that_is_full_at_any_write_leaves_the_old_report_or_the_new_one_whole(
    lanes: list[Runs],
) -> None:
    """Every call that changes a file fails once: odd ones in one lane, even ones in the other."""
    first = {runs.root: number for number, runs in enumerate(lanes, start=1)}
    side_by_side(lambda runs: fail_at_every_call(runs, first[runs.root], len(lanes)), lanes)
