from datetime import date

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import read_transactions
from clv.transactions.engines.engine import Engine
from clv.transactions.readings.currencies import currency_factor
from clv.transactions.readings.rates import Rates
from tests.transactions.raw_columns import raw

RATES = Rates("EUR", date(2024, 1, 31), {"USD": 0.92, "IDR": 5.8123e-05})


def factors(engine: Engine, factor: str) -> list[float]:
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
    assert factors(engine, factor) == [1.0, 0.92, 0.92, 5.8123e-05]
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


@pytest.mark.parametrize("rate", [4e-13, 1e11, 1 / 3])
def test_a_rate_keeps_all_its_digits_however_small_or_large(rate: float) -> None:
    engine = raw("currency", ["IRR"])
    factor, _, _ = currency_factor(engine, Rates("EUR", date(2024, 1, 31), {"IRR": rate}))
    assert factor is not None
    assert factors(engine, factor) == [rate]


IN_TWO = pd.DataFrame(
    [("a", "2024-02-01", "123456789012.34", "EUR"), ("b", "2024-02-01", "4e12", "IRR")],
    columns=["customer_id", "date", "amount", "currency"],
)


def test_rows_already_in_the_currency_keep_their_last_digit() -> None:
    rates = Rates("EUR", date(2024, 1, 31), {"IRR": 4e-13})
    log = read_transactions(IN_TWO, as_of="2024-03-01", rates=rates)
    found = log.query(
        "SELECT CAST(CAST(amount AS DECIMAL(38, 4)) AS VARCHAR) AS x FROM purchase_days "
        "ORDER BY customer_id"
    )
    assert found["x"].tolist() == ["123456789012.3400", "1.6000"]


def test_rates_of_the_day_from_which_results_speak_are_refused() -> None:
    rates = Rates("EUR", date(2024, 3, 1), {"IRR": 4e-13})
    with pytest.raises(InputError, match="E_RATES: .* 2024-03-01, not before as_of 2024-03-01"):
        read_transactions(IN_TWO, as_of="2024-03-01", rates=rates)


def test_without_money_the_currencies_do_not_matter() -> None:
    log = read_transactions(IN_TWO.drop(columns="amount"), as_of="2024-03-01")
    assert log.audit.rows_used == 2


def test_money_that_grows_too_large_is_a_named_error() -> None:
    table = pd.DataFrame(
        [(f"c{i}", "2024-02-01", f"{999999999999000 + i}", "BTC") for i in range(200)],
        columns=IN_TWO.columns,
    )
    with pytest.raises(InputError, match="E_AMOUNT: amounts of a table are too large"):
        read_transactions(
            table, as_of="2024-03-01", rates=Rates("IRR", date(2024, 1, 31), {"BTC": 1e12})
        )
