import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.churn.ranked import from_the_top, reached


@given(st.integers(0, 10_000))
def test_the_totals_are_those_of_the_customers_at_or_above_each_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score, money, w = rng.integers(0, 6, 30), rng.normal(size=30), rng.integers(0, 3, 30)
    people, added = from_the_top(score, money)(w.astype(float))
    for i, level in enumerate(sorted(set(score.tolist()), reverse=True)):
        above = score >= level
        assert people[i] == w[above].sum()
        assert added[i] == pytest.approx((w * money)[above].sum())


def test_an_edge_among_equals_counts_them_in_proportion() -> None:
    people, money = from_the_top([2, 1, 1, 1], [5.0, 3.0, 3.0, 0.0])(np.ones(4))
    assert reached(people, money, [0, 0.25, 0.5, 1]).tolist() == [0, 5, 7, 11]
