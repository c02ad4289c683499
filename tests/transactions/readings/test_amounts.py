from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.transactions.readings.amounts import amount_reading
from clv.transactions.readings.reading import Kind
from tests.transactions.logs import HEADER, days, read_rows, read_text
from tests.transactions.raw_columns import raw, read_amounts

MARKS = [
    (".", None),
    (",", None),
    (".", ","),
    (",", "."),
    (",", " "),
    (".", " "),
    (".", "'"),
    (",", "'"),
]

amounts = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2)


def written(amount: Decimal, decimal: str, thousands: str | None) -> str:
    text = f"{amount:,.2f}" if thousands else f"{amount:.2f}"
    return text.translate({ord(","): thousands, ord("."): decimal})


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("12", {}, 12.0),
        (" 12.5 ", {}, 12.5),
        ("+.5", {}, 0.5),
        ("5.", {}, 5.0),
        ("1e3", {}, 1000.0),
        ("1.234", {"decimal": "."}, 1.234),
        ("1.234", {"thousands": "."}, 1234.0),
        ("1.234.567,89", {"decimal": ",", "thousands": "."}, 1234567.89),
        ("1234,5", {"decimal": ","}, 1234.5),
        ("1,234.50", {"thousands": ","}, 1234.5),
        ("1 234,5", {"decimal": ",", "thousands": " "}, 1234.5),
        ("1\u202f234\u00a0567,5", {"decimal": ",", "thousands": " "}, 1234567.5),
        ("1'234.5", {"thousands": "'"}, 1234.5),
        ("12345,5", {"decimal": ",", "thousands": "."}, 12345.5),
    ],
)
def test_amounts_are_read_as_declared(
    text: str, options: dict[str, Any], value: float, tmp_path: Path
) -> None:
    log = read_text(tmp_path, f'{HEADER}a,2024-01-01,"{text}"\n', **options)
    assert days(log)[0][2] == value


@given(st.lists(amounts, min_size=1, max_size=5), st.sampled_from(MARKS))
def test_every_amount_is_read_back_as_it_was_written(
    values: list[Decimal], marks: tuple[str, str | None]
) -> None:
    decimal, thousands = marks
    texts = [written(value, decimal, thousands) for value in values]
    assert read_amounts(texts, decimal=decimal, thousands=thousands)[0] == values


@given(st.lists(st.decimals(-(10**14), 10**14, places=10), min_size=1, max_size=5))
def test_plain_amounts_are_exact(values: list[Decimal]) -> None:
    assert read_amounts(["0.5", *map("{:f}".format, values)])[0][1:] == values


@given(st.lists(amounts, min_size=1, max_size=5))
def test_a_binary_number_is_the_amount_that_it_shows(values: list[Decimal]) -> None:
    assert read_amounts([str(value) for value in values], "number")[0] == values


@pytest.mark.parametrize("sql_type", ["FLOAT", "DOUBLE", "DECIMAL(10, 2)"])
def test_numbers_of_any_type_are_exact(sql_type: str) -> None:
    found, _ = read_amounts(["4.35", "-0.1", None], "number", sql_type)
    assert found == [Decimal("4.35"), Decimal("-0.1"), None]


def test_a_zero_before_the_point_proves_decimals(tmp_path: Path) -> None:
    log = read_text(tmp_path, HEADER + "a,2024-01-01,1.234\nb,2024-01-01,0.500\n")
    assert [row[2] for row in days(log)] == [1.234, 0.5]


def test_amounts_of_three_decimals_throughout_are_ambiguous() -> None:
    with pytest.raises(InputError, match=r"E_AMOUNT_AMBIGUOUS.*: 2 .*--decimal .*--thousands"):
        read_amounts(["1.234", "5", "-12.000", ""])


def test_numbers_of_a_frame_cannot_be_misread() -> None:
    assert days(read_rows(("a", "2024-01-01", 1.234)))[0][2] == 1.234


def test_sums_are_exact() -> None:
    log = read_rows(*[("a", "2024-01-01", "0.1", str(i)) for i in range(10)])
    assert days(log)[0][2] == 1.0
    assert log.audit.amount_in == log.audit.amount_used == 1.0


def test_full_width_digits_and_a_typographer_s_minus_are_read_and_counted() -> None:
    found = read_amounts(["\u221212.50", "１２．５", " 3.5 ", "4"])
    assert found == (list(map(Decimal, ("-12.5", "12.5", "3.5", "4"))), {"amount_characters": 2})


def test_what_a_declaration_undoes_is_counted() -> None:
    texts = ["$1,234.50", "(12.50)", "12.50-", "-$3", "($4)", "$-3", "5", None]
    values = ["1234.5", "-12.5", "-12.5", "-3", "-4", "-3", "5"]
    found, repairs = read_amounts(texts, decimal=".", thousands=",")
    assert found == [*map(Decimal, values), None]
    assert repairs == {"amount_marks": 1, "amount_signs": 3, "amount_currency": 4}


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["5 EUR", "-7,25EUR"], ","),
        (["€ 5", "7,25 €"], ","),
        (["￥５", "¥6"], "."),
        (["HK$5.00"], "."),
        (["5元"], "."),
        (["CHF 5"], "."),
    ],
)
def test_one_sign_of_currency_may_stand_beside_declared_amounts(
    texts: list[str], decimal: str
) -> None:
    found, repairs = read_amounts(texts, decimal=decimal)
    assert found[0] == 5
    assert repairs["amount_currency"] == len(texts)


@pytest.mark.parametrize("options", [{}, {"decimal": "."}])
def test_signs_of_several_currencies_are_never_mixed(options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"E_CURRENCY_MIXED: .*\$ 2, € 1;"):
        read_amounts(["$5", "€6", "$7", "8"], **options)


@pytest.mark.parametrize(
    ("texts", "declaration"),
    [
        (["1,234.50"], "declare decimal='.' and thousands=',' (--decimal . --thousands ,)"),
        (["12,50"], "declare decimal=',' (--decimal ,)"),
        (["1.234,50"], "declare decimal=',' and thousands='.' (--decimal , --thousands .)"),
        (["1,234"], "(--decimal ,) or declare decimal='.' and thousands=','"),
        (["1 234,50"], "(--decimal , --thousands ' ')"),
        (["(12.50)", "12.50-"], "declare decimal='.' (--decimal .)"),
        (["$1,234.50"], "(--decimal . --thousands ,)"),
        (["12%"], "mend them or export plain numbers"),
    ],
)
def test_the_error_names_the_declarations_that_read_every_amount(
    texts: list[str], declaration: str
) -> None:
    with pytest.raises(InputError, match="E_AMOUNT: ") as caught:
        read_amounts(texts)
    assert declaration in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["12%", "inf", "0x10", "1_000", "1e30", "1e15", "free", "--5", "(5", "5 6", "$", "٥", "1,2,3"],
)
@pytest.mark.parametrize("options", [{}, {"decimal": ".", "thousands": ","}])
def test_what_is_no_number_is_refused(text: str, options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_AMOUNT: values of amount .*: 1 of 10 "):
        read_amounts([*["5.00"] * 9, text], **options)


@pytest.mark.parametrize("text", ["inf", "-inf", "1e15", "-1e300"])
def test_a_number_beyond_all_money_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="E_AMOUNT: .*infinite or too large for money: 1 "):
        read_amounts(["5", text, "nan"], "number")


@pytest.mark.parametrize(
    ("decimal", "thousands"), [(";", None), (",", ","), (None, "5"), (None, ",,"), ("", None)]
)
def test_marks_that_make_no_number_are_refused(decimal: str | None, thousands: str | None) -> None:
    with pytest.raises(InputError, match="E_AMOUNT_FORMAT"):
        read_amounts(["5"], decimal=decimal, thousands=thousands)


@pytest.mark.parametrize("kind", ["day", "moment", "zoned"])
def test_dates_are_no_amounts(kind: Kind) -> None:
    with pytest.raises(InputError, match="E_AMOUNT: the column amount holds dates"):
        read_amounts(["2024-01-01"], kind)


def test_every_column_of_money_is_read_under_its_own_name() -> None:
    engine = raw("cost", ["1,50"])
    assert "cost_marks" in amount_reading(engine, "cost", "text", decimal=",").repairs
    with pytest.raises(InputError, match="values of cost"):
        amount_reading(engine, "cost", "text")
