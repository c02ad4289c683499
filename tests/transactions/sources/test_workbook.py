import datetime
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter

from clv.errors import InputError
from clv.transactions.sources.source import Source
from clv.transactions.sources.workbook import workbook_source

HEADER = ("customer_id", "date", "amount")
DAY = datetime.date(2024, 1, 1)
OLD = Path(__file__).with_name("log.xls")
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet><table:table table:name="Log">{rows}</table:table></office:spreadsheet>
</office:body></office:document-content>"""
ROW = "<table:table-row>{}</table:table-row>"
CELL = """<table:table-cell office:value-type="{0}" office:{1}="{2}">
<text:p>{2}</text:p></table:table-cell>"""
MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def write(
    path: Path, sheets: dict[str, list[tuple[Any, ...]]], top: int = 0, left: int = 0
) -> Path:
    """Write a workbook; a text that begins with = is a formula with the error N/A as result."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows, top):
                for j, value in enumerate(row, left):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(i, j, value, day)
                    elif isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(i, j, value, None, "#N/A")
                    elif value is not None:
                        sheet.write(i, j, value)
    return path


def write_ods(path: Path, *rows: list[tuple[str, str, str]]) -> Path:
    table = "".join(ROW.format("".join(CELL.format(*cell) for cell in row)) for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=table))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return path


def rows(source: Source) -> list[tuple[Any, ...]]:
    columns = pa.Table.from_batches(source.batches).columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def test_numbers_and_days_keep_their_type(tmp_path: Path) -> None:
    source = workbook_source(
        write(tmp_path / "a.xlsx", {"Log": [HEADER, (123.0, DAY, 5.5), (7, DAY, None)]})
    )
    assert source.columns == HEADER
    assert source.types == (pa.int64(), pa.date32(), pa.float64())
    assert rows(source) == [(123, DAY, 5.5), (7, DAY, None)]


def test_days_among_serials_are_text_for_the_gate_to_refuse(tmp_path: Path) -> None:
    source = workbook_source(
        write(tmp_path / "a.xlsx", {"Log": [HEADER, ("007", DAY, 1), (7, 45292, 2)]})
    )
    assert source.types == (pa.string(), pa.string(), pa.int64())
    assert rows(source) == [("007", "2024-01-01", 1), ("7", "45292", 2)]


def test_the_table_may_stand_anywhere_among_blanks(tmp_path: Path) -> None:
    table = [HEADER, (1, DAY, 2), (None, " ", None), (3, DAY, 4), ("  ",)]
    source = workbook_source(write(tmp_path / "a.xlsx", {"Log": table}, top=3, left=2))
    assert source.columns == HEADER
    assert rows(source) == [(1, DAY, 2), (3, DAY, 4)]


def test_names_may_be_blank_or_repeated_and_columns_without_name_and_value_go(
    tmp_path: Path,
) -> None:
    table = [("id", None, None, "id", 2024), (1, None, "x", 2, 3)]
    source = workbook_source(write(tmp_path / "a.xlsx", {"Log": table}))
    assert source.columns == ("id", "", "id", "2024")
    assert rows(source) == [(1, "x", 2, 3)]


def test_results_that_are_errors_are_text_in_their_own_cells(tmp_path: Path) -> None:
    table = [HEADER, (1, DAY, 2), ("=NA()", DAY, '=IF("<>"<"", NA(), 1)'), (None, DAY, 3)]
    path = write(tmp_path / "a.xlsx", {"Other": [], "Log & <more>": table}, top=1, left=27)
    source = workbook_source(path)
    assert source.types == (pa.string(), pa.date32(), pa.string())
    assert rows(source) == [("1", DAY, "2"), ("#N/A", DAY, "#N/A"), (None, DAY, "3")]


def test_a_name_that_does_not_tell_the_kind_does_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Log": [HEADER, (1, DAY, 2)]})
    assert rows(workbook_source(path.rename(tmp_path / "log.xls"))) == [(1, DAY, 2)]


def test_the_older_kind_is_read() -> None:
    source = workbook_source(OLD)
    assert source.columns == HEADER
    assert source.types == (pa.int64(), pa.date32(), pa.float64())
    assert rows(source) == [(123, DAY, 5.5), (7, datetime.date(2024, 2, 1), None)]


def test_the_open_kind_is_read(tmp_path: Path) -> None:
    header = [("string", "string-value", name) for name in HEADER]
    first = [("float", "value", "123"), ("date", "date-value", "2024-01-01"),
             ("float", "value", "5.5")]  # fmt: skip
    second = [("float", "value", "7"), ("date", "date-value", "2024-01-01T09:30:00"),
              ("string", "string-value", "x")]  # fmt: skip
    source = workbook_source(write_ods(tmp_path / "a.ods", header, first, second))
    assert source.columns == HEADER
    assert source.types == (pa.int64(), pa.timestamp("us"), pa.string())
    assert rows(source) == [
        (123, datetime.datetime(2024, 1, 1), "5.5"),
        (7, datetime.datetime(2024, 1, 1, 9, 30), "x"),
    ]


def test_the_only_sheet_that_holds_something_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", {"Cover": [(" ",)], "Log": [HEADER, (1, DAY, 2)], "Empty": []}
    )
    assert rows(workbook_source(path)) == [(1, DAY, 2)]


def test_among_several_sheets_one_has_to_be_named(tmp_path: Path) -> None:
    sheets = {"2023": [HEADER, (1, DAY, 2)], "2024": [HEADER, (3, DAY, 4)], "Empty": []}
    path = write(tmp_path / "a.xlsx", sheets)
    with pytest.raises(InputError, match=r"E_SHEET: .*2 sheets .*one of '2023', '2024'$"):
        workbook_source(path)
    assert rows(workbook_source(path, "2024")) == [(3, DAY, 4)]


@pytest.mark.parametrize("name", ["log", "--help", "Log ", ""])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, name: str
) -> None:
    path = write(tmp_path / "a.xlsx", {"Log": [HEADER, (1, DAY, 2)]})
    with pytest.raises(InputError, match=f"E_SHEET: .* no sheet {name!r}; .* one of 'Log'$"):
        workbook_source(path, name)


@pytest.mark.parametrize("table", [[], [HEADER], [(" ",)], [HEADER, (" ", None, "")]])
def test_a_sheet_without_a_row_is_refused(tmp_path: Path, table: list[tuple[Any, ...]]) -> None:
    path = write(tmp_path / "a.xlsx", {"Log": table})
    for name in (None, "Log"):
        with pytest.raises(InputError, match="E_EMPTY"):
            workbook_source(path, name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"customer_id,date\n1,2024-01-01\n",
        OLD.read_bytes()[:600],
        OLD.read_bytes()[:3000],
    ],
    ids=range(6),
)
def test_what_is_no_workbook_or_damaged_is_refused(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(InputError, match="E_FILE: a.xls is no workbook, or damaged"):
        workbook_source(path)
    assert capfd.readouterr().err == ""


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Log": [HEADER, (1, DAY, 2)]})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="E_FILE"):
        workbook_source(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", "customer_id,date\n1,2024-01-01\n")
    with pytest.raises(InputError, match="E_FILE"):
        workbook_source(path)
