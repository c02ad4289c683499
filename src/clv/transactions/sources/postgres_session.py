"""A session with PostgreSQL: reads one snapshot, fails in one sentence that gives nothing away."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pyarrow as pa

from clv.errors import InputError

__all__ = ["snapshot"]

_WAITS = (0.2, 0.4, 0.8)
"""Seconds before each further attempt to connect, give or take a half."""

_LIMITS = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_count": 3}
"""Of the connection, where the address does not say otherwise: seconds, seconds, attempts."""


@contextmanager
def snapshot(address: str, title: str, timeout: float) -> Iterator[Any]:
    """Open a transaction that sees one state of the database and can change nothing.

    Parameters
    ----------
    address
        ``postgresql://...``; no part of it gets into a message.
    title
        What to call the database instead.
    timeout
        Seconds that a statement may take, from its start to its last row.

    Yields
    ------
    adbc_driver_manager.dbapi.Cursor
        Closed in the end, with its connection.

    Raises
    ------
    InputError
        ``E_EXTRA``, ``E_DATABASE`` or ``E_QUERY``, also for what goes wrong inside the block.
    """
    driver = _driver()
    connection = _connected(driver, address, title)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(f"SET LOCAL statement_timeout = {max(1, round(timeout * 1000))}")
            yield cursor
    except (driver.Error, pa.ArrowException, OSError) as error:
        raise _failed(error, title, timeout) from None
    finally:
        connection.close()


def _driver() -> Any:
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise InputError(
            "E_EXTRA", "the driver for PostgreSQL is not installed", "pip install clv[postgres]"
        ) from None
    return dbapi


def _connected(driver: Any, address: str, title: str) -> Any:
    """Connect; try again where the server did not answer, but not where it refused."""
    jitter = Random(os.getpid())  # processes that failed together do not come back together
    complete = _with_limits(address)
    words = ""
    for wait in (*_WAITS, None):
        try:
            return driver.connect(complete)
        except driver.Error as error:
            words = str(error)
        if wait is None or _is_refusal(words):
            break
        time.sleep(wait * jitter.uniform(0.5, 1.5))
    # Raised outside of the handler: the driver's words may hold parts of the address.
    if _is_refusal(words):
        remedy = "check user, password and the name of the database in its address"
        raise InputError("E_DATABASE", f"{title} refuses the connection", remedy)
    found = f"{title} could not be reached, tried {1 + len(_WAITS)} times"
    raise InputError("E_DATABASE", found, "check that it runs, and host and port in its address")


def _is_refusal(words: str) -> bool:
    passing = ("starting up", "shutting down", "too many", "recovery")
    return "FATAL" in words and not any(reason in words for reason in passing)


def _with_limits(address: str) -> str:
    tail = address.rpartition("@")[2]
    given = dict(parse_qsl(tail.partition("?")[2], keep_blank_values=True))
    added = "&".join(f"{name}={value}" for name, value in _LIMITS.items() if name not in given)
    return address + ("&" if "?" in tail else "?") + added


def _failed(error: Exception, title: str, timeout: float) -> InputError:
    """Say what stopped a query; the server's words only where they are about its text."""
    words, state = str(error), getattr(error, "sqlstate", None) or ""
    if state == "57014" or "statement timeout" in words:
        found = f"{title} took longer than {timeout:g} s"
        remedy = "ask for less, or give more seconds: DatabaseQuery(timeout=...)"
        return InputError("E_DATABASE", found, remedy)
    if state == "25006":
        return InputError("E_QUERY", "the query would write", "give a SELECT that only reads")
    if state.startswith("42"):
        reason = words.partition("ERROR:")[2].strip().partition("\n")[0]
        return InputError("E_QUERY", f"the query fails: {reason}", "mend it where you can run it")
    if state.startswith("22") or "ERROR:" in words:
        return InputError(
            "E_QUERY", "the query fails on some value", "mend it where you can run it"
        )
    found = f"the connection to {title} broke before the last row; nothing was read"
    return InputError("E_DATABASE", found, "try again, and see the server's own log if it stays so")
