"""What all tests share."""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from clv.customers import summarise
from clv.datasets import cdnow, cdnow_sample
from clv.transactions import Transactions, read_transactions

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def cdnow_log() -> Transactions:
    """The whole CDNOW cohort as of the end of observation."""
    return read_transactions(cdnow(), as_of="1998-07-01")


@pytest.fixture(scope="session")
def cdnow_sample_log() -> Transactions:
    """The one-in-ten sample as of the end of observation."""
    return read_transactions(cdnow_sample(), as_of="1998-07-01")


@pytest.fixture(scope="session")
def cdnow_customers(cdnow_log: Transactions) -> pd.DataFrame:
    """The cohort's customers as of the end of calibration, in weeks."""
    return summarise(cdnow_log, "1997-10-01")


@pytest.fixture(scope="session")
def cdnow_sample_customers(cdnow_sample_log: Transactions) -> pd.DataFrame:
    """The sample's customers as of the end of calibration, in weeks."""
    return summarise(cdnow_sample_log, "1997-10-01")


ROOT = Path(__file__).parents[1]
CLV = (sys.executable, "-c", "from clv.cli import main; main()")
REPORTS = ("churn_watch", "customer_base", "segment_review", "value_forecast")
SHOP = (
    "--transactions=data/samples/shop.csv", "--map=customer_id=client,date=bought_on,amount=total",
    "--as-of=2024-07-01", "--horizon=26w", "--set=draws=200",
)  # fmt: skip


def shared(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def only_once(folder: Path) -> Iterator[bool]:
    """Hold a folder's lock; say whether it is still to be filled."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not (folder / "stdout").exists()


def publish_all(output: Path, *options: str) -> None:
    """Make every report of the catalogue on the small shop's log."""
    told = []
    for name in REPORTS:
        command = [*CLV, "report", name, *SHOP, *options, f"--output={output}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    (output / "stdout").write_text("".join(told))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All reports on the small shop's log, published once for all tests and all their processes.

    What the commands printed lies two folders above each, in ``stdout``.
    """
    output = shared(tmp_path_factory, "published")
    with only_once(output) as empty:
        if empty:
            publish_all(output)
    return {name: output / name / "2024-07-01" for name in REPORTS}


@pytest.fixture(scope="session")
def chinese(tmp_path_factory: pytest.TempPathFactory, reports: dict[str, Path]) -> dict[str, Path]:
    """The same reports in Chinese; what does not depend on the language is taken from there."""
    output = shared(tmp_path_factory, "published_zh")
    with only_once(output) as empty:
        if empty:
            shutil.copytree(shared(tmp_path_factory, "published") / ".stages", output / ".stages")
            publish_all(output, "--language=zh")
    return {name: output / name / "2024-07-01" for name in REPORTS}


@pytest.fixture(scope="session")
def published(reports: dict[str, Path]) -> Path:
    """The report on the customer base."""
    return reports["customer_base"]


@pytest.fixture(scope="session")
def kernels() -> Iterator[None]:
    """Close the event loop that papermill leaves open, which would count as a leak."""
    yield
    asyncio.get_event_loop().close()
