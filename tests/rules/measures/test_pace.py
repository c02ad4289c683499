import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.measures.pace import next_gap


def buyers(*rows: tuple[int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["purchases", "median_gap"]).astype({"median_gap": float})


def test_the_next_gap_stays_drawn_towards_the_population() -> None:
    table = buyers((1, None), (2, 8.0), (31, 8.0))
    assert next_gap(table, 20).tolist() == pytest.approx([20, 17, (60 + 240) / 33])
    assert next_gap(table).tolist() == [8, 8, 8]


@pytest.mark.parametrize("column", ["purchases", "median_gap"])
def test_what_is_missing_is_named(column: str) -> None:
    with pytest.raises(InputError, match=column):
        next_gap(buyers((2, 8.0)).drop(columns=column), 20)


def test_a_customer_who_stands_twice_is_refused() -> None:
    table = buyers((2, 8.0), (3, 9.0)).set_index(pd.Index(["a", "a"]))
    with pytest.raises(InputError, match="E_CUSTOMER_TWICE"):
        next_gap(table)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 60), st.floats(1, 400), st.floats(1, 400), st.floats(0.1, 30))
def test_the_next_gap_lies_between_ones_own_and_the_population_s(
    purchases: int, own: float, population: float, k: float
) -> None:
    low, high = sorted((own, population))
    found = next_gap(buyers((purchases, own)), population, k).item()
    assert low * (1 - 1e-9) <= found <= high * (1 + 1e-9)
