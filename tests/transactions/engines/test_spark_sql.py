import random
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

pytest.importorskip("sqlglot")

from clv.errors import InputError
from clv.transactions import read_transactions
from clv.transactions.engines.engine import DuckDBEngine, Engine, connect
from clv.transactions.engines.spark import SparkEngine
from clv.transactions.engines.spark_sql import spark_sql
from tests.transactions.faults import identities, money, times
from tests.transactions.faults.case import AS_OF

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# pyspark leaves the sockets of its answers to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

COLUMNS = ("k", "text", "day", "later", "amount", "n", "flag")


def drawn(rows: int = 2000) -> pa.Table:
    """Columns with gaps, ties, negative numbers and texts that trip regular expressions."""
    draw = random.Random(3)
    texts = [
        "5",
        "2.25",
        "-7.1",
        "1.234",
        "b",
        "b\n",
        " 8 ",
        "\u00a0x",
        "é",
        "客",
        "10.0",
        "",
        "Ã©",
    ]
    start = date(2022, 1, 1)

    def maybe(value: Any) -> Any:
        return None if draw.random() < 0.1 else value

    def day() -> date:
        return start + timedelta(days=draw.randrange(400))

    def amount() -> float:
        return draw.choice([0.0, 5.0, -5.0, draw.uniform(-9, 9e5), round(draw.uniform(0, 900), 2)])

    lines = [
        (k, maybe(draw.choice(texts)), maybe(day()), maybe(day()), maybe(amount()),
         maybe(draw.randrange(-9, 9)), maybe(draw.random() < 0.6))
        for k in range(rows)
    ]  # fmt: skip
    return pa.table(dict(zip(COLUMNS, map(list, zip(*lines, strict=True)), strict=True)))


EXPRESSIONS = (
    "regexp_full_match(text, '-?[0-9]+([.][0-9]*)?')",
    "regexp_full_match(text, 'b')",
    "regexp_full_match(text, 'b.')",
    "regexp_matches(text, '^b$')",
    "regexp_matches(text, '[ÃÂ][\u0080-\u00bf]|\ufffd')",
    r"regexp_replace(text, '\.0$', '', 'g')",
    "regexp_extract(text, '[0-9]+', 0)",
    "trim(text, ' \u00a0\n')",
    "lower(left(text, 1)) IN ('b', 'é')",
    "length(text)",
    "contains(text, '.')",
    "translate(text, '.', ',')",
    "hex_number(substr(md5(text), 1, 8))",
    "date_diff('day', day, later)",
    "CAST(date_trunc('month', day) AS DATE)",
    "CAST(date_trunc('week', day) AS DATE)",
    "CAST(TIMESTAMPTZ '2024-03-31 22:30:00Z' AT TIME ZONE 'Europe/Berlin' AS DATE)",
    "day BETWEEN DATE '2022-02-01' AND DATE '2022-09-30'",
    "day + CAST(n AS INTEGER)",
    "amount / nullif(n, 0)",
    "CAST(amount AS DECIMAL(25, 10)) / 7",
    "n / 7",
    "CAST(floor(n / 7) AS BIGINT)",
    "amount > 12.5 OR NOT flag",
    "greatest(amount, n)",
    "sqrt(amount * amount)",
    "CAST(ln(k + 1) AS DECIMAL(38, 10))",
    "12 * extract('year' FROM day) + extract('month' FROM day)",
    "min(day) FILTER (WHERE flag) OVER (PARTITION BY text)",
    "count(*) FILTER (WHERE amount < 0) OVER (PARTITION BY text)",
    "date_diff('day', lag(day) OVER (PARTITION BY text ORDER BY k), day)",
    "row_number() OVER (ORDER BY n, k)",
    "row_number() OVER (ORDER BY text DESC, k)",
)

QUERIES = (
    "SELECT text, count(*), count(*) FILTER (WHERE amount < 0), bool_or(flag), median(n), "
    "sum(CAST(amount AS DECIMAL(25, 10))), count(DISTINCT day), min(day), max(text), avg(n), "
    "CAST(sum(CAST(amount AS DECIMAL(25, 10))) AS DOUBLE) / count(*) FROM t GROUP BY text",
    "SELECT n, arg_min(text, k), arg_max(day, k), arg_min(k, k) FILTER (WHERE flag) "
    "FROM t GROUP BY n",
    "SELECT text, sqrt(sum(try_cast(amount * amount AS DECIMAL(38, 16))) "
    "/ nullif(count(*) - 1, 0)) FROM t GROUP BY text",
    "SELECT count(DISTINCT hash(text, n)), count(DISTINCT hash(n, text)), "
    "count(DISTINCT hash(text, day, later)), count(DISTINCT hash(flag)) FROM t",
    "SELECT sum(amount), max(day), count(*), bool_or(flag) FROM t WHERE k < 0",
    "SELECT DISTINCT * FROM (SELECT text FROM t) AS found ORDER BY 1 LIMIT 3",
    "SELECT count(*) FROM t WHERE text IN (SELECT text FROM t WHERE n > 7) "
    "AND k NOT IN (SELECT k FROM t WHERE flag)",
    "WITH a AS (SELECT text, max(n) AS most FROM t GROUP BY text), "
    "b AS (SELECT text, min(day) AS first FROM t GROUP BY 1) "
    "SELECT a.*, first FROM a LEFT JOIN b USING (text)",
)


@pytest.fixture(scope="module")
def engines(spark: "SparkSession") -> tuple[Engine, Engine]:
    inside, outside = connect(), SparkEngine(spark)
    table = drawn()
    inside.adopt("source", table)
    outside.adopt("source", spark.createDataFrame(table))
    named = ", ".join(f"c{i} AS {name}" for i, name in enumerate(COLUMNS))
    for engine in (inside, outside):
        engine.table("t", f"SELECT {named} FROM source")
    return inside, outside


def plain(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(map(repr, rows))


def test_every_expression_means_the_same_to_the_last_bit(engines: tuple[Engine, Engine]) -> None:
    chosen = ", ".join(f"{sql} AS x{i}" for i, sql in enumerate(EXPRESSIONS))
    inside, outside = (e.rows(f"SELECT {chosen} FROM t ORDER BY k") for e in engines)
    for i, sql in enumerate(EXPRESSIONS):
        columns = [[row[i] for row in rows] for rows in (inside, outside)]
        assert list(map(repr, columns[0])) == list(map(repr, columns[1])), sql


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_gives_the_same_to_the_last_bit(
    engines: tuple[Engine, Engine], query: str
) -> None:
    inside, outside = (engine.rows(query) for engine in engines)
    assert plain(inside) == plain(outside)


def test_what_would_mean_another_thing_is_refused() -> None:
    for sql in ("regexp_replace(x, 'a', '')", "date_diff('month', a, b)"):
        with pytest.raises(ValueError, match="Spark"):
            spark_sql(f"SELECT {sql} FROM t")


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError, match="as_of"):
        spark_sql("SELECT $as_of", {"day": date(2024, 1, 1)})


def test_a_hash_tells_a_gap_from_its_neighbour() -> None:
    assert spark_sql("SELECT hash(a, b)") == "SELECT XXHASH64(a, a IS NULL, b, b IS NULL)"


def recorded(monkeypatch: pytest.MonkeyPatch) -> dict[str, Mapping[str, Any] | None]:
    """Every query that goes to DuckDB from now on, with its values."""
    asked: dict[str, Mapping[str, Any] | None] = {}

    def record(name: str, place: int) -> None:
        method = getattr(DuckDBEngine, name)

        def recording(engine: DuckDBEngine, *given: Any) -> Any:
            asked[given[place]] = given[1] if name == "frame" and len(given) > 1 else None
            return method(engine, *given)

        monkeypatch.setattr(DuckDBEngine, name, recording)

    for name in ("table", "append", "view"):
        record(name, 1)
    for name in ("rows", "frame", "batches"):
        record(name, 0)
    return asked


def test_every_query_of_reading_can_be_translated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = recorded(monkeypatch)
    cases = [case for part in (identities, money, times) for case in part.CASES]
    one_of_each = {case.code: case for case in cases}.values()
    for i, case in enumerate(one_of_each):
        (tmp_path / str(i)).mkdir()
        with suppress(InputError):
            given = case.build(tmp_path / str(i))
            read_transactions(given.source, **{"as_of": AS_OF, **case.options})
    read_transactions(
        pa.table({"customer_id": ["007", "7", "12"], "date": ["2024-01-01"] * 3}), as_of=AS_OF
    )
    assert len(asked) > 100
    for sql, values in asked.items():
        spark_sql(sql, values)
