import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pads
import pytest

from clv.errors import InputError
from clv.transactions.engines.engine import connect, numbers, samples, text_literal


def scratch_folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("clv-*"))


def test_what_does_not_fit_into_memory_is_spilled_and_removed() -> None:
    before = scratch_folders()
    engine = connect(memory_limit="60MB", threads=1)
    engine.table("t", "SELECT md5(CAST(range AS VARCHAR)) AS x FROM range(2000000)")
    assert len(scratch_folders() - before) == 1
    found = numbers(engine, "SELECT count(*), count(DISTINCT left(x, 2)) FROM t")
    assert found == (2_000_000, 256)
    engine.connection.close()
    assert scratch_folders() - before == set()


def test_nothing_is_written_when_all_fits() -> None:
    before = scratch_folders()
    engine = connect()
    engine.table("t", "SELECT * FROM range(1000)")
    assert scratch_folders() - before == set()


@pytest.mark.parametrize(("limit", "threads"), [("much", 2), ("2GB", 0), ("-1GB", 2)])
def test_a_limit_that_is_none_is_refused(limit: str, threads: int) -> None:
    with pytest.raises(InputError, match="E_MEMORY_LIMIT"):
        connect(limit, threads)


def test_a_query_can_neither_read_nor_write_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    engine = connect()
    for query in (
        f"SELECT * FROM '{secret}'",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
        "SET memory_limit = '8GB'",
    ):
        with pytest.raises(Exception, match="disabled|locked|Cannot"):
            engine.rows(query)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_table_may_be_made_from_the_one_it_replaces() -> None:
    engine = connect()
    engine.table("t", "SELECT range AS n FROM range(5)")
    engine.table("t", "SELECT n FROM t WHERE n > 2")
    assert engine.rows("SELECT n FROM t ORDER BY n") == [(3,), (4,)]
    engine.view("t", "SELECT 7 AS n")
    assert engine.rows("SELECT n FROM t") == [(7,)]


def test_forgetting_what_is_not_there_is_no_fault() -> None:
    engine = connect()
    engine.view("seen", "SELECT 1 AS n")
    engine.drop("seen", "absent")
    with pytest.raises(Exception, match="does not exist"):
        engine.rows("SELECT * FROM seen")


def test_values_are_bound_and_not_written_into_the_query() -> None:
    hostile = "'; DROP TABLE t; --"
    answer = connect().frame("SELECT $text AS text, $n + 1 AS n", {"text": hostile, "n": 1})
    assert answer.to_dict("records") == [{"text": hostile, "n": 2}]


def test_an_answer_comes_piece_by_piece() -> None:
    batches = connect().batches("SELECT range AS n FROM range(2500000) ORDER BY n")
    sizes = [batch.num_rows for batch in batches]
    assert sum(sizes) == 2_500_000
    assert max(sizes) <= 1_000_000
    assert batches.schema.field("n").type == pa.int64()


def test_samples_do_not_depend_on_the_order_of_rows() -> None:
    up, down = (f"SELECT range FROM range(9) ORDER BY range {way}" for way in ("", "DESC"))
    assert samples(connect(), up) == samples(connect(), down) == ["0", "1", "2"]


def test_null_counts_as_zero() -> None:
    assert numbers(connect(), "SELECT sum(range), count(*) FROM range(0)") == (0, 0)


def test_a_literal_comes_back_as_the_text_that_it_stands_for() -> None:
    text = "'; DROP TABLE raw; -- \\ \n 客户 '' \u202e"
    assert connect().rows(f"SELECT {text_literal(text)}") == [(text,)]


def test_hexadecimal_digits_are_a_number() -> None:
    engine = connect()
    assert engine.rows("SELECT hex_number('ff'), hex_number('0000000a')") == [(255, 10)]


def test_only_the_parquet_files_that_are_allowed_can_be_read(tmp_path: Path) -> None:
    mine, other = tmp_path / "it's mine.parquet", tmp_path / "other.parquet"
    for path in (mine, other):
        pads.write_dataset(pa.table({"n": [1, 2]}), path, format="parquet")
    files = [str(path / "part-0.parquet") for path in (mine, other)]
    engine = connect(allowed=files[:1])
    engine.adopt("source", pads.dataset(files[:1]))
    assert engine.rows("SELECT sum(c0) FROM source") == [(3,)]
    with pytest.raises(Exception, match="disabled"):
        engine.rows(f"SELECT * FROM read_parquet({text_literal(files[1])})")
