from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.rules.measures._top import Key, edge_of_top, membership, not_below

ROWS = st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=30)


def keys(rows: Sequence[Sequence[int]]) -> list[Key]:
    # the row's number is the last resort, as the hash of an id is
    columns = [np.array(column) for column in zip(*rows, strict=True)] + [np.arange(len(rows))]
    return [lambda at, column=column: column[at] for column in columns]  # type: ignore[misc]


def test_members_at_the_edge_share_what_is_left() -> None:
    assert membership(np.array([3.0, 1.0, 2.0, 2.0]), 2).tolist() == [1, 0, 0.5, 0.5]
    assert membership(np.array([3.0, 1.0]), 0.4).tolist() == [0.4, 0]
    assert membership(np.array([3.0, 1.0]), 2).tolist() == [1, 1]


@given(st.lists(st.integers(0, 4).map(float), min_size=1, max_size=30), st.floats(0, 1))
def test_members_add_up_to_the_size(values: list[float], share: float) -> None:
    weights = membership(np.array(values), share * len(values))
    assert weights.sum() == pytest.approx(share * len(values))
    assert (weights >= 0).all()
    assert (weights <= 1 + 1e-12).all()


@given(ROWS, st.integers(0, 30))
def test_the_edge_leaves_exactly_the_first_in_order(
    rows: list[tuple[int, int, int]], size: int
) -> None:
    n, size = len(rows), min(size, len(rows))
    edge, _ = edge_of_top(keys(rows), n, size)
    high = not_below(keys(rows), n, edge)
    ordered = sorted(range(n), key=lambda i: (*rows[i], i), reverse=True)
    assert set(np.flatnonzero(high)) == set(ordered[:size])


def test_no_more_keys_are_asked_than_are_needed() -> None:
    rows = [(3, 0, 0), (2, 5, 0), (2, 4, 0), (1, 0, 0)]
    assert edge_of_top(keys(rows), 4, 1) == ([3], 4)
    assert edge_of_top(keys(rows), 4, 2) == ([2, 5], 2)
    assert edge_of_top(keys(rows), 4, 3) == ([2], 4)
    assert edge_of_top(keys(rows), 4, 0) == (None, 0)
