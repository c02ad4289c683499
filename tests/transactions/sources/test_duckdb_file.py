import datetime
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from clv.errors import InputError
from clv.transactions.sources.duckdb_file import duckdb_source
from clv.transactions.sources.source import Source


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE SCHEMA sales")
        connection.execute("CREATE TABLE sales.orders AS SELECT range AS n FROM range(250000)")
        connection.execute("CREATE VIEW few AS SELECT n FROM sales.orders WHERE n < 2")
        connection.execute("""CREATE TABLE "od;d ""name" AS SELECT 1 AS n""")
    return path


def ask(path: Path, sql: str | None = None, table: str | None = None) -> Source:
    return duckdb_source(path, sql=sql, table=table, memory_limit="500MB", threads=2)


def rows(source: Source) -> list[tuple[Any, ...]]:
    columns = pa.Table.from_batches(source.batches).columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("7", pa.int32(), 7),
        ("'007'", pa.string(), "007"),
        ("0.1::DECIMAL(12, 3)", pa.decimal128(12, 3), Decimal("0.100")),
        ("170141183460469231731687303715884105727 // 10", pa.decimal128(38, 0), 2**127 // 10),
        ("1.5::DOUBLE", pa.float64(), 1.5),
        ("DATE '2024-02-29'", pa.date32(), datetime.date(2024, 2, 29)),
        ("TIMESTAMP '2024-02-29 23:59:59'", pa.timestamp("us"),
         datetime.datetime(2024, 2, 29, 23, 59, 59)),
        ("CAST(TIMESTAMPTZ '2024-01-01 00:30:00+02' AS DATE)", pa.date32(),
         datetime.date(2023, 12, 31)),
        ("'b'::ENUM('a', 'b')", pa.string(), "b"),
        ("uuid '00000000-0000-0000-0000-000000000001'", pa.string(),
         "00000000-0000-0000-0000-000000000001"),
        ("[1, 2]", pa.string(), "[1, 2]"),
        ("NULL", pa.string(), None),
    ],
)  # fmt: skip
def test_values_keep_their_type_or_become_text(
    shop: Path, expression: str, kind: pa.DataType, value: object
) -> None:
    source = ask(shop, f"SELECT {expression} AS x")
    assert source.types == (kind,)
    assert rows(source) == [(value,)]


def test_rows_come_batch_by_batch(shop: Path) -> None:
    sizes = [batch.num_rows for batch in ask(shop, table="sales.orders").batches]
    assert len(sizes) > 1
    assert sum(sizes) == 250_000


def test_tables_and_views_are_read_by_name(shop: Path) -> None:
    assert rows(ask(shop, table="few")) == [(0,), (1,)]
    assert rows(ask(shop, table='od;d "name')) == [(1,)]


def test_names_need_not_be_distinct(shop: Path) -> None:
    source = ask(shop, "SELECT 1 AS x, 2 AS x")
    assert source.columns == ("x", "x")
    assert rows(source) == [(1, 2)]


def test_a_table_that_is_not_there_is_refused_with_the_nearest(shop: Path) -> None:
    with pytest.raises(InputError, match=r"E_TABLE: .*did you mean 'sales\.orders'"):
        ask(shop, table="orders")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sales.orders",
        "WITH a AS (SELECT 1 AS n) INSERT INTO sales.orders SELECT n FROM a",
        "SELECT 1; DROP TABLE sales.orders",
        "ATTACH 'other.duckdb'",
        "SELECT * FROM nowhere",
        "SELECT nothing FROM sales.orders",
        "SELECT 1 +",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM secret_frame",
        "SELECT CAST('jane@example.org' || n AS INTEGER) FROM sales.orders",
        "SELECT CASE WHEN n > 240000 THEN error('jane@example.org') END FROM sales.orders",
    ],
)
def test_what_does_not_read_this_file_alone_is_refused(shop: Path, sql: str) -> None:
    secret_frame = pa.table({"x": [1]})
    with pytest.raises(InputError, match="E_QUERY") as caught:
        list(ask(shop, sql.format(path=shop)).batches)
    assert "jane" not in str(caught.value)
    assert secret_frame.num_rows == 1
    assert rows(ask(shop, "SELECT count(*) FROM sales.orders")) == [(250_000,)]


def test_the_file_is_not_changed(shop: Path) -> None:
    before = shop.read_bytes()
    list(ask(shop, table="sales.orders").batches)
    assert shop.read_bytes() == before
    assert [path.name for path in shop.parent.iterdir()] == ["shop.duckdb"]


@pytest.mark.parametrize("content", [None, b"", b"not a database at all", b"SQLite format 3\0"])
def test_a_file_that_is_no_database_is_refused_and_none_is_made(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "shop.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="E_DATABASE"):
        ask(path, "SELECT 1")
    assert path.exists() == (content is not None)


def test_a_damaged_file_is_refused(shop: Path) -> None:
    shop.write_bytes(shop.read_bytes()[:6000])
    with pytest.raises(InputError, match="E_DATABASE"):
        ask(shop, "SELECT 1")


@pytest.fixture
def writer(shop: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(shop) as connection:
        yield connection


def test_a_file_that_is_open_for_writing_is_refused(
    shop: Path, writer: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(InputError, match="E_DATABASE: .*open elsewhere for writing"):
        ask(shop, "SELECT 1")


def test_days_of_moments_do_not_depend_on_this_machine(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert rows(ask(shop, "SELECT current_setting('TimeZone')")) == [("UTC",)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_source_that_nobody_reads_does_not_hold_the_file(shop: Path) -> None:
    kept = ask(shop, table="few")
    with duckdb.connect(shop) as writer:
        writer.execute("CREATE TABLE more AS SELECT 1 AS n")
    assert rows(kept) == [(0,), (1,)]
