from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.transactions.readings.clocks import clock_changes
from clv.transactions.readings.reading import Kind
from tests.transactions.raw_columns import read_dates

BERLIN = "Europe/Berlin"
EVERY = clock_changes(BERLIN, date(1979, 1, 1), date(2039, 1, 1))
LOCAL = ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-10-27 03:00:00", "2024-03-31 01:59:59"]


@pytest.mark.parametrize("kind", ["text", "moment"])
def test_times_that_never_came_or_came_twice_are_counted(kind: Kind) -> None:
    found, repairs = read_dates([*LOCAL, None], kind, time_zone=BERLIN)
    assert found == [*(text[:10] for text in LOCAL), None]
    assert repairs == {"local_time_nonexistent": 1, "local_time_ambiguous": 1}


def test_nothing_is_counted_without_a_zone_or_without_a_time() -> None:
    assert read_dates(LOCAL)[1] == {}
    assert read_dates(LOCAL, time_zone="Asia/Shanghai")[1] == {}
    # In Beirut midnight of that day was left out; the day was not.
    assert read_dates(["2024-03-31", "2024-03-31"], time_zone="Asia/Beirut")[1] == {}
    assert read_dates(["2024-03-31 00:00:00"], "moment", time_zone="Asia/Beirut")[1] == {}


def test_sentinel_dates_do_not_stretch_the_search() -> None:
    texts = ["0001-01-01 00:00:00", LOCAL[0], "9999-12-31 00:00:00"]
    assert read_dates(texts, "moment", time_zone=BERLIN)[1] == {"local_time_nonexistent": 1}
    assert read_dates(texts, time_zone=BERLIN)[1] == {"local_time_nonexistent": 1}


@pytest.mark.parametrize(
    "zone", [BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"]
)
def test_changes_are_those_of_python(zone: str) -> None:
    first, last = date(1985, 1, 1), date(1992, 12, 31)
    hour, found = datetime(1985, 1, 1), set()
    while hour.date() <= last:
        there_and_back = (
            hour.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
        )
        if there_and_back.replace(tzinfo=None) != hour:
            found.add((hour, False))
        elif (
            hour.replace(tzinfo=ZoneInfo(zone)).utcoffset()
            != hour.replace(tzinfo=ZoneInfo(zone), fold=1).utcoffset()
        ):
            found.add((hour, True))
        hour += timedelta(minutes=30)
    expected = {
        (moment, change.repeated)
        for change in clock_changes(zone, first, last)
        for moment in (change.start + timedelta(minutes=m) for m in range(0, 180, 30))
        if moment < change.end
    }
    assert found == expected
    assert found


@given(st.dates(date(1980, 1, 1), date(2036, 1, 1)), st.integers(0, 800))
def test_changes_of_a_stretch_are_those_within_it(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    within = clock_changes(BERLIN, first, last)
    assert within == tuple(c for c in EVERY if first <= c.start.date() <= last)
