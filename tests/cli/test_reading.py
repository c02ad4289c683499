"""What a command line says about a log, word for word."""

from pathlib import Path

import pytest

from clv.cli.reading import find_source, reading_arguments
from clv.datasets import Dataset
from clv.errors import InputError
from clv.transactions import DatabaseQuery


def test_a_log_is_a_data_set_a_database_or_a_path() -> None:
    assert isinstance(find_source("cdnow", {}), Dataset)
    assert find_source("shop.csv", {}) == Path("shop.csv")
    asked = DatabaseQuery(table="orders", database="shop.duckdb")
    assert find_source("shop.duckdb", {"table": "orders"}) == asked


def test_a_database_needs_a_table_or_a_query() -> None:
    with pytest.raises(InputError, match="E_QUERY"):
        find_source("env:SHOP", {})
    with pytest.raises(InputError, match="E_QUERY"):
        find_source("env:SHOP", {"table": "orders", "sql": "SELECT 1"})


def test_an_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(InputError, match="E_SECRET") as caught:
        find_source("postgresql://me:secret@host/shop", {})
    assert "secret@" not in str(caught.value)


@pytest.mark.parametrize(
    ("log", "code"),
    [
        ("postgresql+psycopg2://me:secret@host/shop", "E_SECRET"),
        ("mysql://me:secret@host", "E_SECRET"),
        ("mysql://host/shop", "E_SOURCE"),
        ("s3://bucket/log.csv", "E_SOURCE"),
    ],
)
@pytest.mark.parametrize("said", [{}, {"table": "orders"}])
def test_an_address_is_no_path(log: str, code: str, said: dict[str, str]) -> None:
    with pytest.raises(InputError, match=code) as caught:
        find_source(log, said)
    assert "secret" not in str(caught.value)
    assert "host" not in str(caught.value)


def test_nothing_said_leaves_every_default() -> None:
    assert reading_arguments({}) == {}
    assert set(reading_arguments({"clean": ("returns=drop",)})) == {"cleaning"}
