from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlglot")

from clv.errors import InputError
from clv.transactions.engines.engine import connect, text_literal
from clv.transactions.engines.spark import SparkEngine
from clv.transactions.engines.spark_dates import moment_sql

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# pyspark leaves the sockets of its answers to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

FORMATS = (
    "%d/%m/%Y", "%-d/%-m/%Y", "%m/%d/%y", "%Y%m%d", "%d %b %Y", "%d%b%Y", "%B %d, %Y",
    "%Y年%m月%d日",
    "%d/%m/%Y %H:%M", "%d/%m/%Y %I:%M %p", "%d/%m/%Y %H:%M:%S.%f", "%a %d.%m.%Y", "%d.%m.%Y%%",
)  # fmt: skip
TEXTS = (
    "5/1/2024", " 05/01/2024 ", "005/1/2024", "5/1/24", "5/1/12024", "5/1/2024 x", "29/02/2023",
    "29/02/2024", "1/5/69", "1/5/68", "00/1/2024", "20240105", "2024105", "202415", "5 may 2024",
    "5MAY2024", "5 Sept 2024", "5 september 2024", "January 5,  2024", "2024年1月5日",
    "5/1/2024 24:00", "5/1/2024\t9:05", "5/1/2024 9:60", "5/1/2024 12:00 am", "5/1/2024 0:00 PM",
    "5/1/2024 13:00 am", "5/1/2024 11:59 pm", "1/5/2024 1:1:59.5", "1/5/2024 1:1:60.5",
    "fri 5.1.2024", "5.1.2024%", "5/1/2024\u00a0",
)  # fmt: skip


def test_formats_read_what_they_read_inside(spark: "SparkSession") -> None:
    values = ", ".join(f"({text_literal(text)})" for text in TEXTS)
    chosen = ", ".join(
        f"try_strptime(x, {text_literal(date_format)}) AS r{i}"
        for i, date_format in enumerate(FORMATS)
    )
    query = f"SELECT x, {chosen} FROM (VALUES {values}) AS v(x) ORDER BY x"
    inside, outside = (engine.rows(query) for engine in (connect(), SparkEngine(spark)))
    for one, other in zip(inside, outside, strict=True):
        assert one == other
    assert all(any(row[i + 1] for row in inside) for i in range(len(FORMATS)))


@pytest.mark.parametrize("date_format", ["%d/%m/%Y %z", "%j", "%d/%d/%Y", "%q"])
def test_formats_that_spark_cannot_read_are_refused(date_format: str) -> None:
    with pytest.raises(InputError, match=r"E_DATE_FORMAT.*%Y %y"):
        moment_sql("text", date_format)


def test_a_year_before_the_first_is_no_crash(spark: "SparkSession") -> None:
    rows = SparkEngine(spark).rows("SELECT CAST(try_strptime('1/1/0000', '%d/%m/%Y') AS DATE)")
    assert rows[0][0].year == 1
