"""A small chart shows a figure's course, and says it in words."""

import base64
import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from clv.reporting.pages.records import Point
from clv.reporting.pages.spark import spark, spark_words

numbers = st.floats(-1e299, 1e299)


def drawn(points: list[Point]) -> ElementTree.Element:
    return ElementTree.fromstring(base64.b64decode(spark(points).partition("base64,")[2]))


@given(st.lists(st.tuples(numbers, st.none() | numbers), min_size=2, max_size=30))
def test_every_point_lies_on_the_chart(values: list[tuple[float, float | None]]) -> None:
    start = date(1998, 1, 1)
    points = [
        Point(start + timedelta(7 * i), value, upper, upper)
        for i, (value, upper) in enumerate(values)
    ]
    line = drawn(points).findall("{*}polyline")[0].attrib["points"]
    pairs = [tuple(map(float, pair.split(","))) for pair in line.split()]
    assert len(pairs) == len(points)
    assert all(0 <= x <= 240 and 0 <= y <= 44 for x, y in pairs)
    assert [x for x, _ in pairs] == sorted(x for x, _ in pairs)


def test_more_is_higher_and_an_interval_is_a_band() -> None:
    low, high = Point(date(1998, 1, 1), 1, 0, 2), Point(date(1998, 2, 1), 3, 2, 4)
    svg = base64.b64decode(spark([low, high]).partition("base64,")[2]).decode()
    heights = [
        float(y) for y in re.findall(r"polyline points=\"\S+?,([\d.]+) \S+?,([\d.]+)", svg)[0]
    ]
    assert heights[0] > heights[1]
    band = drawn([low, high]).findall("{*}polygon")[0].attrib["points"]
    assert len(set(band.split())) == 4


def test_one_run_has_no_course() -> None:
    assert spark([Point(date(1998, 1, 1), 1)]) == ""


def test_words_say_first_last_lowest_and_highest() -> None:
    values = (2_000_000.4, 0.25, 7)
    points = [Point(date(1998, 1 + i, 1), value) for i, value in enumerate(values)]
    assert spark_words("money", points) == (
        "money, 3 runs: first 2,000,000 (1998-01-01), last 7 (1998-03-01), "
        "lowest 0.25, highest 2,000,000"
    )
