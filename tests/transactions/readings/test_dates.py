from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from tests.transactions.logs import HEADER, days, read_text
from tests.transactions.raw_columns import read_dates

FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%B %d, %Y",
    "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y-%j",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("2024-01-31", {}),
        (" 2024-01-31 ", {}),
        ("2024-01-31 23:59", {}),
        ("2024-01-31 23:59:59", {}),
        ("2024-01-31T23:59:59.999", {}),
        ("2024-01-31 9:05:00,5", {}),
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


def test_days_and_points_in_time_may_be_mixed() -> None:
    texts = ["2024-01-31", "2024-01-31 10:00:00", "2024-01-31T10:00", None]
    assert read_dates(texts) == (["2024-01-31"] * 3 + [None], {})


@given(
    day=st.dates(date(1970, 1, 1), date(2100, 12, 31)),
    date_format=st.sampled_from([None, *FORMATS]),
)
def test_every_day_is_read_back_as_it_was_written(day: date, date_format: str | None) -> None:
    days = [day, day + timedelta(days=1)]
    texts = [d.strftime(date_format or "%Y-%m-%d") for d in days]
    found, _ = read_dates(texts, date_format=date_format)
    assert found == [str(d) for d in days]


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_a_declared_year_of_two_digits_is_that_of_python(day: date) -> None:
    text = day.strftime("%d.%m.%y")
    found, _ = read_dates([text], date_format="%d.%m.%y")
    assert found[0] is not None
    assert date.fromisoformat(found[0]).strftime("%d.%m.%y") == text


@pytest.mark.parametrize("text", ["1/2/24", "01/02/024", "1/2/24 "])
def test_a_short_year_is_not_taken_for_one_of_antiquity(text: str) -> None:
    with pytest.raises(InputError, match="E_DATE: .*1 of 2"):
        read_dates(["1/2/2024", text], date_format="%d/%m/%Y")


@pytest.mark.parametrize("options", [{}, {"date_format": "%Y-%m-%d"}])
def test_dates_that_stand_for_nothing_stay_readable(options: dict[str, Any]) -> None:
    texts = ["0001-01-01", "1900-01-01", "1970-01-01", "9999-12-31"]
    assert read_dates(texts, **options) == (texts, {})


def test_full_width_dates_are_read_and_counted() -> None:
    found = read_dates(["２０２４－０１－３１", "2024-02-01", " 2024-02-02 "])
    assert found == (["2024-01-31", "2024-02-01", "2024-02-02"], {"date_characters": 1})
    declared = read_dates(["３１／０１／２０２４ １０：３０"], date_format="%d/%m/%Y %H:%M")
    assert declared == (["2024-01-31"], {"date_characters": 1})
    assert read_dates(["３１／０１／２０２４"], date_format="%d／%m／%Y")[0] == ["2024-01-31"]


@pytest.mark.parametrize(
    "date_format", ["%Q", "%d/%m", "mixed", "dd/mm/yyyy", "'; DROP", "%Y-%m-%d%z"]
)
def test_a_format_that_makes_no_day_is_refused(date_format: str) -> None:
    with pytest.raises(InputError, match="E_DATE_FORMAT"):
        read_dates(["2024-01-01"], date_format=date_format)


@pytest.mark.parametrize(
    ("dates", "formats"),
    [
        (["01/02/2024", "11/12/2024"], "'%d/%m/%Y' or '%m/%d/%Y'"),
        (["01/02/2024", "13/12/2024"], "'%d/%m/%Y'"),
        (["01-02-2024", "12-31-2024"], "'%m-%d-%Y'"),
        (["13.02.2024 10:15", "01.02.2024 11:00"], "'%d.%m.%Y %H:%M'"),
        (["2024/02/13"], "'%Y/%m/%d'"),
        (["5 Jan 2024"], "'%d %b %Y'"),
        (["31012024"], "'%d%m%Y'"),
        (["240131"], "'%y%m%d'"),
    ],
)
def test_the_error_names_the_formats_that_read_every_date(dates: list[str], formats: str) -> None:
    with pytest.raises(InputError) as caught:
        read_dates(dates)
    assert f"; declare date_format={formats} (--date-format)" in str(caught.value)


def test_no_format_is_named_that_leaves_a_date_unread() -> None:
    with pytest.raises(InputError, match="E_DATE_AMBIGUOUS.*write all as YYYY-MM-DD"):
        read_dates(["13/02/2024", "02/13/2024"])


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["2024-01-01"] * 97 + ["soon", "later", "?"], "no known kind: 3 of 100 .*mend them"),
        (["2024-01-01"] * 97 + ["1/2/2024"], "E_DATE_AMBIGUOUS: .*: 1 of 98"),
        (["2024-01-01 10:00:00", "2024-02-30 10:00:00"], "do not exist .*: 1 of 2"),
        (["20240101", "20241301"], "do not exist .*: 1 of 2"),
        (["20240101", "2024-01-02"], "are mixed"),
        (["2024-01-01"] * 3 + ["45292"], "E_DATE_NUMERIC: .*: 1 of 4"),
    ],
)
def test_a_few_strange_dates_are_counted_among_the_rest(texts: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_dates(texts)
