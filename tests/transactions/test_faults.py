"""Bad input, one line each: it ends in the declared error, or in the declared reason."""

import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import read_transactions
from tests.transactions.logs import AS_OF, HEADER, TWO, codes, frame, read_text, write


def dated(*dates: str) -> str:
    return HEADER + "".join(f'c{i},"{text}",5\n' for i, text in enumerate(dates))


def priced(*amounts: str) -> str:
    return HEADER + "".join(f'c{i},2024-01-{i + 1:02d},"{x}"\n' for i, x in enumerate(amounts))


REFUSED: dict[str, tuple[str | bytes, dict[str, Any], str]] = {
    "no bytes": ("", {}, "E_EMPTY"),
    "blank lines only": ("\n \n\n", {}, "E_EMPTY"),
    "header only": (HEADER, {}, "E_EMPTY"),
    "header without line end": (HEADER.strip(), {}, "E_EMPTY"),
    "only blank dates": (dated("", "NaT"), {}, "E_EMPTY"),
    "only returns": (priced("-5"), {}, "E_EMPTY"),
    "a field too many": (TWO + "c,2024-01-01,5,9\n", {}, "E_RAGGED"),
    "a field too few": (TWO + "c,2024-01-01\n", {}, "E_RAGGED"),
    "quotation mark left open": (TWO + '"c,2024-01-01,5\nd,2024-01-01,5\n', {}, "E_RAGGED"),
    "a word too many between blanks": (
        TWO.replace(",", " ") + "c 2024-01-01 5 9\n",
        {},
        "E_RAGGED",
    ),
    "wrong delimiter declared": (TWO.replace(",", ";"), {"delimiter": ","}, "E_DELIMITER"),
    "unusual delimiter not declared": (TWO.replace(",", "~"), {}, "E_DELIMITER"),
    "delimiter of two characters": (TWO, {"delimiter": "||"}, "E_DELIMITER"),
    "UTF-16": (TWO.encode("utf-16"), {}, "E_ENCODING"),
    "UTF-16 without mark": (TWO.encode("utf-16-le"), {}, "E_ENCODING"),
    "GB18030": ("客户,日期\n张三,2024-01-01\n".encode("gb18030"), {}, "E_ENCODING"),
    "cp1252 far below": (
        (HEADER + "a,2024-01-01,5\n" * 5000).encode() + "é,2024-01-01,5\n".encode("cp1252"),
        {},
        "E_ENCODING",
    ),
    "encoding that is none": (TWO, {"encoding": "klingon"}, "E_ENCODING"),
    "wrong encoding declared": ("é,2024-01-01,5\n", {"encoding": "ascii"}, "E_ENCODING"),
    "workbook": (b"PK\x03\x04", {}, "E_FILE"),
    "broken Parquet": (b"PAR1....", {}, "E_FILE"),
    "truncated gzip": (gzip.compress(TWO.encode() * 999)[:-20], {}, "E_FILE"),
    "corrupt gzip": (gzip.compress(TWO.encode())[:-8] + b"12345678", {}, "E_FILE"),
    "missing column": (TWO.replace("date", "day"), {}, "E_COLUMN_MISSING"),
    "column in other case": (TWO.replace("date", "Date"), {}, "E_COLUMN_MISSING"),
    "column between blanks": (TWO.replace("date", " date "), {}, "E_COLUMN_MISSING"),
    "mapped column missing": (TWO, {"columns": {"amount": "total"}}, "E_COLUMN_MISSING"),
    "position beyond the last": (
        TWO,
        {"columns": {"customer_id": 0, "date": 1, "amount": 3}},
        "E_COLUMN_MISSING",
    ),
    "column of two meanings": (TWO.replace("amount", "date"), {}, "E_COLUMN_TWICE"),
    "unknown name mapped": (TWO, {"columns": {"customer": "a"}}, "E_COLUMN_UNKNOWN"),
    "day or month first": (dated("01/02/2024", "03/04/2024"), {}, "E_DATE_AMBIGUOUS"),
    "day first, by a 13": (dated("13/02/2024", "03/04/2024"), {}, "E_DATE_AMBIGUOUS"),
    "day first with points": (dated("13.02.2024"), {}, "E_DATE_AMBIGUOUS"),
    "month first with time": (dated("02/13/2024 4:30 PM"), {}, "E_DATE_AMBIGUOUS"),
    "year of two digits": (dated("13-02-24"), {}, "E_DATE_AMBIGUOUS"),
    "spreadsheet's days": (dated("45292", "45293"), {}, "E_DATE_NUMERIC"),
    "seconds": (dated("1704067200"), {}, "E_DATE_NUMERIC"),
    "milliseconds": (dated("1704067200000"), {}, "E_DATE_NUMERIC"),
    "time zone Z": (dated("2024-01-01T10:00:00Z"), {}, "E_DATE_ZONE"),
    "offset": (dated("2024-01-01 10:00:00+02:00", "2024-01-02"), {}, "E_DATE_ZONE"),
    "30 February": (dated("2024-02-30"), {}, "E_DATE"),
    "month 13 compact": (dated("20241301"), {}, "E_DATE"),
    "two kinds of date": (dated("20240101", "2024-01-02"), {}, "E_DATE"),
    "year first with slashes": (dated("2024/01/31"), {}, "E_DATE"),
    "month by name": (dated("5 Jan 2024"), {}, "E_DATE"),
    "one date is a word": (dated("2024-01-01", "soon"), {}, "E_DATE"),
    "declared format does not fit": (dated("13/02/2024"), {"date_format": "%m/%d/%Y"}, "E_DATE"),
    "format that is none": (dated("2024-01-01"), {"date_format": "%Q"}, "E_DATE_FORMAT"),
    "format with a zone": (dated("2024-01-01"), {"date_format": "%Y-%m-%d%z"}, "E_DATE_FORMAT"),
    "format with a quotation mark": (
        dated("2024-01-01"),
        {"date_format": "'; DROP"},
        "E_DATE_FORMAT",
    ),
    "comma between thousands": (priced("1,234.50"), {}, "E_AMOUNT"),
    "decimal comma": (priced("12,50"), {}, "E_AMOUNT"),
    "currency": (priced("$5"), {}, "E_AMOUNT"),
    "infinite": (priced("inf", "5"), {}, "E_AMOUNT"),
    "hexadecimal": (priced("0x10"), {}, "E_AMOUNT"),
    "underscore": (priced("1_000"), {}, "E_AMOUNT"),
    "too large for money": (priced("1e30"), {}, "E_AMOUNT"),
    "thousands not in threes": (priced("1,23"), {"thousands": ","}, "E_AMOUNT"),
    "only the decimal mark declared": (priced("1.234,50"), {"decimal": ","}, "E_AMOUNT"),
    "1.234 without another": (priced("1.234", "5", "12.000"), {}, "E_AMOUNT_AMBIGUOUS"),
    "strange decimal mark": (priced("1"), {"decimal": ";"}, "E_AMOUNT_FORMAT"),
    "one mark for both": (priced("1"), {"decimal": ",", "thousands": ","}, "E_AMOUNT_FORMAT"),
    "loaded twice": (TWO + TWO.removeprefix(HEADER), {}, "E_DUPLICATE_ROWS"),
    "observation ends before the data": (TWO, {"as_of": "2024-01-01"}, "E_AS_OF"),
    "as_of is no day": (TWO, {"as_of": "01/03/2024"}, "E_DAY"),
}

SET_ASIDE: dict[str, tuple[str, dict[str, int], str | None]] = {
    "no customer": (TWO + ",2024-01-01,5\n  ,2024-01-01,6\n", {"customer_missing": 2}, None),
    "no date": (TWO + "a,,5\na,NULL,6\na,nan,7\n", {"date_missing": 3}, None),
    "no amount": (TWO + "a,2024-01-02,\na,2024-01-03,NA\n", {"amount_missing": 2}, None),
    "sentinel dates": (
        TWO + "".join(f"a,{d},5\n" for d in ("1900-01-01", "1970-01-01", "0001-01-01")),
        {"date_implausible": 3},
        "W_DATE_IMPLAUSIBLE",
    ),
    "far future": (
        TWO + "a,9999-12-31,5\na,2124-01-01,6\n",
        {"date_implausible": 2},
        "W_DATE_IMPLAUSIBLE",
    ),
    "as_of itself": (TWO + f"a,{AS_OF},5\n", {"on_or_after_as_of": 1}, None),
    "return only": (TWO + "c,2024-01-05,-9\n", {"return_only": 1}, None),
    "cancelled on the day": (
        TWO + "c,2024-01-05,9\nc,2024-01-05,-9\n",
        {"return_only": 2},
        None,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_ends_in_its_named_error(name: str, tmp_path: Path) -> None:
    content, options, code = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, content, **options)
    assert caught.value.code == code
    assert str(caught.value).count("; ") >= 1  # what was found; what to do


@pytest.mark.parametrize("name", SET_ASIDE)
def test_unusable_rows_are_set_aside_with_their_reason(name: str, tmp_path: Path) -> None:
    content, reasons, code = SET_ASIDE[name]
    audit = read_text(tmp_path, content).audit
    assert {reason: n for reason, n in audit.set_aside.items() if n} == reasons
    assert audit.rows_used == 2
    if code is not None:
        assert code in codes(read_text(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E_FILE: .*nowhere\.csv"):
        read_transactions(tmp_path / "nowhere.csv", as_of=AS_OF)


def test_a_folder_is_not_a_log(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_FILE"):
        read_transactions(tmp_path, as_of=AS_OF)


def test_a_text_that_is_called_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_FILE.*not a Parquet file"):
        read_transactions(write(tmp_path, TWO, "log.parquet"), as_of=AS_OF)


def test_truncated_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    frame([("a", "2024-01-01", 5.0)]).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="E_FILE"):
        read_transactions(path, as_of=AS_OF)


def test_points_in_time_with_a_zone_are_refused() -> None:
    moments = pd.to_datetime(["2024-01-01", "2024-02-01"]).tz_localize("Europe/Berlin")
    log = pd.DataFrame({"customer_id": ["a", "b"], "date": moments})
    with pytest.raises(InputError, match="E_DATE_ZONE.*Europe/Berlin"):
        read_transactions(log, as_of=AS_OF)


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(InputError, match="E_AMOUNT"):
        read_transactions(frame([("a", "2024-01-01", float("inf"))]), as_of=AS_OF)


def test_offending_values_are_shown_masked_and_at_most_three(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, dated("a long and private note", "u", "v", "w", "x"))
    assert len(caught.value.samples) == 3
    assert "private" not in str(caught.value)
    assert ": 5 (for example" in str(caught.value)
