import tempfile
from pathlib import Path

from clv.transactions.engine import connect, numbers, samples, text_literal


def scratch_folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("clv-*"))


def test_what_does_not_fit_into_memory_is_spilled_and_removed() -> None:
    before = scratch_folders()
    connection = connect(memory_limit="60MB", threads=1)
    connection.execute("CREATE TABLE t AS SELECT md5(range::VARCHAR) AS x FROM range(2000000)")
    assert len(scratch_folders() - before) == 1
    assert numbers(connection, "SELECT count(*), count(DISTINCT left(x, 2)) FROM t") == (
        2_000_000,
        256,
    )
    connection.close()
    assert scratch_folders() - before == set()


def test_nothing_is_written_when_all_fits() -> None:
    before = scratch_folders()
    connection = connect()
    connection.execute("CREATE TABLE t AS FROM range(1000)")
    assert scratch_folders() - before == set()


def test_samples_do_not_depend_on_the_order_of_rows() -> None:
    up, down = (f"SELECT range FROM range(9) ORDER BY range {way}" for way in ("", "DESC"))
    assert samples(connect(), up) == samples(connect(), down) == ["0", "1", "2"]


def test_null_counts_as_zero() -> None:
    assert numbers(connect(), "SELECT sum(range), count(*) FROM range(0)") == (0, 0)


def test_a_literal_comes_back_as_the_text_that_it_stands_for() -> None:
    text = "'; DROP TABLE raw; -- \\ \n 客户 '' \u202e"
    assert connect().execute(f"SELECT {text_literal(text)}").fetchone() == (text,)
