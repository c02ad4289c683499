from itertools import pairwise
from typing import Any

import pytest

from clv.errors import InputError
from clv.transactions import Transactions
from tests.transactions.logs import codes, read_rows

Rows = list[tuple[Any, ...]]


def daily(n: int, start: int = 1, customer: str = "c{}") -> Rows:
    """One purchase a day of another customer each, from the start of 2023."""
    day = "2023-{:02d}-{:02d}"
    return [
        (customer.format(i), day.format(1 + i // 28, 1 + i % 28), 5 + i / 100)
        for i in range(start - 1, start - 1 + n)
    ]


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


def test_a_late_feed_is_noticed() -> None:
    assert codes(read_rows(*daily(100), as_of="2023-05-01")) == set()
    assert codes(read_rows(*daily(100), as_of="2023-05-02")) == {"W_STALE"}


def test_a_missing_month_is_noticed() -> None:
    rows = [row for row in daily(300) if not row[1].startswith("2023-05")]
    assert codes(read_rows(*rows, as_of="2023-11-20")) == {"W_GAP"}


def test_a_quiet_shop_has_no_missing_month() -> None:
    assert codes(read_rows(*daily(100)[::20], as_of="2023-04-09")) == set()


def test_a_guest_account_is_noticed() -> None:
    guest = [("0", row[1], row[2] + 0.5) for row in daily(40)]
    notices = read_rows(*daily(300), *guest, as_of="2023-11-20").audit.notices
    assert [(n.code, n.samples) for n in notices] == [("W_HEAVY_ID", ("0",))]


def test_a_heavy_account_is_noticed_among_many_customers() -> None:
    many = [(f"{row[0]}x{k}", row[1], row[2]) for k in range(4) for row in daily(300)]
    heavy = daily(60, customer="wholesale")
    assert codes(read_rows(*many, *heavy[:20], as_of="2023-11-20")) == set()
    assert codes(read_rows(*many, *heavy, as_of="2023-11-20")) == {"W_HEAVY_ID"}


def test_deliveries_are_noticed() -> None:
    rows = daily(100)
    shipped = [(paid[0], later[1], 0) for paid, later in pairwise(rows[:10])]
    notices = {
        n.code: n.count for n in read_rows(*rows, *shipped, as_of="2023-05-01").audit.notices
    }
    assert notices == {"W_ZERO_AMOUNTS": 9, "W_SHIPMENTS": 9}
