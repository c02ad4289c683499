import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from adbc_driver_postgresql import dbapi

from clv.errors import InputError
from clv.transactions.sources.database import DatabaseQuery, database_source
from clv.transactions.sources.source import Source
from tests.transactions.postgres import HOST, PASSWORD, USER, Server, free_port

MANY = "SELECT n, repeat('x', 1000) AS filler FROM generate_series(1, 200000) AS g(n)"
WRONG = "wrong-word"
SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE state IS NOT NULL"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been slept."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def ask(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Source]:
    """Asks the server, or what is at another address, held by a variable."""

    def ask_at(sql: str, address: str = postgres.address(), timeout: float = 60) -> Source:
        monkeypatch.setenv("SHOP", address)
        return database_source(DatabaseQuery(sql=sql, database="env:SHOP", timeout=timeout))

    return ask_at


def refusal(work: Callable[[], Any]) -> InputError:
    """The error, after a look that nothing of the address is in it or in its traceback."""
    with pytest.raises(InputError) as caught:
        work()
    shown = "".join(traceback.format_exception(caught.value))
    assert [secret for secret in (PASSWORD, WRONG, USER, HOST) if secret in shown] == []
    return caught.value


def test_a_wrong_password_is_refused_at_once(
    ask: Callable[..., Source], postgres: Server, waits: list[float]
) -> None:
    error = refusal(lambda: ask("SELECT 1", postgres.address(password=WRONG)))
    assert error.code == "E_DATABASE"
    assert "the variable SHOP refuses the connection" in str(error)
    assert waits == []


def test_a_wrong_name_of_a_database_is_refused_at_once(
    ask: Callable[..., Source], postgres: Server, waits: list[float]
) -> None:
    error = refusal(lambda: ask("SELECT 1", postgres.address(name="nowhere")))
    assert error.code == "E_DATABASE"
    assert waits == []


def test_a_server_that_is_down_is_tried_again_three_times(
    ask: Callable[..., Source], waits: list[float]
) -> None:
    error = refusal(lambda: ask("SELECT 1", Server(free_port()).address()))
    assert error.code == "E_DATABASE"
    assert "tried 4 times" in str(error)
    assert len(waits) == 3
    assert all(low <= wait <= 3 * low for wait, low in zip(waits, (0.1, 0.2, 0.4), strict=True))


def test_a_server_that_comes_back_is_reached(
    ask: Callable[..., Source], waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, failures = dbapi.connect, ["Connection refused", "FATAL:  the system is starting up"]

    def sometimes(address: str) -> Any:
        if failures:
            raise dbapi.OperationalError(failures.pop(0), status_code=10)
        return connect(address)

    monkeypatch.setattr(dbapi, "connect", sometimes)
    assert ask("SELECT 1 AS x").columns == ("x",)
    assert len(waits) == 2


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://{user}:{word}%zz@{host}:1/db",
        "postgresql://{user}:{word}@{host}:99999999/db",
        "postgresql://{user}:{word}@{host}:1/db?nonsense=1",
        "postgresql://{user}:{word}@[{host}:1/db",
    ],
)
def test_an_address_that_makes_no_sense_gives_nothing_away(
    ask: Callable[..., Source], waits: list[float], address: str
) -> None:
    filled = address.format(user=USER, word=PASSWORD, host=HOST)
    assert refusal(lambda: ask("SELECT 1", filled)).code == "E_DATABASE"


def test_limits_in_the_address_are_kept(ask: Callable[..., Source], postgres: Server) -> None:
    address = postgres.address() + "?connect_timeout=3&application_name=till"
    source = ask("SELECT current_setting('application_name') AS x", address)
    assert pa.Table.from_batches(source.batches).column(0).to_pylist() == ["till"]


def test_a_slow_query_is_stopped(ask: Callable[..., Source]) -> None:
    source = ask("SELECT pg_sleep(30)", timeout=0.3)
    error = refusal(lambda: list(source.batches))
    assert error.code == "E_DATABASE"
    assert "took longer than 0.3 s" in str(error)
    assert "DatabaseQuery(timeout=...)" in error.remedy


def test_a_query_that_slows_down_in_the_middle_is_stopped(ask: Callable[..., Source]) -> None:
    source = ask("SELECT n, pg_sleep(n / 20.0) FROM generate_series(1, 900) AS g(n)", timeout=0.5)
    assert "took longer than 0.5 s" in str(refusal(lambda: list(source.batches)))


def test_a_connection_dropped_while_rows_come_stops_the_reading(
    ask: Callable[..., Source], postgres: Server
) -> None:
    source = ask(MANY)
    next(source.batches)
    (ended,) = postgres.run(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()"
    )
    assert ended == (1,)
    error = refusal(lambda: list(source.batches))
    assert error.code == "E_DATABASE"
    assert "broke before the last row; nothing was read" in str(error)


def test_a_reading_given_up_closes_its_session(
    ask: Callable[..., Source], postgres: Server
) -> None:
    source = ask(MANY)
    next(source.batches)
    assert postgres.run(SESSIONS) == [(2,)]
    del source
    for _ in range(50):
        if postgres.run(SESSIONS) == [(1,)]:
            break
        time.sleep(0.1)
    assert postgres.run(SESSIONS) == [(1,)]


def test_a_source_that_nobody_reads_holds_no_session(
    ask: Callable[..., Source], postgres: Server
) -> None:
    kept = ask(MANY)
    for _ in range(50):
        if postgres.run(SESSIONS) == [(1,)]:
            break
        time.sleep(0.1)
    assert postgres.run(SESSIONS) == [(1,)]
    assert kept.columns == ("n", "filler")


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("SELECT nothing FROM pg_class", 'column "nothing" does not exist'),
        ("SELECT * FROM nowhere", 'relation "nowhere" does not exist'),
        ("SELECT 1 +", "syntax error"),
    ],
)
def test_what_is_wrong_with_the_text_of_a_query_is_said(
    ask: Callable[..., Source], sql: str, shown: str
) -> None:
    error = refusal(lambda: ask(sql))
    assert error.code == "E_QUERY"
    assert shown in str(error)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST('jane' || '@example.org' AS int)",
        "SELECT CAST(CASE WHEN n < 199999 THEN '1' ELSE 'jane@example.org' END AS int), "
        "repeat('x', 1000) FROM generate_series(1, 200000) AS g(n)",
    ],
)
def test_a_value_that_stops_a_query_is_not_shown(ask: Callable[..., Source], sql: str) -> None:
    error = refusal(lambda: list(ask(sql).batches))
    assert error.code == "E_QUERY"
    assert "jane" not in str(error)


def test_without_its_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", "postgresql://nowhere/db")
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    with pytest.raises(InputError, match=r"E_EXTRA: .*pip install clv\[postgres\]"):
        database_source(DatabaseQuery(sql="SELECT 1", database="env:SHOP"))
