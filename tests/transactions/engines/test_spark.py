import gc
import math
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest

from clv.customers import describe, outcomes, summarise
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from clv.transactions.engines.engine import Engine, connect, samples
from clv.transactions.engines.spark import SparkEngine
from clv.transactions.sources.spark_table import is_spark, spark_columns, spark_source

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# pyspark leaves the sockets of its answers to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

TWO = pa.table({"c0": ["b", "a", None], "c1": [1.5, None, -2.0]})


def spark_table(spark: "SparkSession", table: pa.Table) -> Any:
    return spark.createDataFrame(table)


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Either engine, with the outside table ``source``."""
    if request.param == "duckdb":
        made: Engine = connect()
        made.adopt("source", TWO)
        return made
    spark = request.getfixturevalue("spark")
    made = SparkEngine(spark)
    made.adopt("source", spark_table(spark, TWO))
    return made


class TestEitherEngine:
    def test_a_table_may_be_made_from_the_one_it_replaces(self, engine: Engine) -> None:
        engine.table("t", "SELECT c0 AS id, c1 AS n FROM source")
        engine.table("t", "SELECT id FROM t WHERE n > 0")
        assert engine.rows("SELECT * FROM t") == [("b",)]

    def test_a_view_sees_the_table_that_came_later(self, engine: Engine) -> None:
        engine.table("t", "SELECT 1 AS n")
        engine.view("v", "SELECT n + 1 AS m FROM t")
        engine.table("t", "SELECT n + 10 AS n FROM t")
        assert engine.rows("SELECT m FROM v") == [(12,)]

    def test_a_table_outlives_what_it_was_made_of(self, engine: Engine) -> None:
        engine.view("raw", "SELECT c0 AS id FROM source WHERE c0 IS NOT NULL")
        engine.table("ids", "SELECT id FROM raw")
        engine.drop("raw", "source", "absent")
        assert engine.rows("SELECT id FROM ids ORDER BY id") == [("a",), ("b",)]

    def test_rows_are_appended_to_a_table_that_need_not_be_there(self, engine: Engine) -> None:
        for n in (1, 2):
            engine.append("t", f"SELECT {n} AS n")
        assert engine.rows("SELECT n FROM t ORDER BY n") == [(1,), (2,)]

    def test_what_was_dropped_is_not_there(self, engine: Engine) -> None:
        engine.table("t", "SELECT 1 AS n")
        engine.drop("t")
        with pytest.raises(Exception, match=r"does not exist|NOT_FOUND"):
            engine.rows("SELECT * FROM t")

    def test_values_are_plain_ones(self, engine: Engine) -> None:
        row = engine.rows(
            "SELECT DATE '2024-02-29' AS d, 7 AS i, CAST(1.5 AS DOUBLE) AS f, "
            "CAST(2.5 AS DECIMAL(38, 10)) AS m, 'x' AS s, TRUE AS b, NULL AS nothing"
        )
        assert row == [(date(2024, 2, 29), 7, 1.5, Decimal("2.5"), "x", True, None)]
        assert [type(v) for v in row[0]][:3] == [date, int, float]

    def test_bound_values_come_back(self, engine: Engine) -> None:
        hostile = "'; DROP TABLE t; -- \\' \\n \" $n :n 客户"
        values = {"s": hostile, "d": date(2024, 2, 29), "f": -0.1, "n": -(2**40), "x": 1e-300}
        answer = engine.frame("SELECT $s AS s, $d AS d, $f AS f, $n + 1 AS n, $x AS x", values)
        record = answer.to_dict("records")[0]
        assert record == {**values, "d": pd.Timestamp(2024, 2, 29), "n": 1 - 2**40}

    @pytest.mark.parametrize("where", ["TRUE", "n > 0", "n > 9"])
    def test_columns_of_an_answer_have_the_types_of_pandas(
        self, engine: Engine, where: str
    ) -> None:
        engine.table(
            "t",
            "SELECT 'x' AS s, CAST(1 AS BIGINT) AS n, DATE '2024-01-01' AS d, 0.5 AS f, TRUE AS b "
            "UNION ALL SELECT NULL, NULL, NULL, NULL, NULL",
        )
        answer = engine.frame(
            f"SELECT s, n, d, CAST(f AS DOUBLE) AS f, b, CAST(f AS DECIMAL(38, 10)) AS m FROM t "
            f"WHERE {where} ORDER BY n"
        )
        missing = where == "TRUE"
        assert [str(kind) for kind in answer.dtypes] == [
            "object" if where == "n > 9" else "str",
            "Int64" if missing else "int64",
            "datetime64[us]",
            "float64",
            "boolean" if missing else "bool",
            "float64",
        ]

    def test_text_is_ordered_by_its_bytes(self, engine: Engine) -> None:
        texts = ["", " x", "007", "10", "7", "A", "Z", "a", "é", "客", "\ufffd", "😀"]
        values = ", ".join(f"('{text}')" for text in random.Random(1).sample(texts, len(texts)))
        engine.table("t", f"SELECT * FROM (VALUES {values}) AS v(x)")
        assert [row[0] for row in engine.rows("SELECT x FROM t ORDER BY x")] == texts
        assert samples(engine, "SELECT x FROM t") == texts[:3]

    def test_an_answer_comes_piece_by_piece_and_in_order(self, engine: Engine) -> None:
        engine.table("t", "SELECT c0 AS id, c1 AS n FROM source WHERE c0 IS NOT NULL")
        found = engine.batches("SELECT id, n FROM t ORDER BY id").read_all()
        assert found.to_pydict() == {"id": ["a", "b"], "n": [None, 1.5]}

    @pytest.mark.parametrize(
        "wrong",
        [
            "CAST('x' AS BIGINT)",
            "CAST(1e30 AS DECIMAL(38, 10))",
            "CAST(9223372036854775807 AS BIGINT) + 1",
        ],
    )
    def test_what_cannot_be_computed_is_an_error(self, engine: Engine, wrong: str) -> None:
        with pytest.raises(Exception, match=r"[Cc]onver|OUT_OF_RANGE|[Oo]verflow|CAST_INVALID"):
            engine.table("t", f"SELECT {wrong} AS x FROM source")
        assert engine.rows("SELECT try_cast('x' AS BIGINT) AS x") == [(None,)]


def test_the_users_session_stays_as_it_is(spark: "SparkSession") -> None:
    table = spark.sql("SELECT to_date(TIMESTAMP '2024-01-01 23:00:00 UTC') AS d, 'x' AS s")
    table = table.selectExpr("d", "CAST(s AS INT) AS n")
    shared = str(spark.conf.get("spark.sql.globalTempDatabase"))
    before = {t.name for t in spark.catalog.listTables(shared)}  # its own views among them
    engine = SparkEngine(spark)
    engine.adopt("source", table)
    # The table means what it meant in its own session: day in Shanghai, NULL instead of an error.
    assert engine.rows("SELECT c0, c1 FROM source") == [(date(2024, 1, 2), None)]
    assert engine.rows("SELECT CAST(TIMESTAMPTZ '2024-01-01 23:00:00Z' AS DATE)") == [
        (date(2024, 1, 1),)
    ]
    del engine
    assert spark.conf.get("spark.sql.session.timeZone") == "Asia/Shanghai"
    assert spark.conf.get("spark.sql.ansi.enabled") == "false"
    assert {t.name for t in spark.catalog.listTables(shared)} <= before


def test_tables_are_kept_until_they_are_dropped(spark: "SparkSession") -> None:
    def kept() -> int:
        return int(spark.sparkContext._jsc.getPersistentRDDs().size())

    gc.collect()
    before, engine = kept(), SparkEngine(spark)
    engine.table("t", "SELECT 1 AS n")
    engine.table("u", "SELECT n + 1 AS n FROM t")
    assert kept() == before + 2
    engine.table("t", "SELECT 2 AS n")
    assert kept() == before + 2
    engine.drop("u")
    assert kept() == before + 1
    assert engine.batches("SELECT n FROM t").read_all().to_pydict() == {"n": [2]}
    assert kept() == before + 1
    del engine
    assert kept() == before


def test_columns_are_told_by_their_kind(spark: "SparkSession") -> None:
    table = spark.sql(
        "SELECT 'x' AS a, 1 AS b, 1.5 AS c, 2D AS c, DATE '2024-01-01' AS d, "
        "TIMESTAMP '2024-01-01 00:00:00' AS e, TIMESTAMP_NTZ '2024-01-01 00:00:00' AS f, "
        "TRUE AS g, array(1) AS h"
    )
    assert is_spark(table)
    assert [kind for _, kind in spark_columns(table)] == [
        "text", "number", "number", "number", "day", "zoned", "moment", "text", "text",
    ]  # fmt: skip
    source = spark_source(table)
    assert source.columns == ("a", "b", "c", "c", "d", "e", "f", "g", "h")
    assert source.kinds == tuple(kind for _, kind in spark_columns(table))


def test_spark_connect_and_older_versions_are_refused() -> None:
    class Old:
        version = "3.5.1"

        def new_session(self) -> None: ...

    class Remote:
        version = "4.0.1"

    sessions: tuple[Any, ...] = (Old(), Remote())
    for session in sessions:
        with pytest.raises(InputError, match=r"E_SPARK.*Parquet"):
            SparkEngine(session)


def messy(n: int = 600) -> pa.Table:
    """Dates in three dresses, returns, zeros, gaps, copies, padded and foreign ids."""
    draw = random.Random(7)
    start = date(2022, 1, 1)
    rows = []
    for i in range(n):
        day = start + timedelta(days=draw.randrange(800))
        amount = draw.choice(["5", "-12.5", "0", "", "1e2", f"{draw.uniform(0, 900):.3f}"])
        customer = draw.choice([f"{draw.randrange(40):03d}", " 客 ", "é", "", "Guest", None])
        clock = draw.choice(["", " 10:15:00", "T23:59:59"])
        written = draw.choice([f"{day}{clock}", f"{day}{clock}", "1900-01-01", "", None])
        rows.append((customer, written, amount, f"o{i // 2}", draw.choice("ABC"), "1.25"))
    rows += rows[:20]
    names = ["customer_id", "date", "amount", "order_id", "category", "discount"]
    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


def assert_equal_logs(one: Transactions, other: Transactions, cut: str, end: str) -> None:
    assert one.audit == other.audit
    assert one.audit.to_dict() == other.audit.to_dict()
    assert one.digest == other.digest
    assert (one.first_day, one.last_day) == (other.first_day, other.last_day)
    pairs = (
        (summarise(one, cut), summarise(other, cut)),
        (describe(one, cut), describe(other, cut)),
        (outcomes(one, cut, end), outcomes(other, cut, end)),
    )
    for first, second in pairs:
        assert not second.empty
        pd.testing.assert_frame_equal(first, second, check_exact=True)
        assert first.attrs == second.attrs


@pytest.mark.slow
def test_a_messy_log_is_the_same_in_spark_to_the_last_bit(spark: "SparkSession") -> None:
    table = messy()
    inside = read_transactions(table, as_of="2024-02-01")
    outside = read_transactions(spark_table(spark, table), as_of="2024-02-01")
    assert isinstance(outside.engine, SparkEngine)
    assert sum(inside.audit.set_aside.values()) > 50
    assert_equal_logs(outside, inside, "2023-06-01", "2024-02-01")


@pytest.mark.slow
def test_the_published_log_is_the_same_in_spark_to_the_last_bit(
    spark: "SparkSession", cdnow_log: Transactions
) -> None:
    # Day by day and customer by customer, as numbers and days instead of text.
    days = cdnow_log.query(
        "SELECT customer_id, day AS date, amount FROM purchase_days ORDER BY customer_id, day"
    )
    table = pa.Table.from_pandas(days.assign(date=days["date"].dt.date), preserve_index=False)
    inside = read_transactions(table, as_of="1998-07-01")
    outside = read_transactions(spark_table(spark, table), as_of="1998-07-01")
    assert math.isclose(inside.audit.amount_in, cdnow_log.audit.amount_in)
    assert_equal_logs(outside, inside, "1997-10-01", "1998-07-01")


def test_a_column_of_maps_is_taken_as_text(spark: "SparkSession") -> None:
    table = spark.sql(
        "SELECT 'a' AS customer_id, DATE '2024-01-01' AS date, map('x', 1) AS m, "
        "array(map('x', 1)) AS ms, named_struct('q', map('x', 1)) AS inner"
    )
    engine = SparkEngine(spark)
    engine.adopt("source", table)
    ((m, ms, inner, code),) = engine.rows("SELECT c2, c3, c4, hash(c2, c3, c4) FROM source")
    assert (m, ms, inner) == ('{"x":1}', '[{"x":1}]', '{"q":{"x":1}}')
    assert isinstance(code, int)
