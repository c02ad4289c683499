"""The sheet says what the tables say, runs nothing and repeats byte for byte."""

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import RunError
from clv.language import speaking
from clv.reporting import _layout
from clv.reporting._cells import LONGEST, as_cells, number_format, utf16
from clv.reporting._titles import safe_titles
from clv.reporting.catalogue.entries import Sheet
from clv.reporting.results import Results, StoredResults
from clv.reporting.sheet import split_sheets, verify_sheet, write_sheet

AS_OF = date(1998, 7, 1)
FRAME = pd.DataFrame(
    {
        "name": ['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)"],
        "money": [1.5, float("nan"), -2.0],
        "last": pd.to_datetime(pd.Series(["1998-01-01", None, "1998-02-01"])).array,
    },
    index=pd.Index(["007", "7", "0007"], name="customer_id"),
)
PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "|cmd",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "@cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")',
    '=IMPORTXML("http://x","//a")', '=WEBSERVICE("http://x")', "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "{=1+1}", "'=1+1", '"=1+1"', "%0A=1+1", "=1+1;", "http://x", "mailto:a@b", "internal:Sheet!A1",
    "external:c:\\x.xlsx", "1e5", "007", "TRUE", "#REF!", "_x003D_1+1", "＝1+1",
]  # fmt: skip


def read(path: Path, title: str = "Customers") -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[title].iter_rows(values_only=True))


def written(tmp_path: Path, frame: pd.DataFrame) -> Path:
    write_sheet(tmp_path / "a.xlsx", {"Customers": frame}, AS_OF)
    return tmp_path / "a.xlsx"


def test_cells_come_back_as_written(tmp_path: Path) -> None:
    assert read(written(tmp_path, FRAME)) == [
        ("customer id", "name", "money", "last"),
        ("007", '=HYPERLINK("http://x")', 1.5, "1998-01-01"),
        ("7", "+1+1", None, None),
        ("0007", "@SUM(A1)", -2, "1998-02-01"),
    ]


def test_nothing_is_a_formula_or_a_link_whatever_it_looks_like(tmp_path: Path) -> None:
    path = written(tmp_path, pd.DataFrame({"customer_id": PAYLOADS, "=name": PAYLOADS}))
    cells = [cell for row in openpyxl.load_workbook(path)["Customers"] for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as book:
        whole = b"".join(book.read(name) for name in book.namelist())
    assert not re.search(rb"<f[ >]|<hyperlink|externalLink|ddeLink", whole)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_sheet(tmp_path / name, {"Customers": FRAME}, AS_OF)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_table_that_does_not_fit_goes_on_in_the_next_sheet_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_layout, "ROWS", 3)
    (notice,) = write_sheet(tmp_path / "a.xlsx", {"Customers": FRAME}, AS_OF)
    assert (notice.code, notice.count) == ("W_SHEET_SPLIT", 1)
    assert [row[0] for row in read(tmp_path / "a.xlsx")] == ["customer id", "007", "7"]
    assert [row[0] for row in read(tmp_path / "a.xlsx", "Customers (2)")] == ["customer id", "0007"]
    verify_sheet(tmp_path / "a.xlsx", {"Customers": FRAME})


def test_too_many_columns_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_layout, "COLUMNS", 3)
    with pytest.raises(RunError, match=r"use customers\.parquet"):
        written(tmp_path, FRAME)


def test_a_long_text_is_cut_with_a_mark_and_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"why": ["a" * LONGEST, "b" * (LONGEST + 1), "😀" * LONGEST]})
    (notice,) = write_sheet(tmp_path / "a.xlsx", {"Customers": frame}, AS_OF)
    assert (notice.code, notice.count) == ("W_SHEET_CUT", 2)
    texts = [str(row[0]) for row in read(tmp_path / "a.xlsx")[1:]]
    assert texts[0] == frame["why"][0]
    assert all(text.endswith(" […]") and utf16(text) <= LONGEST for text in texts[1:])


def test_characters_that_cannot_be_seen_are_written_out_and_counted(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"name": ["bell\x07", "left\u202eright", "half\ud800", "two\nlines", "王"]},
        dtype=object,
    )
    (notice,) = write_sheet(tmp_path / "a.xlsx", {"Customers": frame}, AS_OF)
    assert (notice.code, notice.count) == ("W_SHEET_CONTROL", 3)
    assert [row[0] for row in read(tmp_path / "a.xlsx")[1:]] == [
        "bell\\u0007", "left\\u202eright", "half\\ud800", "two\nlines", "王",
    ]  # fmt: skip


def test_days_with_zones_large_numbers_and_truth_values_are_kept(tmp_path: Path) -> None:
    moments = pd.to_datetime(["1998-07-01 06:00", "NaT"]).tz_localize("Europe/Berlin")
    frame = pd.DataFrame(
        {"at": moments, "big": [2**60, 1], "yes": [True, False], "none": [None, float("inf")]}
    )
    assert read(written(tmp_path, frame))[1:] == [
        ("1998-07-01 06:00:00+0200", str(2**60), True, None),
        (None, 1, False, None),
    ]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_money_in_any_unit_keeps_its_digits(tmp_path: Path, scale: float) -> None:
    (_, (found,)) = read(written(tmp_path, pd.DataFrame({"money": [1.23456789 * scale]})))
    assert found == pytest.approx(1.23456789 * scale, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "values", "form"),
    [
        ("share", [0.2, 0.5], "0.0%"),
        ("churn_probability", [0.2, None], "0.0%"),
        ("money", [12.5, 3.0], "#,##0.00"),
        ("money", [1e6, 2e6], "#,##0"),
        ("money", [2e-6, 1e-6], "0.00E+00"),
        ("customers", [3, 4], "#,##0"),
        ("customer_id", [7, 8], "@"),
    ],
)
def test_numbers_are_shown_by_what_they_are(name: str, values: list[Any], form: str) -> None:
    assert number_format(name, as_cells(name, pd.Series(values))) == form


def test_a_sheet_is_ready_for_paper_and_speaks_the_language(tmp_path: Path) -> None:
    with speaking("zh"):
        path = written(tmp_path, FRAME)
    sheet = openpyxl.load_workbook(path)["Customers"]
    assert sheet["A1"].value == "客户编号"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "B2"


HOSTILE = [
    "a/b",
    "[x]",
    "'quoted'",
    "History",
    "",
    "x" * 40,
    "X" * 40,
    "a:b*?\\",
    "😀" * 20,
    "Ann",
    "ANN",
]


def test_titles_are_allowed_and_different() -> None:
    titles = safe_titles(HOSTILE)
    assert titles[:4] == ["a_b", "_x_", "quoted", "History_"]
    assert titles[-2:] == ["Ann", "ANN (2)"]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_name_makes_a_title(names: list[str]) -> None:
    titles = safe_titles(names)
    assert len({title.casefold() for title in titles}) == len(names)
    for title in titles:
        assert 1 <= utf16(title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", title)
        assert title.strip("'") == title
        assert title.casefold() != "history"


def stored(tmp_path: Path, frame: pd.DataFrame) -> StoredResults:
    results = Results("page", tmp_path)
    results.put_table(lists=frame)
    results.finish()
    return StoredResults(tmp_path)


def test_a_table_is_divided_into_a_sheet_for_each_value_and_no_row_is_lost(tmp_path: Path) -> None:
    people = pd.DataFrame({"salesperson": ["Bo", "Ann", "Bo", None], "n": [1, 2, 3, 4]})
    whole = {"Lists": Sheet("lists", "salesperson"), "All": Sheet("lists")}
    parts = split_sheets(whole, stored(tmp_path, people))
    assert [(title, len(part)) for title, part in parts] == [
        ("Bo", 2), ("Ann", 1), ("nan", 1), ("All", 4),
    ]  # fmt: skip


def test_names_that_hurt_make_sheets_too(tmp_path: Path) -> None:
    people = pd.DataFrame({"salesperson": [*HOSTILE, "=cmd"], "n": range(len(HOSTILE) + 1)})
    parts = split_sheets({"Lists": Sheet("lists", "salesperson")}, stored(tmp_path, people))
    write_sheet(tmp_path / "a.xlsx", parts, AS_OF)
    verify_sheet(tmp_path / "a.xlsx", parts)
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames) == len(people)


def test_a_table_without_rows_has_a_sheet_with_heads(tmp_path: Path) -> None:
    empty = pd.DataFrame({"salesperson": pd.Series(dtype=str), "n": pd.Series(dtype=int)})
    parts = split_sheets({"Lists": Sheet("lists", "salesperson")}, stored(tmp_path, empty))
    write_sheet(tmp_path / "a.xlsx", parts, AS_OF)
    verify_sheet(tmp_path / "a.xlsx", parts)
    assert read(tmp_path / "a.xlsx", "Lists") == [("salesperson", "n")]


def test_a_column_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="has no column region"):
        split_sheets({"Lists": Sheet("lists", "region")}, stored(tmp_path, FRAME))


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"Clients": FRAME}, "other sheets"),
        ({"Customers": FRAME.head(2)}, "instead of"),
        ({"Customers": FRAME.rename(index={"7": "8"})}, "other ids"),
    ],
)
def test_a_sheet_that_says_something_else_is_found(
    tmp_path: Path, other: dict[str, pd.DataFrame], what: str
) -> None:
    path = written(tmp_path, FRAME)
    verify_sheet(path, {"Customers": FRAME})
    with pytest.raises(RunError, match=what):
        verify_sheet(path, other)


def test_a_broken_file_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, FRAME)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(RunError, match="cannot be read"):
        verify_sheet(path, {"Customers": FRAME})
