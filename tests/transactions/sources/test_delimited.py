import gzip
from pathlib import Path

import pytest

from clv.errors import InputError
from clv.transactions.sources.layout import damaged
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


def test_a_tab_may_be_declared_as_it_is_written(tmp_path: Path) -> None:
    assert days(read_text(tmp_path, TWO.replace(",", "\t"), delimiter=r"\t")) == CLEAN


def test_a_name_in_the_first_line_may_hold_a_line_end(tmp_path: Path) -> None:
    content = TWO.replace("customer_id", '"the\ncustomer ""id"""', 1)
    assert (
        days(read_text(tmp_path, content, columns={"customer_id": 'the\ncustomer "id"'})) == CLEAN
    )
    last = '\ncustomer_id,date,amount,"paid\n\nwith"\na,2024-01-01,5.5,\nb,2024-02-01,7,\n'
    assert days(read_text(tmp_path, last)) == CLEAN


def test_a_lone_quotation_mark_within_a_name_opens_nothing(tmp_path: Path) -> None:
    content = 'customer_id,date,amount,6" pipes\na,2024-01-01,5.5,1\nb,2024-02-01,7,"2"\n'
    assert days(read_text(tmp_path, content)) == CLEAN


def test_a_wrong_delimiter_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E_DELIMITER: .*delimiter=';' \(--delimiter ';'\)"):
        read_text(tmp_path, TWO.replace(",", ";"), delimiter="|")


def test_broken_gzip_is_a_named_error(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(TWO.encode() * 99))
    content[12:40] = bytes(255 - byte for byte in content[12:40])
    with pytest.raises(InputError, match=r"E_FILE: log\.csv is damaged: "):
        read_text(tmp_path, bytes(content))


def test_an_error_without_words_is_called_by_its_kind() -> None:
    assert damaged(Path("log.csv"), OSError()).found == "log.csv is damaged: OSError"
