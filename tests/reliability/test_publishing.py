"""Kill a run at any instant, or let any write of it fail: the last good report stays as it was."""

import json
import os
import random
import select
import subprocess
import sys
from collections.abc import Iterator
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


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    entry = {"parameters": ["as_of", "horizon", "note"], "notebooks": ["one", "summary"]}
    declares = "store: str = 'results'\nnote: str = 'a'\n"
    root = project(tmp_path, entry, declares, one=["1"], summary=["2"])
    command = [sys.executable, "-m", "tests.reliability.forks", str(root)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        try:
            yield Runs(root, process)
        finally:
            process.kill()


def test_a_run_killed_at_any_of_200_instants_leaves_the_old_report_or_the_new_one_whole(
    runs: Runs,
) -> None:
    whole = {note: runs.good(note) for note in "ab"}
    assert whole["a"] != whole["b"]
    usual = max(runs.run("a")["seconds"], runs.run("b", fresh=True)["seconds"])
    draw, last, killed, swapped = random.Random(7), "b", 0, 0
    for number in range(KILLS):
        note = "ab"[number % 2]
        ended = runs.run(note, delay=draw.uniform(0, 1.1 * usual), fresh=number % 3 == 0)
        assert ended["code"] in (-9, UNTOUCHED)
        now = runs.published()
        assert now in (whole[last], whole[note])
        killed += ended["code"] == -9
        swapped += now == whole[note] != whole[last]
        last = note if now == whole[note] else last
    assert killed > KILLS / 2
    assert swapped > 0
    assert runs.good("a") == whole["a"]
    assert verify(runs.home / DAY) == []
    assert runs.tidy()
    assert len(list((runs.home / ".runs").iterdir())) == 1
    assert {entry["status"] for entry in read_journal(runs.home)} == {"good"}


def test_a_disk_that_is_full_at_any_write_leaves_the_old_report_or_the_new_one_whole(
    runs: Runs,
) -> None:
    whole = {note: runs.good(note) for note in "ab"}
    last, codes, nth = "b", [], 0
    while code := runs.run(note := "ab"[nth % 2], nth=(nth := nth + 1), fresh=True)["code"]:
        codes.append(code)
        now = runs.published()
        assert now == (whole[last] if code == NAMED else whole[note])
        last = last if code == NAMED else note
    assert set(codes) == {NAMED, SURVIVED}
    assert codes.count(NAMED) > 20
    assert runs.good("a") == whole["a"]
    assert verify(runs.home / DAY) == []
    assert runs.tidy()
