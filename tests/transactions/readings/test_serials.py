from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.transactions.readings.dates import date_reading
from clv.transactions.readings.reading import Kind
from tests.transactions.raw_columns import raw, read_dates

both_kinds = pytest.mark.parametrize("kind", ["number", "text"])


@pytest.mark.parametrize(
    ("text", "name"), [("45292", "excel"), ("1704067200", "unix"), ("1704067200000", "unix_ms")]
)
@both_kinds
def test_the_meaning_of_a_number_is_guessed_aloud_only(text: str, name: str, kind: Kind) -> None:
    with pytest.raises(InputError, match="E_DATE_NUMERIC.*would be 2024-01-01") as caught:
        read_dates([text], kind)
    assert f"(--date-format {name})" in str(caught.value)


@both_kinds
def test_what_was_guessed_can_be_declared(kind: Kind) -> None:
    for text, unit in (
        ("45292.99", "excel"),
        ("1704153599.9", "unix"),
        ("1704153599999", "unix_ms"),
    ):
        found, repairs = read_dates([text, None], kind, date_format=unit)
        assert (found, repairs) == (["2024-01-01", None], {"date_serial": 1})


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)), st.floats(0, 0.999))
def test_days_of_a_spreadsheet_count_from_1900(day: date, time: float) -> None:
    serial = (day - date(1899, 12, 30)).days + time
    assert read_dates([repr(serial)], "number", date_format="excel")[0] == [str(day)]


def test_a_spreadsheet_s_first_day_is_the_first_of_1900() -> None:
    found, _ = read_dates(["1", "59", "61"], "number", date_format="excel")
    assert found == ["1900-01-01", "1900-02-28", "1900-03-01"]


def test_a_spreadsheet_may_hold_serials_and_written_days() -> None:
    texts = ["45292", "2024-01-05", "2024-01-06 10:00", "", " ４５２９３ "]
    days = ["2024-01-01", "2024-01-05", "2024-01-06", None, "2024-01-02"]
    found = read_dates(texts, date_format="excel")
    assert found == (days, {"date_serial": 2, "date_characters": 1})


@given(
    st.integers(10_000_000, 4_102_444_799),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kathmandu"]),
    st.sampled_from(["unix", "unix_ms"]),
)
def test_seconds_become_the_business_s_own_day(seconds: int, zone: str, unit: str) -> None:
    value = seconds if unit == "unix" else seconds * 1000 + 999
    found, repairs = read_dates([str(value)], "number", date_format=unit, time_zone=zone)
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    assert found == [str(instant.astimezone(ZoneInfo(zone)).date())]
    assert repairs == {"date_serial": 1, "time_zone_converted": 1}


def test_days_of_utc_are_said_to_be_such() -> None:
    engine = raw("date", ["1704067200"])
    (notice,) = date_reading(engine, "text", date_format="unix").notices
    assert notice.code == "W_DATE_UTC"
    assert not date_reading(engine, "text", date_format="unix", time_zone="UTC").notices


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("soon", "excel"),
        ("1704067200", "excel"),
        ("-5", "excel"),
        ("inf", "unix"),
        ("45292", "unix"),
        ("1704067200000", "unix"),
        ("1704067200", "unix_ms"),
        ("31/01/2024", "excel"),
        ("2024-01-31", "unix"),
    ],
)
def test_a_value_of_another_kind_is_refused(text: str, unit: str) -> None:
    with pytest.raises(InputError, match=f"E_DATE: .*{unit}.*: 1 "):
        read_dates([text, "", None], date_format=unit)


def test_an_infinite_number_is_no_date() -> None:
    for date_format in (None, "excel", "unix"):
        with pytest.raises(InputError, match="E_DATE"):
            read_dates(["inf"], "number", date_format=date_format)
