"""The sheet says what the tables say, runs nothing and repeats byte for byte."""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from clv.errors import RunError
from clv.reporting import sheet
from clv.reporting.sheet import write_sheet

AS_OF = date(1998, 7, 1)
FRAME = pd.DataFrame(
    {
        "name": ['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)"],
        "money": [1.5, float("nan"), -2.0],
        "last": pd.to_datetime(pd.Series(["1998-01-01", None, "1998-02-01"])).array,
    },
    index=pd.Index(["007", "7", "0007"], name="customer_id"),
)


def read(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["Customers"].iter_rows(values_only=True))


def test_cells_come_back_as_written(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", {"Customers": FRAME}, AS_OF)
    assert read(tmp_path / "a.xlsx") == [
        ("customer id", "name", "money", "last"),
        ("007", '=HYPERLINK("http://x")', 1.5, "1998-01-01"),
        ("7", "+1+1", None, None),
        ("0007", "@SUM(A1)", -2, "1998-02-01"),
    ]


def test_no_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    write_sheet(tmp_path / "a.xlsx", {"Customers": FRAME}, AS_OF)
    cells = [c for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["Customers"] for c in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_sheet(tmp_path / name, {"Customers": FRAME}, AS_OF)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_table_that_does_not_fit_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "_ROWS", 3)
    with pytest.raises(RunError, match=r"use customers\.parquet"):
        write_sheet(tmp_path / "a.xlsx", {"Customers": FRAME}, AS_OF)
