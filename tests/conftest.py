"""What all tests share."""

import asyncio
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
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
SHOP_REPORT = (
    "report", "customer_base", "--transactions=data/samples/shop.csv", "--as-of=2024-07-01",
    "--map=customer_id=client,date=bought_on,amount=total", "--horizon=26w", "--set=draws=200",
)  # fmt: skip


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the small shop's log, published once for all tests and all their processes.

    What the command printed lies two folders above, in ``stdout``.
    """
    base = tmp_path_factory.getbasetemp()
    output = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "published"
    output.mkdir(exist_ok=True)
    with (output / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (output / "stdout").exists():
            command = [*CLV, *SHOP_REPORT, f"--output={output}"]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            (output / "stdout").write_text(done.stdout)
    return output / "customer_base" / "2024-07-01"


@pytest.fixture(scope="session")
def kernels() -> Iterator[None]:
    """Close the event loop that papermill leaves open, which would count as a leak."""
    yield
    asyncio.get_event_loop().close()
