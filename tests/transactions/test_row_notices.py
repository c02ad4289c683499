import pytest

from clv.errors import InputError
from clv.transactions import Transactions
from tests.transactions.logs import codes, daily, read_rows


def test_an_ordinary_log_gives_no_notice() -> None:
    assert read_rows(*daily(100), as_of="2023-05-01").audit.notices == ()


def test_cdnow_has_copies_and_zero_amounts_and_nothing_else(cdnow_log: Transactions) -> None:
    counts = {notice.code: notice.count for notice in cdnow_log.audit.notices}
    assert counts == {"W_DUPLICATE_ROWS": 255, "W_ZERO_AMOUNTS": 80}


def test_copies_are_said_up_to_a_fifth_and_refused_beyond() -> None:
    rows = daily(16)
    assert codes(read_rows(*rows, *rows[:4], as_of="2023-01-20")) == {"W_DUPLICATE_ROWS"}
    with pytest.raises(InputError, match="E_DUPLICATE_ROWS: 5 of 21 rows"):
        read_rows(*rows, *rows[:5], as_of="2023-01-20")


def test_copies_of_orders_are_refused_too_beyond_a_fifth() -> None:
    rows = [(*row, f"o{row[0]}") for row in daily(16)]
    assert codes(read_rows(*rows, *rows[:4], as_of="2023-01-20")) == set()
    with pytest.raises(InputError, match="E_DUPLICATE_ROWS"):
        read_rows(*rows, *rows[:5], as_of="2023-01-20")


def test_returns_and_zero_amounts_are_counted() -> None:
    more = [("c1", "2023-01-05", -1), ("c2", "2023-01-08", 0), ("c3", "2023-01-09", 0)]
    notices = read_rows(*daily(100), *more, as_of="2023-05-01").audit.notices
    assert {n.code: n.count for n in notices} == {"W_ZERO_AMOUNTS": 2, "W_RETURNS": 1}
