import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.customers import HISTORY, distinct_histories, histories
from clv.customers.histories import distinct_rows
from clv.errors import InputError

HISTORIES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.5, 1 / 3]), st.sampled_from([1.0, 2.5])),
    max_size=40,
)


def test_cdnow_weeks_collapse(cdnow_sample_customers: pd.DataFrame) -> None:
    histories, positions = distinct_histories(cdnow_sample_customers)
    assert (len(histories), len(positions)) == (1_016, 2_357)
    assert histories["weight"].sum() == 2_357
    assert histories["frequency"] @ histories["weight"] == 2_457


@given(HISTORIES)
def test_positions_join_back_to_the_customers(rows: list[tuple[int, float, float]]) -> None:
    customers = pd.DataFrame(rows, columns=list(HISTORY)).astype({"frequency": "int64"})
    histories, positions = distinct_histories(customers)
    back = histories[list(HISTORY)].iloc[positions].reset_index(drop=True)
    pd.testing.assert_frame_equal(back, customers, check_dtype=bool(rows))
    assert len(histories) == len(set(rows))
    np.testing.assert_array_equal(np.bincount(positions, minlength=0), histories["weight"])


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_customers_does_not_matter(
    rows: list[tuple[int, float, float]], random: object
) -> None:
    customers = pd.DataFrame(rows, columns=list(HISTORY))
    mixed = customers.sample(frac=1.0, random_state=1) if rows else customers
    pd.testing.assert_frame_equal(distinct_histories(customers)[0], distinct_histories(mixed)[0])


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="E_COLUMNS: .* recency, T"):
        distinct_histories(pd.DataFrame({"frequency": [1]}))


COLUMNS = st.integers(0, 30).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(-3, 3), min_size=n, max_size=n),
        st.lists(st.sampled_from([-0.5, 0.0, 1 / 3, 1e300]), min_size=n, max_size=n),
        st.lists(st.integers(0, 10**9), min_size=n, max_size=n),
    )
)


def by_hand(columns: tuple[list[float], ...]) -> tuple[list[tuple[float, ...]], list[int]]:
    rows = list(zip(*columns, strict=True))
    distinct = sorted(set(rows))
    return distinct, [distinct.index(row) for row in rows]


@pytest.mark.parametrize("few", [100_000, 0, -(10**9)])
def test_distinct_rows_are_those_of_sorting(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Whether keys are counted or sorted."""
    monkeypatch.setattr(histories, "_FEW", few)

    @given(COLUMNS)
    def check(columns: tuple[list[float], ...]) -> None:
        arrays = [np.array(column) for column in columns]
        distinct, position = distinct_rows(arrays)
        rows, places = by_hand(columns)
        assert list(zip(*(column.tolist() for column in distinct), strict=True)) == rows
        assert position.tolist() == places
        assert [column.dtype for column in distinct] == [array.dtype for array in arrays]

    check()


def test_many_columns_of_many_values_do_not_run_into_each_other() -> None:
    rng = np.random.default_rng(1)
    columns = [rng.permutation(20_000).astype(float) for _ in range(6)]
    columns = [np.concatenate([column, column[:500]]) for column in columns]
    distinct, position = distinct_rows(columns)
    assert distinct[0].size == 20_000
    assert (position[-500:] == position[:500]).all()
    for column, found in zip(columns, distinct, strict=True):
        np.testing.assert_array_equal(found[position], column)


def test_negative_and_positive_zero_are_one_value() -> None:
    distinct, position = distinct_rows([np.array([0.0, -0.0])])
    assert (distinct[0].size, position.tolist()) == (1, [0, 0])


@pytest.mark.parametrize("unit", [1.0, 1 / 7, 12 / 365.25, 1 / 7 / 26.3, 1e-9])
def test_ages_on_a_grid_of_days_are_told_apart_in_any_unit(unit: float) -> None:
    rng = np.random.default_rng(2)
    ages = rng.integers(0, 700, 40_000) * unit
    (found,), position = distinct_rows([ages])
    np.testing.assert_array_equal(found, np.unique(ages))
    np.testing.assert_array_equal(found[position], ages)


@pytest.mark.parametrize("last", [0, 20_000])
def test_values_closer_than_their_places_are_told_apart(last: int) -> None:
    """Whether they stand side by side or far apart in the column."""
    column = np.zeros(40_000)
    column[[last, 30_000, 30_001]] = [1.0, np.nextafter(1.0, 0), 100_000.0]
    (found,), position = distinct_rows([column])
    assert found.tolist() == [0.0, np.nextafter(1.0, 0), 1.0, 100_000.0]
    np.testing.assert_array_equal(found[position], column)


@pytest.mark.parametrize("huge", [np.inf, 1.7e308, 5e-324])
def test_columns_without_a_usable_width_keep_all_values(huge: float) -> None:
    column = np.array([huge, 0.0, -huge, huge])
    (found,), position = distinct_rows([column])
    assert found.tolist() == [-huge, 0.0, huge]
    assert position.tolist() == [2, 1, 0, 2]


def test_whole_numbers_beyond_32_bits_do_not_run_into_each_other() -> None:
    columns = [np.array([0, 2**62, 2**61, 2**62])] * 3
    distinct, position = distinct_rows(columns)
    assert [column.tolist() for column in distinct] == [[0, 2**61, 2**62]] * 3
    assert position.tolist() == [0, 2, 1, 2]
