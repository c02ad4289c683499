"""Runs the report ``stub`` again and again, each time in a fork that can be killed or broken.

Everything is real but the kernels: lock, scratch, kept stages, page, sheet, manifest, publishing,
retention, journal. Started as ``python -m tests.reliability.forks ROOT``; each line of JSON that it
reads is a run, and it answers with how that ended.
"""

import json
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from clv.errors import ClvError
from clv.reporting.running import job, workshop
from clv.reporting.running import run as run_module
from clv.reporting.running.plan import Run
from clv.transactions import Transactions
from tests.reporting.running.stub import pretend, run_of

UNTOUCHED, SURVIVED, NAMED, UNNAMED = 0, 5, 3, 70
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.mkdir", "os.rename", "os.symlink", "os.link", "os.utime", "os.remove", "os.rmdir"}
LOG = SimpleNamespace(
    source="log.csv", digest="0" * 64, as_of="2024-07-01", columns=frozenset({"amount"}),
    first_day=date(2023, 1, 1), has_amounts=True,
    audit=SimpleNamespace(to_dict=lambda: {"rows_in": 2}),
)  # fmt: skip
RUNS: dict[str, Run] = {}


def save_log(log: object, folder: Path) -> None:
    folder.mkdir()
    (folder / "days.parquet").write_bytes(bytes(1000))


class Broken:
    """Lets the n-th change of a folder's files fail as on a full disk."""

    def __init__(self, root: Path, nth: int) -> None:
        self.root, self.left, self.hit = str(root), nth, False
        sys.addaudithook(self.see)
        for name in ("write", "fsync"):
            setattr(os, name, self.counted(getattr(os, name)))

    def see(self, event: str, given: tuple[Any, ...]) -> None:
        changes = event in CHANGES or (event == "open" and bool((given[2] or 0) & WRITES))
        if changes and str(given[0]).startswith(self.root):
            self.count()

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.hit = True
            raise OSError(28, "No space left on device")

    def counted(self, real: Any) -> Any:
        def write(*given: Any) -> Any:
            if "pipe" not in os.readlink(f"/proc/self/fd/{given[0]}"):
                self.count()
            return real(*given)

        return write


def work(root: Path, asked: dict[str, Any]) -> int:
    broken = Broken(root / "reports", asked["nth"]) if asked.get("nth") else None
    run = replace(RUNS[asked["note"]], fresh=asked.get("fresh", False))
    try:
        run_module.run_report(run, cast(Transactions, LOG))
    except ClvError:
        return NAMED
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return UNNAMED
    return SURVIVED if broken and broken.hit else UNTOUCHED


def fork(root: Path, asked: dict[str, Any]) -> int:
    child = os.fork()
    if not child:
        os._exit(work(root, asked))
    if asked.get("delay") is not None:
        time.sleep(asked["delay"])
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def serve(root: Path) -> None:
    fakes = (job, "save_log", save_log), (run_module, "check_kernel", lambda: None)
    for module, name, fake in (*fakes, (workshop, "execute", pretend)):
        setattr(module, name, fake)
    for note in "ab":  # forks find everything warm, and the digest of the code the same
        RUNS[note] = run_of(root, lambda line: None, note=note)
        work(root, {"note": note})
    for line in sys.stdin:
        start = time.monotonic()
        code = fork(root, json.loads(line))
        print(json.dumps({"code": code, "seconds": time.monotonic() - start}), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
