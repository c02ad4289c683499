import dataclasses
import traceback
from pathlib import Path
from typing import Any

import duckdb
import pytest

from clv.errors import InputError
from clv.transactions.sources.database import DatabaseQuery, database_source


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://keeper:planted-word@127.0.0.1/db",
        "postgresql://keeper:planted-word@/db",
        "postgresql://keeper:planted#word@127.0.0.1/db",
        "postgresql://keeper:planted/word@127.0.0.1/db",
        "postgres://127.0.0.1/db?user=keeper&password=planted-word",
        "host=127.0.0.1 user=keeper password = planted-word",
        "mysql://keeper:planted-word@127.0.0.1/db",
        "postgresql://keeper:@[planted-word",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_shown(address: str) -> None:
    with pytest.raises(InputError, match="E_SECRET") as caught:
        DatabaseQuery(sql="SELECT 1", database=address)
    assert "env:NAME" in str(caught.value)
    deep = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    own = [frame.locals for frame in deep.stack if frame.name == "__post_init__"]
    assert own
    assert [part for part in ("planted", "keeper") if part in str(caught.value) + str(own)] == []


def test_an_address_without_a_password_may_stand_by_itself() -> None:
    query = DatabaseQuery(sql="SELECT 1", database="postgresql://keeper@127.0.0.1:5432/db")
    assert query.title == "a PostgreSQL database"


@pytest.mark.parametrize(
    ("database", "title"),
    [
        ("env:SHOP", "the database in the variable SHOP"),
        ("/data/shop.duckdb", "shop.duckdb"),
        (Path("shop.duckdb"), "shop.duckdb"),
    ],
)
def test_a_title_says_where_rows_come_from(database: str | Path, title: str) -> None:
    assert DatabaseQuery(table="orders", database=database).title == title


@pytest.mark.parametrize(
    "given",
    [{}, {"sql": "SELECT 1", "table": "a"}, {"table": "a", "timeout": 0},
     {"table": "a", "timeout": float("nan")}],
)  # fmt: skip
def test_either_a_query_or_a_table_and_a_positive_time_are_needed(given: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_QUERY"):
        DatabaseQuery(database="shop.duckdb", **given)


@pytest.mark.parametrize(
    ("given", "words"), [({}, "nothing"), ({"sql": "SELECT 1", "table": "a"}, "both a query and")]
)
def test_what_a_database_is_asked_wrongly_is_said(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=f"a database is asked for {words}"):
        DatabaseQuery(database="shop.duckdb", **given)


def test_a_query_does_not_change() -> None:
    query = DatabaseQuery(sql="SELECT 1", database="shop.duckdb")
    with pytest.raises(dataclasses.FrozenInstanceError):
        query.sql = "SELECT 2"  # type: ignore[misc]


@pytest.mark.parametrize("value", [None, "", "planted-word", "host=planted-word", "/planted-word"])
def test_a_variable_without_an_address_is_named_and_its_value_is_not(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP", raising=False)
    if value is not None:
        monkeypatch.setenv("SHOP", value)
    with pytest.raises(InputError, match="E_DATABASE: the environment variable 'SHOP'") as caught:
        database_source(DatabaseQuery(sql="SELECT 1", database="env:SHOP"))
    assert "planted" not in str(caught.value)


def test_a_path_is_a_file_of_duckdb(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "shop.duckdb") as shop:
        shop.execute("CREATE TABLE orders AS SELECT 7 AS x")
    source = database_source(DatabaseQuery(table="orders", database=tmp_path / "shop.duckdb"))
    assert [batch.to_pydict() for batch in source.batches] == [{"c0": [7]}]
