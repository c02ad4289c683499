import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import population_gap, typical_gap
from clv.errors import InputError


def buyers(*rows: tuple[int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["purchases", "median_gap"]).astype({"median_gap": float})


def test_every_repeater_counts_once_for_the_population() -> None:
    assert population_gap(buyers((1, None), (2, 10.0), (90, 7.0), (3, 50.0))) == 10


def test_without_a_repeater_there_is_no_gap() -> None:
    assert math.isnan(population_gap(buyers((1, None), (1, None))))
    assert math.isnan(population_gap(buyers()))
    assert typical_gap(buyers((1, None), (4, 9.0)), math.nan).fillna(-1).tolist() == [-1, 9]


def test_three_gaps_speak_for_themselves_and_fewer_lean_on_the_population() -> None:
    table = buyers((1, None), (2, 8.0), (3, 8.0), (4, 8.0))
    # (3 * 20 + n * 8) / (3 + n) for n = 0, 1, 2
    assert typical_gap(table, 20).tolist() == pytest.approx([20, 17, 15.2, 8])


def test_k_says_how_far_they_lean() -> None:
    table = buyers((2, 8.0))
    assert typical_gap(table, 20, k=1).tolist() == [14]
    assert typical_gap(table, 20, k=1e9).tolist() == pytest.approx([20])


def test_purchases_before_the_window_lend_no_gap() -> None:
    assert typical_gap(buyers((0, None)), 20).tolist() == [20]


@pytest.mark.parametrize("column", ["purchases", "median_gap"])
def test_what_is_missing_is_named(column: str) -> None:
    with pytest.raises(InputError, match=column):
        typical_gap(buyers((2, 8.0)).drop(columns=column), 20)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 60), st.floats(1, 400), st.floats(1, 400), st.floats(0.1, 30))
def test_the_usual_gap_lies_between_ones_own_and_the_population_s(
    purchases: int, own: float, population: float, k: float
) -> None:
    low, high = sorted((own, population))
    found = typical_gap(buyers((purchases, own)), population, k).item()
    assert low * (1 - 1e-9) <= found <= high * (1 + 1e-9)


@pytest.mark.parametrize("k", [0, -3, math.nan, math.inf])
def test_the_population_must_count_for_something(k: float) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        typical_gap(buyers((2, 8.0)), 20, k=k)
