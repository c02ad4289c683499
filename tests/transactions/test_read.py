import datetime
import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.datasets import cdnow
from clv.transactions import Transactions, read_transactions
from tests.transactions.logs import AS_OF, HEADER, TWO, codes, days, frame, read_rows, read_text

CLEAN = [("a", "2024-01-01", 5.5, 1, True), ("b", "2024-02-01", 7.0, 1, True)]
BODY = TWO.removeprefix(HEADER)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "   ", " \t "])
def test_common_delimiters_are_found(mark: str, tmp_path: Path) -> None:
    assert days(read_text(tmp_path, TWO.replace(",", mark))) == CLEAN


def test_any_other_delimiter_can_be_declared(tmp_path: Path) -> None:
    assert days(read_text(tmp_path, TWO.replace(",", "~"), delimiter="~")) == CLEAN


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_line_ends_do_not_matter(end: str, tmp_path: Path) -> None:
    assert days(read_text(tmp_path, TWO.replace("\n", end))) == CLEAN


def test_blank_lines_before_the_header_do_not_matter(tmp_path: Path) -> None:
    assert days(read_text(tmp_path, "\n\n" + TWO)) == CLEAN


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert days(read_text(tmp_path, b"\xef\xbb\xbf" + TWO.encode())) == CLEAN


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    assert days(read_text(tmp_path, gzip.compress(TWO.encode()))) == CLEAN


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "big5"])
def test_a_declared_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    content = "客戶,日期\n王五,2024-01-01\n".encode(encoding)
    columns = {"customer_id": "客戶", "date": "日期"}
    assert days(read_text(tmp_path, content, encoding=encoding, columns=columns))[0][0] == "王五"


def test_quoted_fields_may_hold_delimiters_and_line_ends(tmp_path: Path) -> None:
    log = read_text(tmp_path, TWO + '"c, ""the""\nthird",2024-01-03,5\n')
    assert days(log)[2][0] == 'c, "the"\nthird'


def test_a_file_without_header_is_read_by_positions(tmp_path: Path) -> None:
    log = read_text(tmp_path, BODY, columns={"customer_id": 0, "date": 1, "amount": 2})
    assert days(log) == CLEAN


def test_parquet_gives_what_text_gives(tmp_path: Path) -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)])
    table["date"] = pd.to_datetime(table["date"])
    table.to_parquet(tmp_path / "log.parquet")
    log = read_transactions(tmp_path / "log.parquet", as_of=AS_OF)
    assert days(log) == CLEAN
    assert log.digest == read_text(tmp_path, TWO).digest


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(TWO)
    assert days(read_transactions(str(tmp_path / "log.csv"), as_of=AS_OF)) == CLEAN


@pytest.mark.parametrize(
    ("column", "values", "first"),
    [
        ("customer_id", pd.Categorical(["a", "b"]), "a"),
        ("customer_id", [7, 8], "7"),
        ("customer_id", [2**63 - 1, 1], str(2**63 - 1)),
        ("customer_id", [2**70, 1], str(2**70)),
        ("customer_id", [True, False], "true"),
        ("customer_id", [1, "x"], "1"),
        ("customer_id", pd.array(["a", "b"], dtype="string[pyarrow]"), "a"),
        ("customer_id", [b"a", b"b"], "a"),
        ("date", [datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)], "2024-01-01"),
        ("date", [datetime.datetime(2024, 1, 1, 23, 59), pd.NaT], "2024-01-01"),
        ("date", [20240101, 20240102], "2024-01-01"),
        ("date", [20240101.0, np.nan], "2024-01-01"),
        ("date", ["2024-01-01 23:59:59.9", "2024-01-02T00:00"], "2024-01-01"),
        ("amount", [Decimal("1.50"), Decimal("2")], 1.5),
        ("amount", pd.array([3, None], dtype="Int64"), 3.0),
        ("amount", [1.234, 5.678], 1.234),
    ],
)
def test_a_frame_may_have_any_column_types(column: str, values: Any, first: Any) -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-01-02", 7.0)])
    table[column] = values
    found = sorted(days(read_transactions(table, as_of=AS_OF)), key=lambda row: row[1])
    place = ["customer_id", "date", "amount"].index(column)
    assert first in [row[place] for row in found]


def test_a_frame_is_not_changed_and_its_index_does_not_matter() -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)]).set_axis([1, 1])
    before = table.copy()
    assert days(read_transactions(table, as_of=AS_OF)) == CLEAN
    pd.testing.assert_frame_equal(table, before)


def test_columns_that_are_not_needed_may_hold_anything() -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)])
    table["basket"] = pd.Series([[1], "x"])
    table["number"] = [1j, 2j]
    assert days(read_transactions(table, as_of=AS_OF)) == CLEAN


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


def test_the_digest_ignores_the_order_of_rows_and_the_number_of_threads(
    cdnow_log: Transactions,
) -> None:
    lines = cdnow().path.read_text().splitlines()[1:]
    cells = [line.split() for line in reversed(lines)]
    table = frame([(c[0], c[1], c[3]) for c in cells])
    assert read_transactions(table, as_of="1998-07-01", threads=1).digest == cdnow_log.digest


def test_the_digest_sees_a_cent() -> None:
    one = read_rows(("a", "2024-01-01", 5.50)).digest
    assert one == read_rows(("a", "2024-01-01", "5.5")).digest
    assert one != read_rows(("a", "2024-01-01", 5.51)).digest


ROW = st.tuples(
    st.sampled_from(["a", "b", "007", "7", "", None]),
    st.sampled_from(["2024-01-01", "2024-01-02", "2024-02-29", "2024-03-01", "1900-01-01", ""]),
    st.sampled_from(["5", "2.25", "0", "-5", "-7.10", "", "NaN"]),
    st.sampled_from(["A", "B", ""]),
)
PURCHASE = ("a", "2024-01-01", "9", "first")


@settings(max_examples=30)
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


@settings(max_examples=20)
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
    assert codes(log) == codes(read_rows(*early))
