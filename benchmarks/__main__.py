"""Run ``python -m benchmarks [NAME ...] [options]``; without a name it measures the fits."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from . import agreement, contest, fits, learned, posterior, recovery, reports, rules, transactions
from .machine import describe_machine

RESULTS = Path(__file__).parent / "results"
SUBJECTS: dict[str, Callable[[argparse.Namespace], pd.DataFrame]] = {
    "fits": lambda options: fits.measure(options.rows, options.repeats),
    "value": lambda options: fits.measure_value(),
    "recovery": lambda options: recovery.measure(),
    "posterior": lambda options: posterior.measure(options.peer_python),
    "transactions": lambda options: transactions.measure(
        options.rows, options.repeats, options.peer_python, options.folder, options.only
    ),
    "rules": lambda options: rules.measure(options.rows, options.folder),
    "contest": lambda options: contest.measure(),
    "learned": lambda options: learned.measure(min(options.rows, 1_000_000), options.folder),
    "reports": lambda options: reports.measure(),
    "agreement": lambda options: agreement.measure(options.rows, options.folder),
}


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SUBJECTS)}")
    parser.add_argument(
        "--rows", type=lambda text: int(float(text)), default=10_000_000,
        help="largest log or number of customers, such as 1e6 (default 1e7)",
    )  # fmt: skip
    parser.add_argument(
        "--repeats", type=int, default=3, help="of transactions and fits (default 3)"
    )
    parser.add_argument(
        "--only", default="",
        help="measurements of transactions that begin so, such as 'summary', or a task of child.py",
    )  # fmt: skip
    parser.add_argument(
        "--peer-python", default=os.environ.get("CLV_PEER_PYTHON"),
        help="a Python >= 3.12 with pymc-marketing and pyarrow (default: $CLV_PEER_PYTHON)",
    )  # fmt: skip
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "clv-benchmarks",
        help="where generated logs are kept (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="where tables go (default: %(default)s)"
    )
    options = parser.parse_args(words)
    if unknown := set(options.names) - set(SUBJECTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(SUBJECTS)}")
    return options


def main(words: list[str]) -> int:
    """Measure the named subjects and write a table of each to benchmarks/results."""
    options = parse(words)
    options.results.mkdir(parents=True, exist_ok=True)
    for name in options.names or ["fits"]:
        table = SUBJECTS[name](options).assign(machine=describe_machine())
        table.to_csv(options.results / f"{name}.csv", index=False)
        print(table.drop(columns="machine").to_string(index=False), describe_machine(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
