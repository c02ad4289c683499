import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from clv.errors import InputError
from clv.transactions.sources.database import DatabaseQuery, database_source
from clv.transactions.sources.source import Source
from tests.transactions.postgres import Server


@pytest.fixture
def shop(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server whose address the variable SHOP holds."""
    monkeypatch.setenv("SHOP", postgres.address())
    return postgres


def ask(sql: str | None = None, table: str | None = None, timeout: float = 60) -> Source:
    return database_source(DatabaseQuery(sql, table, "env:SHOP", timeout))


def rows(source: Source) -> list[tuple[Any, ...]]:
    columns = pa.Table.from_batches(source.batches).columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("7::int2", pa.int16(), 7),
        ("9007199254740993::int8", pa.int64(), 9007199254740993),
        ("1.5::float8", pa.float64(), 1.5),
        ("true", pa.bool_(), True),
        ("'007'::text", pa.string(), "007"),
        ("'007'::varchar(9)", pa.string(), "007"),
        ("'007'::char(9)", pa.string(), "007"),
        ("date '2024-02-29'", pa.date32(), datetime.date(2024, 2, 29)),
        (
            "timestamp '2024-02-29 23:59:59.5'",
            pa.timestamp("us"),
            datetime.datetime(2024, 2, 29, 23, 59, 59, 500000),
        ),
        (
            "timestamptz '2024-01-01 00:30+02'",
            pa.timestamp("us", "UTC"),
            datetime.datetime(2023, 12, 31, 22, 30, tzinfo=datetime.UTC),
        ),
        ("0.1::numeric(12, 3)", pa.decimal128(12, 3), Decimal("0.100")),
        ("12345678901234567890::numeric(20, 0)", pa.decimal128(20, 0), 12345678901234567890),
        ("0.1::numeric + 0.2::numeric", pa.decimal128(38, 10), Decimal("0.3")),
        ("10::numeric / 3", pa.decimal128(38, 10), Decimal("3.3333333333")),
        ("1234.5::numeric(5, -2)", pa.decimal128(38, 10), Decimal(1200)),
        ("12.34::money", pa.decimal128(38, 10), Decimal("12.34")),
        ("'NaN'::numeric", pa.decimal128(38, 10), None),
        ("'infinity'::date", pa.date32(), None),
        ("'-infinity'::timestamptz", pa.timestamp("us", "UTC"), None),
        ("NULL", pa.string(), None),
        ("'{1,2}'::int[]", pa.string(), "{1,2}"),
        ("'{\"a\": 1}'::jsonb", pa.string(), '{"a": 1}'),
        ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", pa.string(),
         "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("4294967295::oid", pa.string(), "4294967295"),
        ("ROW(1, 'a')", pa.string(), "(1,a)"),
    ],
)  # fmt: skip
def test_values_keep_their_type_or_become_text(
    shop: Server, expression: str, kind: pa.DataType, value: object
) -> None:
    source = ask(f"SELECT {expression} AS x")
    assert source.types == (kind,)
    assert rows(source) == [(value,)]


def test_a_null_id_is_null_and_an_empty_one_is_empty(shop: Server) -> None:
    source = ask("SELECT * FROM (VALUES (NULL, 1), ('', 2), ('NULL', 3)) AS t(customer_id, n)")
    assert sorted(rows(source), key=lambda row: row[1]) == [(None, 1), ("", 2), ("NULL", 3)]


def test_names_need_not_be_distinct(shop: Server) -> None:
    source = ask('SELECT 1 AS x, 2 AS "a b", 3 AS x')
    assert source.columns == ("x", "a b", "x")
    assert rows(source) == [(1, 2, 3)]


def test_no_row_is_no_batch(shop: Server) -> None:
    source = ask("SELECT 1 AS x WHERE false")
    assert source.types == (pa.int32(),)
    assert sum(batch.num_rows for batch in source.batches) == 0


def test_a_query_may_end_in_a_comment_and_hold_any_mark(shop: Server) -> None:
    source = ask("WITH a AS (SELECT ';%s?' AS x) SELECT x, $$--$$ FROM a -- the end; really\n;")
    assert rows(source) == [(";%s?", "--")]


@pytest.mark.parametrize(
    "name", ["orders", "Or ders", 'quote"d', "drop table x; --", "dotted.name"]
)
def test_a_table_of_any_name_is_read_by_it(shop: Server, name: str) -> None:
    quoted = name.replace('"', '""')
    shop.run(
        "CREATE SCHEMA IF NOT EXISTS sales",
        f'DROP TABLE IF EXISTS sales."{quoted}"',
        f'CREATE TABLE sales."{quoted}" AS SELECT 7 AS x',
    )
    assert rows(ask(table=f"sales.{name}")) == [(7,)]


def test_a_view_and_a_table_without_its_schema_are_found(shop: Server) -> None:
    shop.run("DROP VIEW IF EXISTS seen", "CREATE VIEW seen AS SELECT 8 AS x")
    assert rows(ask(table="seen")) == [(8,)]


@pytest.mark.parametrize(
    "name",
    ["sales.order", 'orders"; DROP TABLE kept; --', "orders; SELECT 1", "pg_catalog.pg_authid", ""],
)
def test_a_table_that_the_catalogue_does_not_list_is_refused(shop: Server, name: str) -> None:
    shop.run("CREATE SCHEMA IF NOT EXISTS sales", "CREATE TABLE IF NOT EXISTS sales.orders (x int)")
    shop.run("CREATE TABLE IF NOT EXISTS kept (x int)")
    with pytest.raises(InputError, match="E_TABLE"):
        ask(table=name)
    assert shop.run("SELECT count(*) FROM kept") == [(0,)]


def test_the_nearest_table_is_named(shop: Server) -> None:
    shop.run("CREATE SCHEMA IF NOT EXISTS sales", "CREATE TABLE IF NOT EXISTS sales.orders (x int)")
    with pytest.raises(
        InputError, match=r"E_TABLE: .*'sales\.order' .*did you mean 'sales\.orders'"
    ):
        ask(table="sales.order")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM kept",
        "SELECT 1; DELETE FROM kept",
        "SELECT $a$;$a$; DROP TABLE kept",
        "WITH gone AS (DELETE FROM kept RETURNING 1) SELECT * FROM gone",
        "SELECT 1 AS x INTO other",
        "SELECT 1) TO '/tmp/out' --",
        "COPY kept TO STDOUT",
        "/* SELECT */ TRUNCATE kept",
        "SELECT * FROM kept FOR UPDATE",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "EXPLAIN ANALYZE DELETE FROM kept",
        "",
    ],
)
def test_what_is_no_single_reading_query_is_refused(shop: Server, statement: str) -> None:
    shop.run("DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT 1 AS x")
    with pytest.raises(InputError, match="E_QUERY"):
        rows(ask(statement))
    assert shop.run("SELECT count(*) FROM kept") == [(1,)]


def test_rows_are_of_one_moment(shop: Server) -> None:
    shop.run("DROP TABLE IF EXISTS growing", "CREATE TABLE growing AS SELECT 1 AS x")
    shop.run(
        "CREATE OR REPLACE FUNCTION late() RETURNS bigint LANGUAGE sql VOLATILE "
        "AS 'SELECT count(*) FROM growing'"
    )
    source = ask("SELECT n, repeat('x', 1000), late() FROM generate_series(1, 35000) AS g(n)")
    counts = set(pa.compute.unique(next(source.batches).column(2)).to_pylist())
    shop.run("INSERT INTO growing VALUES (2)")
    for batch in source.batches:
        counts |= set(pa.compute.unique(batch.column(2)).to_pylist())
    assert counts == {1}
