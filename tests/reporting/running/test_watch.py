"""What kernels hold together is counted once, and closely only where it may matter."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import psutil
import pytest

from clv.reporting.catalogue import Limits
from clv.reporting.running import watch as watching
from clv.reporting.running.watch import MARK, Watch, end_processes

HELD = 100_000_000
FORKS = f"""
import os, time
much = bytearray({HELD})
much[::4096] = b"x" * len(much[::4096])
for _ in range(2):
    if os.fork() == 0:
        break
os.write(1, b"there\\n")
time.sleep(60)
"""


@pytest.fixture(scope="module")
def mark() -> Iterator[str]:
    """Of three processes that hold the same memory."""
    mark = f"test-watch-{os.getpid()}"
    order = [sys.executable, "-S", "-c", FORKS]
    env = {**os.environ, MARK: mark}
    with subprocess.Popen(order, env=env, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        try:
            assert [parent.stdout.readline() for _ in range(3)] == [b"there\n"] * 3
            yield mark
        finally:
            end_processes(mark)


def watched(mark: str, memory_mb: float = 4000) -> Watch:
    return Watch(mark, Limits(memory_mb=memory_mb))


def test_pages_that_forks_share_are_counted_once(mark: str) -> None:
    watch = watched(mark)
    assert watch._judge() is None
    assert HELD / 1e6 < watch.peak_mb < 2 * HELD / 1e6


def test_whoever_holds_more_than_the_limit_is_ended(mark: str) -> None:
    assert watched(mark, 2 * HELD / 1e6)._judge() is None
    verdict = watched(mark, HELD / 1e6)._judge()
    assert verdict is not None
    assert verdict.code == "E_MEMORY_LIMIT"


@pytest.mark.parametrize("refusal", [psutil.AccessDenied(), AttributeError("pss"), PermissionError])
def test_where_nobody_may_look_closer_all_that_is_seen_counts(
    mark: str, monkeypatch: pytest.MonkeyPatch, refusal: Any
) -> None:
    def refuse(_: psutil.Process) -> None:
        raise refusal

    monkeypatch.setattr(psutil.Process, "memory_full_info", refuse)
    watch = watched(mark)
    watch._judge()
    assert watch.peak_mb > 3 * HELD / 1e6


def test_shares_are_added_up_only_where_they_could_be_more_than_before(
    mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, share = watched(mark), Mock(wraps=watching._share)
    monkeypatch.setattr(watching, "_share", share)
    watch._judge()
    assert share.call_count == 3
    watch.peak_mb = 1000
    assert watch._judge() is None
    assert (share.call_count, watch.peak_mb) == (3, 1000)
