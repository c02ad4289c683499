import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.customers import HISTORY, distinct_histories
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
