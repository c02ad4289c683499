import pytest

from clv.transactions.readings.texts import (
    Texts,
    cleaned,
    distinct_texts,
    filled,
    is_shaped,
    narrow,
)
from tests.transactions.raw_columns import raw

ROWS = ["1", "1", " 2 ", "x", "", " ", "NaN", "\\N", "None", None]


@pytest.fixture
def texts() -> Texts:
    return distinct_texts(raw("amount", ROWS), "amount")


def test_texts_that_stand_for_nothing_are_left_out(texts: Texts) -> None:
    assert texts.samples("true") == ["1", "2", "x"]


def test_rows_are_counted_not_texts(texts: Texts) -> None:
    assert texts.count("true") == 4
    assert texts.counts(is_shaped(r"\d"), "text = 'x'", "false") == (3, 1, 0)


def test_a_shape_is_that_of_the_whole_text(texts: Texts) -> None:
    assert texts.count(is_shaped("")) == 0
    assert texts.count("text = 'none'") == 0


def test_the_same_texts_are_filled_row_by_row(texts: Texts) -> None:
    rows = texts.engine.rows(f"SELECT count(*) FROM raw WHERE {filled('amount')}")
    assert rows == [(texts.count("true"),)]


def test_texts_are_made_anew_for_a_new_log(texts: Texts) -> None:
    texts.engine.table("raw", "SELECT '7' AS amount")
    assert distinct_texts(texts.engine, "amount").samples("true") == ["7"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("１２．５０", "12.50"),
        ("\u22125", "-5"),
        ("\u3000 ２０２４／０１／３１\u00a0", "2024/01/31"),
        ("１０：３０", "10:30"),
        ("\ufeff5", "5"),
        ("2024年1月31日", "2024年1月31日"),
    ],
)
def test_full_width_characters_become_plain_ones(text: str, clean: str) -> None:
    assert raw("a", [text]).rows(f"SELECT {cleaned('a')} FROM raw") == [(clean,)]
    assert narrow(text).strip(" \u3000\u00a0\ufeff") == clean
