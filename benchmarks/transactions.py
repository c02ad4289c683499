"""From a log to customers: time and peak memory beside the peers, each run in its own process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from tqdm import tqdm

from .logs import AS_OF, COLUMNS, write_log

__all__ = ["measure"]

ROOT = Path(__file__).parents[1]
CUT = date(2024, 7, 1)
THREADS = 2
SURROUNDINGS = {
    "OMP_NUM_THREADS": str(THREADS),
    "OMP_THREAD_LIMIT": str(THREADS),
    # Arrow's own pool keeps what it has freed; the system's gives it back. For all alike.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
SIZES = (1_000_000, 10_000_000, 100_000_000)


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    measurement: str
    rows: int
    task: str
    memory_limit: str | None = None
    form: str = "parquet"
    python: str | None = sys.executable
    repeats: int = 3


def cases(largest: int, peer_python: str | None) -> Iterator[Case]:
    """What is measured up to a size."""
    ten, one = min(largest, SIZES[1]), min(largest, SIZES[0])
    yield Case("summary", ten, "lifetimes_summary")
    yield Case("summary", ten, "clv_summary", "500MB")
    yield Case("calibration and holdout", one, "lifetimes_split")
    yield Case("calibration and holdout", one, "pymc_split", python=peer_python)
    yield Case("calibration and holdout", one, "clv_split", "500MB")
    for rows in sorted({min(largest, size) for size in SIZES}):
        yield Case("reading and summary", rows, "clv_summary", "1GB")
    yield Case("reading and summary, delimited text", ten, "clv_summary", "1GB", "csv")


def measure(
    rows: int, repeats: int, peer_python: str | None, folder: Path, only: str = ""
) -> pd.DataFrame:
    """One row for each case: median of seconds, largest peak of memory."""
    chosen = [
        case
        for case in cases(rows, peer_python)
        if case.task == only or case.measurement.startswith(only)
    ]
    logs = {(case.rows, case.form) for case in chosen}
    paths = {key: write_log(folder, *key) for key in sorted(logs)}
    found: dict[Case, list[dict[str, Any]]] = {case: [] for case in chosen}
    for case in tqdm(list(in_turn(chosen, repeats)), desc="transactions", unit=" runs"):
        found[case].append(run(case, paths[case.rows, case.form]))
    return pd.DataFrame(
        line(case, runs, paths[case.rows, case.form]) for case, runs in found.items()
    )


def in_turn(chosen: Iterable[Case], repeats: int) -> Iterator[Case]:
    """Peers in turn, so that a busy machine slows both."""
    for _ in range(repeats):
        yield from (case for case in chosen if case.python is not None)


def run(case: Case, path: Path) -> dict[str, Any]:
    """One measurement, in an interpreter of its own."""
    read = {"columns": COLUMNS, "memory_limit": case.memory_limit, "threads": THREADS}
    options = {
        "as_of": AS_OF.isoformat(),
        "last_day": (AS_OF - timedelta(days=1)).isoformat(),
        "cut": CUT.isoformat(),
        "last_before_cut": (CUT - timedelta(days=1)).isoformat(),
        "read": read,
    }
    command = [str(case.python), "-W", "ignore", "-m", "benchmarks.child", case.task]
    done = subprocess.run(
        [*command, str(path), json.dumps(options)],
        cwd=ROOT,
        env=os.environ | SURROUNDINGS,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1]}
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def line(case: Case, runs: list[dict[str, Any]], path: Path) -> dict[str, object]:
    """What is said of a case; without a figure it says why."""
    good = [r for r in runs if "seconds" in r]
    told = {
        "measurement": case.measurement,
        "rows": case.rows,
        "megabytes": round(path.stat().st_size / 1e6),
        "by": case.task.partition("_")[0],
    }
    if not good:
        return told | {"remark": runs[0]["failed"] if runs else "not measured: give --peer-python"}
    seconds = median(r["seconds"] for r in good)
    return told | {
        "version": good[0]["version"],
        "customers": good[0]["customers"],
        "seconds": round(seconds, 2),
        "microseconds_per_row": round(1e6 * seconds / case.rows, 3),
        "peak_mb": round(max(r["peak_mb"] for r in good)),
        "of_which_imports_mb": round(max(r["imported_mb"] for r in good)),
        "memory_limit": case.memory_limit,
        "threads": THREADS if case.memory_limit else "1, reading all",
        "repeats": len(good),
    }
