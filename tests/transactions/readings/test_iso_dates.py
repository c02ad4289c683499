import pytest

from clv.transactions.readings.iso_dates import iso_day, usual_day, usual_zoned_day, zoned_day
from tests.transactions.raw_columns import raw


def day(expression: str, text: str) -> str | None:
    ((found,),) = raw("date", [text]).rows(f"SELECT {expression} FROM raw")
    return None if found is None else str(found)


@pytest.mark.parametrize("text", ["2024-01-31", "2024-01-31 23:59:59", "2024-01-31T23:59:59"])
def test_the_usual_dates_need_no_regular_expression(text: str) -> None:
    assert day(usual_day("date"), text) == day(iso_day("date"), text) == "2024-01-31"


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31T23:59:59Z",
        "2024-01-31T23:59:59+01",
        "2024-01-31 23:59:+5",
        "2024-01-31 2:59:59Z",
        "2024-02-30",
        "2024-02-30 10:00:00",
        "20240131",
        "31-01-2024",
    ],
)
def test_nothing_with_an_offset_passes_for_a_day(text: str) -> None:
    assert day(usual_day("date"), text) is None


@pytest.mark.parametrize("text", ["2024-01-31", "2024-01-31 10:00:00", "2024-01-31 10:00:00-5:30"])
def test_nothing_without_an_offset_passes_for_a_point_in_time(text: str) -> None:
    assert day(usual_zoned_day("UTC", "date"), text) is None


@pytest.mark.parametrize(
    "text", ["2024-01-31T23:30:00Z", "2024-01-31 22:30:00.000Z", "2024-01-31T23:30:00+01:00"]
)
def test_the_quick_way_and_the_thorough_one_agree(text: str) -> None:
    quick, thorough = usual_zoned_day("Asia/Tokyo", "date"), zoned_day("Asia/Tokyo", "date")
    assert day(quick, text) == day(thorough, text) == "2024-02-01"
