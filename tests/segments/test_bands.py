import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.segments import ValueBands, band_edges

VALUES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=60)


def bands(values: list[float], n_groups: int) -> "pd.Series[str]":
    table = pd.DataFrame({"value": values})
    return ValueBands(n_groups, "value").fit(table).labels(table)


def test_different_values_make_bands_of_equal_size() -> None:
    values = np.random.default_rng(0).permutation(100).astype(float)
    assert bands(list(values), 4).value_counts().to_dict() == dict.fromkeys(
        ["B1", "B2", "B3", "B4"], 25
    )


def test_b1_holds_the_highest_values() -> None:
    assert bands([1.0, 9.0, 5.0, 3.0], 4).tolist() == ["B4", "B1", "B2", "B3"]


def test_an_edge_goes_where_the_share_is_nearest_to_the_target() -> None:
    six_of_ten = [1.0] * 6 + [2.0, 3.0, 4.0, 5.0]
    assert band_edges(np.array(six_of_ten), 2).tolist() == [2.0]
    seven_of_ten_high = [1.0] * 3 + [2.0] * 5 + [3.0] * 2
    assert band_edges(np.array(seven_of_ten_high), 2).tolist() == [2.0]


def test_equal_customers_make_one_band() -> None:
    assert bands([7.0] * 5, 4).tolist() == ["B1"] * 5


@given(VALUES, st.integers(1, 6))
def test_ties_share_a_band_and_bands_follow_the_values(values: list[float], n: int) -> None:
    number = bands(values, n).str[1:].astype(int).to_numpy()
    order = np.argsort(values)
    assert (np.diff(number[order]) <= 0).all()
    assert pd.Series(number).groupby(values).nunique().eq(1).all()


@given(VALUES, st.integers(1, 6))
def test_bands_are_numbered_without_gaps_and_never_too_many(values: list[float], n: int) -> None:
    found = sorted(set(bands(values, n)))
    assert found == [f"B{1 + k}" for k in range(len(found))]
    assert len(found) <= min(n, len(set(values)))


@given(VALUES, st.integers(1, 6), st.sampled_from([0.5, 4.0, 128.0]))
def test_the_unit_of_money_changes_nothing(values: list[float], n: int, factor: float) -> None:
    assert bands(values, n).equals(bands([factor * value for value in values], n))


def test_learned_edges_stay_for_later_customers() -> None:
    fitted = ValueBands(2, "value").fit(pd.DataFrame({"value": [1.0, 2.0, 3.0, 4.0]}))
    assert fitted.labels(pd.DataFrame({"value": [2.9, 3.0, 100.0]})).tolist() == ["B2", "B1", "B1"]


def test_an_unfitted_copy_has_learned_nothing() -> None:
    fitted = ValueBands(2, "value").fit(pd.DataFrame({"value": [1.0, 2.0]}))
    with pytest.raises(NotFittedError):
        clone(fitted).labels(pd.DataFrame({"value": [1.0]}))
