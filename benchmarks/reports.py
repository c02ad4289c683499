"""All reports of the catalogue on the CDNOW cohort, one command after the other, as cron runs them.

The first round finds nothing kept, the second takes every stage from what the first one kept.
There is no peer: papermill alone would run the notebooks of each report one after the other.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
from tqdm import tqdm

from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import Project

__all__ = ["measure"]

ROOT = Path(__file__).parents[1]
CLV = (sys.executable, "-c", "from clv.cli import main; main()")


def measure() -> pd.DataFrame:
    """One row for each report and round: wall-clock seconds, page, memory of all kernels."""
    names = list(read_catalogue(Project(ROOT)))
    rows = []
    with TemporaryDirectory() as output:
        for round_, name in tqdm([(r, name) for r in (1, 2) for name in names], unit=" reports"):
            command = [*CLV, "report", name, "--as-of=1998-07-01", f"--output={output}"]
            start = perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            seconds = perf_counter() - start
            home = Path(output, name)
            told = json.loads((home / ".journal.jsonl").read_text().splitlines()[-1])
            page = (home / "1998-07-01" / "report.html").stat().st_size / 1000
            rows.append(
                {"round": round_, "report": name, "seconds": seconds, "reused": told["reused"],
                 "memory_mb": told["memory_mb"], "page_kb": page}
            )  # fmt: skip
    return pd.DataFrame(rows)
