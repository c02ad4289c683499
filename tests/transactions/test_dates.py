from pathlib import Path
from typing import Any

import pytest

from clv.errors import InputError
from tests.transactions.logs import HEADER, days, read_text


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("2024-01-31", {}),
        (" 2024-01-31 ", {}),
        ("2024-01-31 23:59", {}),
        ("2024-01-31T23:59:59.999", {}),
        ("20240131", {}),
        ("20240131.0", {}),
        ("31/01/2024", {"date_format": "%d/%m/%Y"}),
        ("01/31/2024 11:59 PM", {"date_format": "%m/%d/%Y %I:%M %p"}),
        ("31.1.24", {"date_format": "%d.%m.%y"}),
        ("2024年1月31日", {"date_format": "%Y年%m月%d日"}),
    ],
)
def test_dates_are_read_by_proof_or_declaration(
    text: str, options: dict[str, Any], tmp_path: Path
) -> None:
    log = read_text(tmp_path, f'{HEADER}a,"{text}",5\n', **options)
    assert days(log)[0][1] == "2024-01-31"


def test_days_and_points_in_time_may_be_mixed(tmp_path: Path) -> None:
    log = read_text(tmp_path, HEADER + "a,2024-01-31,5\na,2024-01-31 10:00:00,6\n")
    assert days(log) == [("a", "2024-01-31", 11.0, 2, True)]


@pytest.mark.parametrize(
    ("dates", "formats"),
    [
        (["01/02/2024", "11/12/2024"], "'%d/%m/%Y' or '%m/%d/%Y'"),
        (["01/02/2024", "13/12/2024"], "'%d/%m/%Y'"),
        (["01-02-2024", "12-31-2024"], "'%m-%d-%Y'"),
        (["13.02.2024 10:15", "01.02.2024 11:00"], "'%d.%m.%Y %H:%M'"),
        (["2024/02/13"], "'%Y/%m/%d'"),
        (["5 Jan 2024"], "'%d %b %Y'"),
    ],
)
def test_the_error_names_the_formats_that_read_every_date(
    dates: list[str], formats: str, tmp_path: Path
) -> None:
    content = HEADER + "".join(f'a,"{text}",5\n' for text in dates)
    with pytest.raises(InputError, match="declare date_format=") as caught:
        read_text(tmp_path, content)
    assert str(caught.value).endswith(f"declare date_format={formats}")


def test_no_format_is_named_that_leaves_a_date_unread(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_DATE_AMBIGUOUS.*write all as YYYY-MM-DD"):
        read_text(tmp_path, HEADER + "a,13/02/2024,5\na,02/13/2024,5\n")


@pytest.mark.parametrize(
    ("text", "day"),
    [("45292", "2024-01-01"), ("1704067200", "2024-01-01"), ("1704067200000", "2024-01-01")],
)
def test_the_meaning_of_a_number_is_guessed_aloud_only(text: str, day: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"E_DATE_NUMERIC.*would be {day}"):
        read_text(tmp_path, f"{HEADER}a,{text},5\n")
