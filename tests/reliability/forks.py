"""Runs the report ``stub`` again and again, each time in a fork that can be killed or broken.

Everything is real but the kernels: lock, scratch, kept stages, page, sheet, manifest, publishing,
retention, journal. Started as ``python -m tests.reliability.forks ROOT``; each line of JSON that it
reads is a run, and it answers with how that ended.

The process that forks only imports and never runs anything itself: a lock that it had made, such
as that of tqdm, would be one for all forks, and a fork killed with it in hand would stop the rest.
"""

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from clv.errors import ClvError
from clv.reporting.blocks import templates
from clv.reporting.pages.shell import style
from clv.reporting.running import job, keys, workshop
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


def full() -> None:
    raise OSError(28, "No space left on device")


class Changes:
    """Counts the changes that are made to a folder's files, and does something before the n-th."""

    def __init__(self, root: Path, nth: int, act: Callable[[], None]) -> None:
        self.root, self.nth, self.act, self.seen = str(root), nth, act, 0
        sys.addaudithook(self.see)
        for name in ("write", "fsync"):
            setattr(os, name, self.counted(getattr(os, name)))

    def see(self, event: str, given: tuple[Any, ...]) -> None:
        changes = event in CHANGES or (event == "open" and bool((given[2] or 0) & WRITES))
        if changes and str(given[0]).startswith(self.root):
            self.count()

    def count(self) -> None:
        self.seen += 1
        if self.seen == self.nth:
            self.act()

    def counted(self, real: Any) -> Any:
        def write(*given: Any) -> Any:
            if "pipe" not in os.readlink(f"/proc/self/fd/{given[0]}"):
                self.count()
            return real(*given)

        return write


def work(root: Path, asked: dict[str, Any], act: Callable[[], None] = full) -> int:
    nth = asked.get("nth", 0)
    changes = Changes(root / "reports", nth, act)
    run = replace(RUNS[asked["note"]], fresh=asked.get("fresh", False))
    try:
        run_module.run_report(run, cast(Transactions, LOG))
    except ClvError:
        return NAMED
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        return UNNAMED
    if act is full:  # one that is killed while it writes this would leave half a number
        (root / "changes").write_text(str(changes.seen))
    return SURVIVED if act is full and 0 < nth <= changes.seen else UNTOUCHED


def fork(act: Callable[[], int]) -> int:
    child = os.fork()
    if not child:
        os._exit(act())
    return ended(child)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(root: Path, asked: dict[str, Any]) -> int:
    """Kill a run the asked time after it has come to its n-th change."""
    hears, tells = os.pipe()
    child = os.fork()
    if not child:
        os._exit(work(root, asked, act=lambda: os.close(tells)))
    os.close(tells)
    os.read(hears, 1)  # returns when the other end is closed: by that change, or by the run's end
    os.close(hears)
    time.sleep(asked["kill_after"])
    os.kill(child, signal.SIGKILL)
    return ended(child)


def first(root: Path) -> int:
    """The first two runs, and what they have imported."""
    codes = [work(root, {"note": note}) for note in "ab"]
    (root / "imported").write_text("\n".join(sys.modules))
    return max(codes)


def warm(root: Path) -> None:
    """Import, digest and compile what every run needs, so that forks are fast."""
    for note in "ab":
        RUNS[note] = run_of(root, lambda line: None, note=note)
    keys.stage_key(root / "log.csv", {}, {})
    assert fork(lambda: first(root)) == UNTOUCHED
    for name in (root / "imported").read_text().splitlines():
        with suppress(ImportError, ValueError):
            importlib.import_module(name)
    for template in ("page.html", "notebook.html", "blocks.html"):
        templates().get_template(template)
    style()


def serve(root: Path) -> None:
    fakes = (
        (job, "save_log", save_log),
        (run_module, "check_kernel", lambda: None),
        (run_module, "warm_kernels", nullcontext),
        (workshop, "execute", pretend),
    )
    for module, name, fake in fakes:
        setattr(module, name, fake)
    warm(root)
    for line in sys.stdin:
        asked = json.loads(line)
        code = kill(root, asked) if "kill_after" in asked else fork(partial(work, root, asked))
        changes = int((root / "changes").read_text())
        print(json.dumps({"code": code, "changes": changes}), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
