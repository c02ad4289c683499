"""Estimates are told with three significant digits, whatever the unit of money."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.floats(100, 1e12))
def test_no_estimate_is_told_more_than_half_a_hundredth_off(value: float) -> None:
    assert math.isclose(float(about(value).replace(",", "")), value, rel_tol=0.0051)


def test_what_is_not_known_is_a_dash() -> None:
    assert (about(None), about(math.nan), about_between(None, 1.0)) == ("–", "–", "–")
