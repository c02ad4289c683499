"""Demands say what was found."""

import numpy as np
import pytest

from clv.errors import InputError
from clv.models.checks.found import demand, demand_all, demand_close, demand_refusal


def test_what_holds_is_passed_over() -> None:
    demand(True, "never said")
    demand_all([True, True], "never said", [1, 2])
    demand_close([1.0, np.inf], [1.0 + 1e-12, np.inf], "never said")


def test_demand_says_what_was_found() -> None:
    with pytest.raises(AssertionError, match="^1 is not 2$"):
        demand(False, "1 is not 2")


def test_demand_all_shows_the_first_value_and_the_number() -> None:
    with pytest.raises(AssertionError, match=r"negative: 2 of 3, first at 1: -5\.0"):
        demand_all([True, False, False], "negative", [1.0, -5.0, -9.0])


def test_demand_close_shows_the_pair_that_lies_furthest_apart() -> None:
    with pytest.raises(AssertionError, match=r"sums: 2 of 3 differ, most at 2: 3\.0 against 5\.0"):
        demand_close([1.0, 2.0, 3.0], [1.0, 2.5, 5.0], "sums")


def test_demand_close_takes_a_missing_number_for_the_largest_difference() -> None:
    with pytest.raises(AssertionError, match="most at 0: nan against 1"):
        demand_close([np.nan, 2.0], [1.0, 9.0], "sums")


def test_demand_close_compares_shapes_first() -> None:
    with pytest.raises(AssertionError, match=r"shape \(1,\) against \(2,\)"):
        demand_close([1.0], [1.0, 2.0], "sums")


def refuse(code: str) -> None:
    raise InputError(code, "found", "remedy")


def test_demand_refusal_wants_the_code() -> None:
    demand_refusal("E_UNIT", "another unit", refuse, "E_UNIT")
    with pytest.raises(AssertionError, match="another unit is refused as E_RATE, not E_UNIT"):
        demand_refusal("E_UNIT", "another unit", refuse, "E_RATE")
    with pytest.raises(AssertionError, match="refused as TypeError"):
        demand_refusal("E_UNIT", "no argument", refuse)
    with pytest.raises(AssertionError, match="another unit is not refused"):
        demand_refusal("E_UNIT", "another unit", str)
