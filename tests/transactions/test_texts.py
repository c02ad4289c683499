import duckdb
import pytest

from clv.transactions.engine import connect
from clv.transactions.texts import Texts, distinct_texts, is_shaped


@pytest.fixture
def texts() -> Texts:
    connection: duckdb.DuckDBPyConnection = connect()
    rows = "('1'), ('1'), (' 2 '), ('x'), (''), (' '), ('NaN'), ('\\N'), ('None'), (NULL)"
    connection.execute(f"CREATE TABLE raw AS FROM (VALUES {rows}) AS t(amount)")
    return distinct_texts(connection, "amount")


def test_texts_that_stand_for_nothing_are_left_out(texts: Texts) -> None:
    assert texts.samples("true") == ["1", "2", "x"]


def test_rows_are_counted_not_texts(texts: Texts) -> None:
    assert texts.count("true") == 4
    assert texts.count(is_shaped(r"\d")) == 3


def test_a_shape_is_that_of_the_whole_text(texts: Texts) -> None:
    assert texts.count(is_shaped("")) == 0
    assert texts.count("text = 'none'") == 0
