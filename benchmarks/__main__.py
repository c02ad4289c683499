"""Run ``python -m benchmarks [fits] [recovery]``; without a name it measures the fits."""

import sys
from pathlib import Path

from . import fits, recovery
from .machine import describe_machine

RESULTS = Path(__file__).parent / "results"
SUBJECTS = {"fits": fits.measure, "recovery": recovery.measure}


def main(names: list[str]) -> int:
    """Measure the named subjects and write a table of each to benchmarks/results."""
    unknown = set(names) - set(SUBJECTS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(SUBJECTS)}")
        return 2
    RESULTS.mkdir(exist_ok=True)
    for name in names or ["fits"]:
        table = SUBJECTS[name]().assign(machine=describe_machine())
        table.to_csv(RESULTS / f"{name}.csv", index=False)
        print(table.drop(columns="machine").to_string(index=False), describe_machine(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
