from pathlib import Path
from typing import Any

import pytest

from tests.transactions.logs import HEADER, days, read_rows, read_text


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("12", {}, 12.0),
        (" 12.5 ", {}, 12.5),
        ("+.5", {}, 0.5),
        ("5.", {}, 5.0),
        ("1e3", {}, 1000.0),
        ("1.234", {"decimal": "."}, 1.234),
        ("1.234", {"thousands": "."}, 1234.0),
        ("1.234.567,89", {"decimal": ",", "thousands": "."}, 1234567.89),
        ("1234,5", {"decimal": ","}, 1234.5),
        ("1,234.50", {"thousands": ","}, 1234.5),
        ("1 234,5", {"decimal": ",", "thousands": " "}, 1234.5),
        ("1\u202f234\u00a0567,5", {"decimal": ",", "thousands": " "}, 1234567.5),
        ("1'234.5", {"thousands": "'"}, 1234.5),
        ("12345,5", {"decimal": ",", "thousands": "."}, 12345.5),
    ],
)
def test_amounts_are_read_as_declared(
    text: str, options: dict[str, Any], value: float, tmp_path: Path
) -> None:
    log = read_text(tmp_path, f'{HEADER}a,2024-01-01,"{text}"\n', **options)
    assert days(log)[0][2] == value


def test_a_zero_before_the_point_proves_decimals(tmp_path: Path) -> None:
    log = read_text(tmp_path, HEADER + "a,2024-01-01,1.234\nb,2024-01-01,0.500\n")
    assert [row[2] for row in days(log)] == [1.234, 0.5]


def test_numbers_of_a_frame_cannot_be_misread() -> None:
    assert days(read_rows(("a", "2024-01-01", 1.234)))[0][2] == 1.234


def test_sums_are_exact() -> None:
    log = read_rows(*[("a", "2024-01-01", "0.1", str(i)) for i in range(10)])
    assert days(log)[0][2] == 1.0
    assert log.audit.amount_in == log.audit.amount_used == 1.0
