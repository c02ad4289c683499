import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from clv.errors import InputError
from clv.transactions.sources.arrow import arrow_source
from clv.transactions.sources.source import Source

DAY = datetime.date(2024, 1, 1)
CATEGORY = pa.dictionary(pa.int32(), pa.string())
TEXTS = {pa.string(), pa.large_string(), pa.string_view()}


def column(source: Source) -> list[Any]:
    """The only column, after a look that its batches are of the type that was told."""
    batches = list(source.batches)
    assert {batch.schema.types[0] for batch in batches} == set(source.types or ())
    return [value for batch in batches for value in batch.column(0).to_pylist()]


def polars_frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "customer_id": pl.Series(["007", None], dtype=pl.Categorical),
            "date": [DAY, DAY],
            "amount": pl.Series(["1.50", "2"]).cast(pl.Decimal(10, 2)),
            "order_id": ["a", "b"],
        }
    )


@pytest.mark.parametrize(
    "table",
    [
        polars_frame(),
        polars_frame().to_arrow(),
        polars_frame().to_arrow().to_reader(max_chunksize=1),
        polars_frame().to_arrow().to_batches()[0],
    ],
    ids=["polars", "table", "reader", "batch"],
)
def test_a_table_of_any_make_gives_the_same(table: Any) -> None:
    source = arrow_source(table)
    assert source.columns == ("customer_id", "date", "amount", "order_id")
    assert source.types is not None
    assert source.types[0] in TEXTS
    assert source.types[1:3] == (pa.date32(), pa.decimal128(10, 2))
    rows = pa.Table.from_batches(source.batches).to_pydict()
    assert list(rows.values()) == [
        ["007", None], [DAY, DAY], [Decimal("1.50"), Decimal("2.00")], ["a", "b"],
    ]  # fmt: skip


def test_a_relation_of_duckdb_is_a_table() -> None:
    with duckdb.connect() as engine:
        source = arrow_source(engine.sql("SELECT range AS n, 'x' AS x FROM range(300000)"))
        assert source.columns == ("n", "x")
        assert sum(batch.num_rows for batch in source.batches) == 300_000


def test_a_table_is_not_changed() -> None:
    frame, before = polars_frame(), polars_frame()
    list(arrow_source(frame).batches)
    assert frame.equals(before)
    assert frame.schema == before.schema


def test_names_need_not_be_distinct() -> None:
    source = arrow_source(pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["x", "x"]))
    assert source.columns == ("x", "x")
    assert [batch.num_columns for batch in source.batches] == [2]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array(["b", None, "b"]).dictionary_encode(), pa.string()),
        (pa.array([5, None, 5]).dictionary_encode(), pa.int64()),
        (pa.array([DAY, None, DAY]).dictionary_encode(), pa.date32()),
        (pa.array([DAY, None, DAY], pa.date64()), pa.date32()),
        (pa.array(["b", None, "b"], pa.large_string()), pa.large_string()),
        (pa.array(["b", None, "b"], pa.string_view()), pa.string_view()),
        (pa.array([Decimal("1.5"), None, Decimal("1.5")]), pa.decimal128(2, 1)),
        (pa.array([1.5, None, 1.5], pa.float16()), pa.float32()),
        (pa.array([2**63, None, 2**63], pa.uint64()), pa.uint64()),
        (
            pa.array([0, None, 0], pa.timestamp("ns", "Asia/Tokyo")),
            pa.timestamp("ns", "Asia/Tokyo"),
        ),
    ],
    ids=str,
)
def test_values_that_the_gate_knows_keep_their_type(values: pa.Array, kind: pa.DataType) -> None:
    source = arrow_source(pa.table({"x": values}))
    assert source.types == (kind,)
    found = column(source)
    assert found == values.to_pylist()
    assert found[0] is not None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([[1, 2], None]), "[1, 2]"),
        (pa.array([{"a": 1}, None]), "{'a': 1}"),
        (pa.array([b"a7", None]), "a7"),
        (pa.array([datetime.time(9, 30), None]), "09:30:00"),
        (pa.array([Decimal("1.5"), None], pa.decimal256(60, 2)), "1.50"),
        (pa.array([b"\x07" * 16, None], pa.uuid()), "07070707-0707-0707-0707-070707070707"),
        (pa.array([["x", "x"], None]).cast(pa.list_(CATEGORY)), "[x, x]"),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)  # fmt: skip
def test_values_of_other_types_become_text(values: pa.Array, text: str) -> None:
    source = arrow_source(pa.table({"x": values}))
    assert source.types == (pa.string(),)
    assert column(source) == [text, None]


def test_a_column_of_nothing_is_text() -> None:
    assert column(arrow_source(pa.table({"x": pa.nulls(2)}))) == [None, None]


def test_categories_of_several_chunks_keep_their_own_places() -> None:
    chunks = [pa.array(["b", "a"]).dictionary_encode(), pa.array(["c", "b"]).dictionary_encode()]
    table = pa.table({"x": pa.chunked_array(chunks)})
    assert column(arrow_source(table)) == ["b", "a", "c", "b"]


def test_a_table_whose_types_cannot_be_handed_over_is_refused() -> None:
    frame = pl.DataFrame({"x": pl.Series([1], dtype=pl.Int128)})
    with pytest.raises(InputError, match="E_FILE"):
        arrow_source(frame)


def test_a_stream_that_breaks_off_stops_the_reading() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"x": [1]})
        raise OSError("the line is dead")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"x": pa.int64()}), batches())
    source = arrow_source(reader)
    assert next(source.batches).num_rows == 1
    with pytest.raises(InputError, match="E_FILE: .*to its end: .*the line is dead"):
        next(source.batches)


def test_bytes_are_text_where_they_can_be() -> None:
    source = arrow_source(pa.table({"x": pa.array(["é".encode(), None])}))
    assert pa.Table.from_batches(source.batches).column(0).to_pylist() == ["é", None]
    source = arrow_source(pa.table({"x": pa.array([b"\xff"])}))
    assert pa.Table.from_batches(source.batches).column(0).to_pylist() == ["\\xFF"]
