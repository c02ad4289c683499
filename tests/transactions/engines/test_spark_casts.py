import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

pytest.importorskip("sqlglot")

from clv.transactions.engines.engine import connect
from clv.transactions.engines.spark import SparkEngine
from clv.transactions.engines.spark_sql import spark_sql

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# pyspark leaves the sockets of its answers to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

NUMBERS = (
    "CAST(c0 AS DECIMAL(38, 10))",
    "CAST(c0 AS DECIMAL(38, 16))",
    "try_cast(c0 AS DECIMAL(25, 10))",
    "try_cast(c0 * 1e25 AS DECIMAL(25, 10))",
    "CAST(c0 AS DECIMAL(38, 0))",
    "CAST(CAST(c0 AS DECIMAL(38, 10)) AS VARCHAR)",
    "CAST(CAST(c0 AS DECIMAL(38, 10)) AS DOUBLE)",
    "CAST(c1 AS VARCHAR)",
    "CAST(c2 AS VARCHAR)",
)
MOMENTS = (
    "2024-01-05 10:00:00+02", "2024-01-05 10:00+02:00", "2024-01-05T10:00:00Z",
    "2024-01-05 10:00Z", "2024-01-05 23:30:00.5-0530", "2024-01-05 25:00:00Z", "x",
)  # fmt: skip


def digits(value: object) -> str:
    return repr(value.normalize() if isinstance(value, Decimal) else value)


def test_casts_of_numbers_give_the_same_digits(spark: "SparkSession") -> None:
    draw = random.Random(5)
    exact = [draw.uniform(-1, 1) * 10 ** draw.randrange(-6, 11) for _ in range(1500)]
    exact += [0.5, 1.5, -2.5, 0.00000000005, -0.00000000015, 12.345, 0.1 + 0.2]
    ids = [float(draw.randrange(10 ** draw.randrange(1, 15))) for _ in exact]
    table = pa.table({"c0": exact, "c1": ids, "c2": list(range(len(ids)))})
    inside, outside = connect(), SparkEngine(spark)
    inside.adopt("t", table)
    outside.adopt("t", spark.createDataFrame(table))
    query = f"SELECT {', '.join(f'{sql} AS x{i}' for i, sql in enumerate(NUMBERS))} FROM t"
    rows = [engine.rows(f"{query} ORDER BY c2") for engine in (inside, outside)]
    for i, sql in enumerate(NUMBERS):
        one, other = ([digits(row[i]) for row in answer] for answer in rows)
        assert one == other, sql


def test_points_in_time_are_read_alike(spark: "SparkSession") -> None:
    chosen = ", ".join(
        f"CAST(try_cast('{text}' AS TIMESTAMPTZ) AT TIME ZONE 'Asia/Tokyo' AS DATE) AS x{i}"
        for i, text in enumerate(MOMENTS)
    )
    inside, outside = (e.rows(f"SELECT {chosen}") for e in (connect(), SparkEngine(spark)))
    assert inside == outside
    assert [value is None for value in inside[0]] == [False] * 5 + [True] * 2


def test_what_is_no_floating_point_number_is_cast_plainly() -> None:
    sql = "SELECT CAST(DATE '2024-01-01' AS STRING), CAST(1.5 AS DECIMAL(25, 10))"
    assert spark_sql(sql) == (
        "SELECT CAST(CAST('2024-01-01' AS DATE) AS STRING), CAST(1.5 AS DECIMAL(25, 10))"
    )
