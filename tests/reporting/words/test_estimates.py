"""Estimates are told with three significant digits, whatever the unit of money."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.language import speaking
from clv.reporting.words.common import about, about_between


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (635862.2, "636,000"),
        (-999.6, "-1,000"),
        (123.4, "123"),
        (12.34, "12.3"),
        (0.00041, "0.00041"),
    ],
)
def test_three_digits_are_left(value: float, told: str) -> None:
    assert about(value) == told


@given(st.floats(100, 9.9e8))
def test_no_estimate_is_told_more_than_half_a_hundredth_off(value: float) -> None:
    assert math.isclose(float(about(value).replace(",", "")), value, rel_tol=0.0051)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [(5.352e10, "53.5 billion", "535亿"), (-1.234e12, "-1,230 billion", "-12,300亿"),
     (9.999e8, "1 billion", "10亿"), (9.98e8, "998,000,000", "998,000,000")],
)  # fmt: skip
def test_large_money_is_told_in_words(value: float, en: str, zh: str) -> None:
    assert about(value) == en
    with speaking("zh"):
        assert about(value) == zh


def test_what_is_not_known_is_a_dash() -> None:
    assert (about(None), about(math.nan), about_between(None, 1.0)) == ("–", "–", "–")
