from datetime import date
from decimal import Decimal

import pytest

from clv.errors import InputError
from clv.transactions.engines.engine import Engine
from clv.transactions.readings.currencies import currency_factor
from clv.transactions.readings.rates import Rates
from tests.transactions.raw_columns import raw

RATES = Rates("EUR", date(2024, 1, 31), {"USD": 0.92, "IDR": 5.8123e-05})


def factors(engine: Engine, factor: str) -> list[Decimal]:
    return [value for (value,) in engine.rows(f"SELECT {factor} FROM raw ORDER BY place")]


@pytest.mark.parametrize("codes", [["EUR", " eur"], [None, ""], [None], ["CNY"]])
def test_one_currency_needs_no_rates(codes: list[str | None]) -> None:
    assert currency_factor(raw("currency", codes), None) == (None, {}, ())


def test_rows_that_name_no_currency_are_said() -> None:
    _, _, (notice,) = currency_factor(raw("currency", ["EUR", None, ""]), None)
    assert (notice.code, notice.count) == ("W_CURRENCY_BLANK", 2)


def test_several_currencies_without_rates_are_refused_with_their_rows() -> None:
    engine = raw("currency", ["EUR", "usd", "USD", "EUR", "EUR", "GBP"])
    with pytest.raises(InputError, match="E_CURRENCY_MIXED: .*3 currencies: EUR 3, USD 2, GBP 1;"):
        currency_factor(engine, None)


def test_every_row_is_brought_to_one_currency_however_its_code_is_written() -> None:
    engine = raw("currency", ["EUR", "usd", " USD ", "IDR"])
    factor, repairs, (notice,) = currency_factor(engine, RATES)
    assert factor is not None
    expected = [Decimal(text) for text in ("1", "0.92", "0.92", "0.000058123")]
    assert factors(engine, factor) == expected
    (condition,) = repairs.values()
    assert engine.rows(f"SELECT count(*) FROM raw WHERE {condition}") == [(3,)]
    assert (notice.code, notice.count) == ("W_CURRENCY_CONVERTED", 3)
    assert "rates of 2024-01-31" in notice.found


def test_a_log_of_one_foreign_currency_is_converted_too() -> None:
    factor, repairs, _ = currency_factor(raw("currency", ["USD"]), RATES)
    assert factor is not None
    assert set(repairs) == {"currency_converted"}


def test_a_log_already_in_the_currency_is_left_alone() -> None:
    assert currency_factor(raw("currency", ["EUR", "eur"]), RATES) == (None, {}, ())


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["EUR", "GBP", "gbp"], "without a rate: GBP 2;"),
        (["EUR", "USD", None, " "], "without a currency.*: 2;"),
        ([None, None], "without a currency.*: 2;"),
        (["EUR", "'; DROP TABLE raw"], "without a rate"),
    ],
)
def test_rows_that_no_rate_can_convert_are_refused(codes: list[str | None], message: str) -> None:
    with pytest.raises(InputError, match=f"E_CURRENCY: .*{message}"):
        currency_factor(raw("currency", codes), RATES)


def test_money_is_converted_to_the_last_digit() -> None:
    engine = raw("currency", ["USD"])
    factor, _, _ = currency_factor(engine, RATES)
    paid = "CAST('999999999999.99' AS DECIMAL(25, 10))"
    ((money,),) = engine.rows(f"SELECT CAST({paid} * {factor} AS DECIMAL(38, 10)) FROM raw")
    assert money == Decimal("999999999999.99") * Decimal("0.92")
