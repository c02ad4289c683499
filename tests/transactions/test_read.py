from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.datasets import cdnow
from clv.transactions import Transactions, read_transactions
from tests.transactions.logs import HEADER, TWO, codes, days, read_rows, read_text


def test_a_log_without_amounts_has_none() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-01-01"))
    assert not log.has_amounts
    assert log.query("SELECT amount, rows FROM purchase_days").isna().to_numpy().tolist() == [
        [True, False]
    ]


def test_amounts_can_be_left_out(tmp_path: Path) -> None:
    assert not read_text(tmp_path, TWO, columns={"amount": None}).has_amounts


def test_ids_stay_text_for_ever(tmp_path: Path) -> None:
    ids = ["007", "7", "0007", "NA", "null", "None", "nan", "true", "1e5", "😀", "1.0"]
    log = read_text(tmp_path, HEADER + "".join(f"{i},2024-01-01,{n}\n" for n, i in enumerate(ids)))
    assert {row[0] for row in days(log)} == set(ids)


def test_a_data_set_knows_how_it_is_read(cdnow_log: Transactions) -> None:
    assert cdnow_log.audit.rows_in == 69_659
    assert cdnow_log.audit.rows_used == 69_659
    assert cdnow_log.query("SELECT count(*) AS n FROM purchase_days")["n"].item() == 67_591
    assert (str(cdnow_log.first_day), str(cdnow_log.last_day)) == ("1997-01-01", "1998-06-30")


def test_a_given_column_goes_before_that_of_the_data_set() -> None:
    log = read_transactions(cdnow(), as_of="1998-07-01", columns={"amount": "number_of_cds"})
    assert log.query("SELECT sum(amount) AS n FROM purchase_days")["n"].item() == 167_881


ROW = st.tuples(
    st.sampled_from(["a", "b", "007", "7", "", None]),
    st.sampled_from(["2024-01-01", "2024-01-02", "2024-02-29", "2024-03-01", "1900-01-01", ""]),
    st.sampled_from(["5", "2.25", "0", "-5", "-7.10", "", "NaN"]),
    st.sampled_from(["A", "B", ""]),
)
PURCHASE = ("a", "2024-01-01", "9", "first")


@settings(max_examples=20)
@given(st.lists(ROW, max_size=40))
def test_every_row_and_all_money_is_used_or_set_aside(rows: list[tuple[Any, ...]]) -> None:
    more = [("z", "2024-01-05", "1", str(i)) for i in range(3 * len(rows))]  # dilutes the copies
    audit = read_rows(PURCHASE, *rows, *more).audit
    audit.check()
    money = [float(row[2]) for row in (PURCHASE, *rows, *more) if row[2] not in ("", "NaN")]
    assert audit.rows_in == 1 + len(rows) + len(more)
    assert audit.rows_used + sum(audit.set_aside.values()) == audit.rows_in
    assert audit.amount_in == pytest.approx(sum(money), abs=1e-9)
    assert audit.amount_used + sum(audit.amount_set_aside.values()) == pytest.approx(
        sum(money), abs=1e-9
    )


@settings(max_examples=12)
@given(st.lists(ROW, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[tuple[Any, ...]], random: Any) -> None:
    more = [("z", "2024-01-05", "1", str(i)) for i in range(3 * len(rows))]
    ordered = [PURCHASE, *rows, *more]
    mixed = random.sample(ordered, len(ordered))
    one, other = read_rows(*ordered), read_rows(*mixed)
    assert one.digest == other.digest
    assert one.audit == other.audit


def test_nothing_on_or_after_as_of_is_seen() -> None:
    early = [("a", "2024-01-01", 5), ("b", "2024-01-02", 5)]
    late = [("a", "2024-03-01", 7), ("c", "2024-05-01", 9), ("b", "2031-01-01", -5)]
    log = read_rows(*early, *late)
    assert log.digest == read_rows(*early).digest
    assert log.audit.set_aside["on_or_after_as_of"] == 3
    assert codes(log) - {"W_FAR_DATES"} == codes(read_rows(*early))
