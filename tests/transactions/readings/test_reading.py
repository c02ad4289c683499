from datetime import date
from decimal import Decimal

from clv.transactions.readings.reading import Reading
from tests.transactions.raw_columns import read_amounts, read_dates


def test_typed_columns_need_no_texts() -> None:
    assert not Reading("CAST(date AS DATE)").by_text
    assert not Reading("CAST(date AS DATE)").repairs


def test_a_blank_stays_missing_in_every_kind() -> None:
    assert read_dates([None, "2024-01-31"], "day") == ([None, "2024-01-31"], {})
    assert read_dates([None, "2024-01-31 10:00"], "moment") == ([None, "2024-01-31"], {})
    assert read_dates([None, "20240131", "NaN"], "number") == ([None, "2024-01-31", None], {})
    assert read_dates([None, "", " nan ", "N/A", "2024-01-31"]) == (
        [None, None, None, None, str(date(2024, 1, 31))],
        {},
    )
    assert read_amounts([None, "NaN", "5"], "number") == ([None, None, Decimal(5)], {})
    assert read_amounts([None, "", " null ", "5"]) == ([None, None, None, Decimal(5)], {})


def test_a_column_without_any_value_is_read_as_missing() -> None:
    assert read_dates([None, ""]) == ([None, None], {})
    assert read_amounts([None, ""]) == ([None, None], {})
    assert read_amounts([None], "number") == ([None], {})
