from datetime import date

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import Transactions
from clv.transactions.notices.row_notices import row_notices
from tests.transactions.notice_tables import account, codes, day, in_rows, laid, regulars, rows


def single(n: int) -> pd.DataFrame:
    return rows(*((f"c{i}", day(i), 5 + i / 100) for i in range(n)))


def test_an_ordinary_log_gives_no_notice() -> None:
    assert in_rows(regulars()) == []


def test_cdnow_has_copies_and_zero_amounts_and_nothing_else(cdnow_log: Transactions) -> None:
    counts = {notice.code: notice.count for notice in cdnow_log.audit.notices}
    assert counts == {"W_DUPLICATE_ROWS": 255, "W_ZERO_AMOUNTS": 80}


def test_the_sample_of_cdnow_has_copies_and_zero_amounts_and_nothing_else(
    cdnow_sample_log: Transactions,
) -> None:
    assert codes(cdnow_sample_log.audit.notices) == {"W_DUPLICATE_ROWS", "W_ZERO_AMOUNTS"}


def test_copies_are_said_up_to_a_fifth_and_refused_beyond() -> None:
    log = single(16)
    assert [n.count for n in in_rows(pd.concat([log, log[:4]]))] == [4]
    assert [n.count for n in in_rows(pd.concat([log, log[:1]]))] == [1]
    with pytest.raises(InputError, match="E_DUPLICATE_ROWS: 5 of 21 rows repeat another exactly;"):
        in_rows(pd.concat([log, log[:5]]))


def test_copies_of_orders_are_refused_too_beyond_a_fifth() -> None:
    log = single(16).assign(reason=None)
    copies = log[:5].assign(reason="duplicate_row")
    assert in_rows(pd.concat([log, copies[:4]])) == []
    with pytest.raises(InputError, match="5 of 21 rows"):
        in_rows(pd.concat([log, copies]))


@pytest.mark.parametrize(("times", "words"), [(2, "is there twice;"), (3, "is there 3 times;")])
def test_a_log_that_was_loaded_twice_is_told_by_every_row(times: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        in_rows(pd.concat([single(16)] * times))


def test_two_different_rows_of_a_day_are_no_copies() -> None:
    log = regulars()
    assert in_rows(pd.concat([log, log.assign(amount=3.0)])) == []


def test_no_row_is_looked_at_where_no_day_has_two() -> None:
    engine = laid(regulars().assign(amount=None))
    audit = account(engine)
    engine.drop("typed")
    assert row_notices(engine, audit) == []


def test_copies_change_nothing_in_a_log_without_amounts() -> None:
    log = single(16).assign(amount=None)
    assert in_rows(pd.concat([log, log])) == []


def test_returns_and_zero_amounts_are_counted() -> None:
    log = pd.concat([single(16), rows(("c1", day(40), 0), ("c2", day(41), -1), ("c3", day(4), 0))])
    assert {n.code: n.count for n in in_rows(log)} == {"W_ZERO_AMOUNTS": 2, "W_RETURNS": 1}


def test_dates_that_cannot_be_are_counted() -> None:
    late = rows(("c1", date(2099, 1, 1), 5)).assign(reason="date_implausible")
    assert codes(in_rows(pd.concat([single(16), late]))) == {"W_DATE_IMPLAUSIBLE"}


def test_dates_far_beyond_the_log_are_told_from_forward_bookings() -> None:
    later = rows(("c1", date(2028, 1, 15), 5), ("c2", date(2060, 1, 1), 5))
    log = pd.concat([single(16), later.assign(reason="on_or_after_as_of")])
    (notice,) = in_rows(log)
    assert (notice.code, notice.count) == ("W_FAR_DATES", 1)
    assert "5 years after 2023-01-17" in notice.found
    assert "2060-01-01" in notice.found
    assert in_rows(log[:-1]) == []


def test_copies_that_chance_makes_are_not_named() -> None:
    log = single(2998)
    assert in_rows(pd.concat([log, log[:2]])) == []
    assert in_rows(pd.concat([log, log[:3]])) == []  # 0.1 % of the rows
    assert [n.count for n in in_rows(pd.concat([log, log[:4]]))] == [4]


def numbered(log: pd.DataFrame) -> pd.DataFrame:
    return log.assign(row_number=range(len(log)))


@pytest.mark.parametrize("order_id", [None, "o7"])
def test_a_log_loaded_twice_is_told_by_pairs_where_a_column_differs(order_id: str | None) -> None:
    log = single(30).assign(order_id=order_id)
    twice = numbered(pd.concat([log, log]))
    with pytest.raises(InputError, match="30 of 60 rows .* twice, but for columns that are not"):
        in_rows(twice)
    assert in_rows(numbered(pd.concat([log, log[:-1]]))) == []
    engine = laid(twice)
    assert row_notices(engine, account(engine), refuse_copies=False) == []


def test_pairs_of_different_rows_are_no_copies() -> None:
    log = single(30)
    assert in_rows(pd.concat([log, log.assign(amount=3.0)])) == []
    orders = [log.assign(order_id=name) for name in "ab"]
    assert in_rows(numbered(pd.concat(orders))) == []


def test_few_pairs_are_chance() -> None:
    assert in_rows(numbered(pd.concat([single(29)] * 2))) == []
