"""One task in a process of its own: ``python -m benchmarks.child TASK PATH {options}``.

Prints one line of JSON. The clock starts after the imports and covers the reading of the file; the
peak of memory is that of the whole process, the imported packages included. A task imports nothing
but what it measures, so that the interpreter may be one that has only the peer.
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any

Options = dict[str, Any]
Work = Callable[[], int]


def clv_summary(path: str, options: Options) -> Work:
    """Read, clean, account for every row, summarise."""
    from clv.customers import summarise
    from clv.transactions import read_transactions

    def work() -> int:
        log = read_transactions(Path(path), as_of=options["as_of"], **options["read"])
        return len(summarise(log, options["as_of"], "D"))

    return work


def clv_split(path: str, options: Options) -> Work:
    """The same with what happened after a cut."""
    from clv.customers import outcomes, summarise
    from clv.transactions import read_transactions

    def work() -> int:
        log = read_transactions(Path(path), as_of=options["as_of"], **options["read"])
        before = summarise(log, options["cut"], "D")
        return len(before.join(outcomes(log, options["cut"], options["as_of"])))

    return work


def lifetimes_summary(path: str, options: Options) -> Work:
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    def work() -> int:
        log = pd.read_parquet(path)
        return len(
            summary_data_from_transaction_data(
                log, *log.columns, observation_period_end=options["last_day"], freq="D"
            )
        )

    return work


def lifetimes_split(path: str, options: Options) -> Work:
    import pandas as pd
    from lifetimes.utils import calibration_and_holdout_data

    def work() -> int:
        log = pd.read_parquet(path)
        who, when, money = log.columns
        return len(
            calibration_and_holdout_data(
                log,
                who,
                when,
                options["last_before_cut"],
                observation_period_end=options["last_day"],
                freq="D",
                monetary_value_col=money,
            )
        )

    return work


def pymc_split(path: str, options: Options) -> Work:
    import pandas as pd

    # By name: it needs Python 3.12 and is in no list of this project's packages.
    peer = import_module("pymc_marketing.clv")

    def work() -> int:
        log = pd.read_parquet(path)
        who, when, money = log.columns
        return len(
            peer.rfm_train_test_split(
                log,
                who,
                when,
                options["last_before_cut"],
                options["last_day"],
                time_unit="D",
                monetary_value_col=money,
            )
        )

    return work


TASKS = {
    "clv_summary": (clv_summary, "clv"),
    "clv_split": (clv_split, "clv"),
    "lifetimes_summary": (lifetimes_summary, "lifetimes"),
    "lifetimes_split": (lifetimes_split, "lifetimes"),
    "pymc_split": (pymc_split, "pymc-marketing"),
}


def peak_megabytes() -> float:
    """Peak of this process alone; getrusage would count the parent's memory at the start."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return getrusage(RUSAGE_SELF).ru_maxrss / unit


def main(task: str, path: str, options: str) -> None:
    prepare, package = TASKS[task]
    work = prepare(path, json.loads(options))
    imported = peak_megabytes()
    start = perf_counter()
    customers = work()
    found = {
        "seconds": perf_counter() - start,
        "peak_mb": peak_megabytes(),
        "imported_mb": imported,
        "customers": customers,
        "version": version(package),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
