import gzip
from pathlib import Path

import pytest

from tests.transactions.logs import CLEAN, HEADER, TWO, days, read_text


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
    log = read_text(
        tmp_path, TWO.removeprefix(HEADER), columns={"customer_id": 0, "date": 1, "amount": 2}
    )
    assert days(log) == CLEAN
