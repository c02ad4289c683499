import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.transactions.readings.zones import check_zone
from tests.transactions.raw_columns import read_dates

# Old names that mean one offset are left out: systems disagree about them.
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Europe/Berlim", "Europe/Berlin"),
        ("shanghai", "Asia/Shanghai"),
        ("New York", "America/New_York"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("../etc/passwd", "such as"),
        ("", "Europe/Berlin or Asia/Shanghai"),
    ],
)
def test_an_unknown_zone_is_refused_with_those_near_it(name: str, near: str) -> None:
    with pytest.raises(InputError, match=r"E_TIME_ZONE.*--time-zone") as caught:
        check_zone(name)
    assert near in str(caught.value)


def test_an_unknown_zone_is_refused_even_if_no_date_needs_it() -> None:
    with pytest.raises(InputError, match="E_TIME_ZONE"):
        read_dates(["2024-01-01"], "day", time_zone="Mars/Olympus")


@given(
    instant=st.datetimes(datetime(1970, 1, 2), datetime(2037, 12, 30)),
    zone=st.sampled_from(ZONES),
    offset=st.integers(-12 * 4, 14 * 4),
    separator=st.sampled_from(["T", " "]),
)
def test_local_days_are_those_of_python(
    instant: datetime, zone: str, offset: int, separator: str
) -> None:
    instant = instant.replace(tzinfo=UTC, microsecond=0)
    local = str(instant.astimezone(ZoneInfo(zone)).date())
    shifted = instant + timedelta(minutes=15 * offset)
    hours, quarters = divmod(abs(offset), 4)
    sign = "-" if offset < 0 else "+"
    bare = shifted.replace(tzinfo=None).isoformat(separator)
    texts = [
        f"{bare}{sign}{hours:02d}:{15 * quarters:02d}",
        f"{bare} {sign}{hours:02d}{15 * quarters:02d}",
        f"{instant.replace(tzinfo=None).isoformat(separator)}Z",
    ]
    assert read_dates(texts, time_zone=zone) == ([local] * 3, {"time_zone_converted": 3})
    assert read_dates([texts[0]], "zoned", time_zone=zone)[0] == [local]


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31T23:30:00Z",
        "2024-01-31T23:30:00.123Z",
        "2024-01-31 23:30 UTC",
        "2024-01-31 23:30:00,5 +0000",
        "2024-01-31T22:30-01",
        "2024-02-01 05:00:00+0530",
        "2024-02-01 04:30:00 +05",
    ],
)
def test_offsets_are_read_however_they_are_written(text: str) -> None:
    assert read_dates([text, None], time_zone=SHANGHAI)[0] == ["2024-02-01", None]
    both = read_dates([text, "2024-01-31T23:30:00Z"], time_zone=SHANGHAI)
    assert both == (["2024-02-01"] * 2, {"time_zone_converted": 2})


def test_an_offset_may_be_part_of_a_declared_format() -> None:
    options: dict[str, Any] = {"date_format": "%d/%m/%Y %H:%M %z", "time_zone": SHANGHAI}
    found = read_dates(["31/01/2024 23:30 +0000", None], **options)
    assert found == (["2024-02-01", None], {"time_zone_converted": 1})


@pytest.mark.parametrize(
    ("texts", "zone", "message"),
    [
        (["2024-01-01T10:00:00Z"], None, "a time zone: 1 .*time_zone="),
        (["2024-01-01T10:00:00Z", "2024-01-02"], None, "time_zone="),
        (["2024-01-01T10:00:00Z", "2024-01-02"], SHANGHAI, ": 1, and without: 1"),
        (["2024-01-01T10:00:00Z", "2024-01-02 10:00:00"], SHANGHAI, ": 1, and without: 1"),
    ],
)
def test_dates_that_have_no_day_yet_are_refused(
    texts: list[str], zone: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=f"E_DATE_ZONE.*{message}"):
        read_dates(texts, time_zone=zone)


def test_instants_of_a_typed_source_need_the_zone_of_the_business() -> None:
    with pytest.raises(InputError, match="E_DATE_ZONE.*: 1; .*time_zone="):
        read_dates(["2024-01-01 10:00:00+00", None], "zoned")


@pytest.mark.parametrize(
    "text", ["2024-01-01T25:00:00Z", "2024-02-30T10:00:00Z", "2024-01-01T10:00:00+25:00"]
)
def test_a_point_in_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="E_DATE"):
        read_dates([text, "2024-01-01T10:00:00Z"], time_zone=SHANGHAI)


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
def test_the_zone_of_the_machine_plays_no_part() -> None:
    assert os.environ["TZ"]
    texts = ["2024-01-31T16:30:00Z", "2024-01-31T23:30:00+08:00", "2024-01-31 10:00 UTC"]
    expected = ["2024-02-01", "2024-01-31", "2024-01-31"]
    assert read_dates(texts, time_zone=SHANGHAI)[0] == expected
    assert read_dates(texts[:2], "zoned", time_zone=SHANGHAI)[0] == expected[:2]
    assert read_dates(["2024-01-31 23:59:59"], "moment")[0] == ["2024-01-31"]
    assert read_dates(["1706745599"], date_format="unix", time_zone="UTC")[0] == ["2024-01-31"]
