import numpy as np
import pandas as pd
import pytest

from tests.transactions.notice_tables import codes, day, in_log, regulars, rows


def often(name: str, n: int, amount: float = 11.0) -> pd.DataFrame:
    return rows(*((name, day(i), amount) for i in range(n)))


@pytest.mark.parametrize("name", ["0", "guest", "GUEST", "unknown", "散客", "9999"])
def test_a_guest_account_is_noticed(name: str) -> None:
    (notice,) = in_log(pd.concat([regulars(), often(name, 60)]))
    assert notice.code == "W_HEAVY_ID"
    assert "guests='drop'" in notice.remedy


def test_a_customer_called_none_is_none_too_many() -> None:
    assert in_log(pd.concat([regulars(), often("None", 8), often("0", 9)])) == []


def test_in_a_small_shop_nobody_is_heavy_by_his_rows_alone() -> None:
    assert in_log(pd.concat([regulars(30), often("jane", 40)])) == []


def test_a_heavy_account_is_noticed_among_many_customers() -> None:
    many = regulars(1200)
    assert in_log(pd.concat([many, often("jane", 48)])) == []  # 0.5 % of the rows
    (notice,) = in_log(pd.concat([many, often("jane", 60)]))
    assert (notice.code, notice.samples) == ("W_HEAVY_ID", ("j… (4 characters)",))


def test_a_wholesale_account_has_leverage() -> None:
    heavy, notice = in_log(pd.concat([regulars(), often("jane", 270, 5000.0)]))
    assert (heavy.code, notice.code) == ("W_HEAVY_ID", "W_LEVERAGE")
    assert notice.found == "1 of 201 customers made 14% of the purchases and 98% of the money"


def test_one_in_a_thousand_has_leverage_from_a_fifth() -> None:
    many = regulars(1999, 200)
    assert in_log(pd.concat([many, rows(("jane", day(9), 20_000.0))])) == []
    notices = in_log(pd.concat([many, rows(("jane", day(9), 30_000.0))]))
    assert [(n.code, n.count) for n in notices] == [("W_LEVERAGE", 2)]


def test_a_log_without_amounts_has_leverage_by_its_purchases_only() -> None:
    assert in_log(regulars().assign(amount=None)) == []


def test_customers_who_bought_once_are_missed() -> None:
    log = regulars(200, 300, every=100)
    once = rows(*((f"x{i}", day(i), 5.0) for i in range(40)))
    twice = rows(*((f"y{i}", day(d), 5.0) for i in range(100) for d in (i, i + 150)))
    assert codes(in_log(pd.concat([log, twice, once]))) == set()
    assert codes(in_log(pd.concat([log, twice, once[:9]]))) == {"W_ONLY_REPEATERS"}


def test_a_panel_of_keen_buyers_misses_nobody() -> None:
    assert in_log(regulars(200, 400, every=40)) == []


@pytest.mark.parametrize("customers", [100, 300, 700, 1100])
def test_three_in_a_hundred_rows_under_one_id_are_noticed_in_shops_of_any_size(
    customers: int,
) -> None:
    log = regulars(customers)
    assert in_log(log) == []
    (notice,) = in_log(pd.concat([log, often("K999", max(41, 24 * customers // 100))]))
    assert (notice.code, notice.samples) == ("W_HEAVY_ID", ("K… (4 characters)",))


@pytest.mark.parametrize("customers", [501, 951])
def test_a_wholesale_account_is_noticed_in_a_small_shop(customers: int) -> None:
    rng = np.random.default_rng(1)
    log = rows(*((f"c{i}", day(int(d)), 9.0) for i in range(customers)
                 for d in rng.integers(0, 700, 1 + rng.poisson(2400 / customers))))  # fmt: skip
    assert "W_HEAVY_ID" not in codes(in_log(log))
    assert "W_HEAVY_ID" in codes(in_log(pd.concat([log, often("jane", 270)])))


def test_from_thirty_customers_on_eight_times_the_rows_of_the_next_are_too_many() -> None:
    assert in_log(pd.concat([regulars(30), often("jane", 64)])) == []
    assert codes(in_log(pd.concat([regulars(30), often("jane", 65)]))) == {"W_HEAVY_ID"}


def test_a_log_of_one_customer_is_noticed_from_thirty_rows_on() -> None:
    assert in_log(often("jane", 29)) == []
    (notice,) = in_log(often("jane", 30))
    assert (notice.code, notice.count) == ("W_ONE_CUSTOMER", 30)
