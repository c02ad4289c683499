"""Days that chance deals are any days, each subset as often as another."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import chisquare

from clv.actions.watching._scatter import scatter, timing

PEOPLE = st.lists(st.integers(1, 40).flatmap(lambda d: st.tuples(st.integers(1, d), st.just(d))))


@pytest.mark.parametrize("purchases", [2, 3], ids=["few days", "most days"])
def test_every_subset_of_the_days_is_equally_likely(purchases: int) -> None:
    many = 6000
    days = scatter(np.full(many, purchases), np.full(many, 5), np.random.default_rng(1))
    met = Counter(map(tuple, days.reshape(many, purchases).tolist()))
    assert len(met) == 10
    assert chisquare([*met.values()]).pvalue > 0.001


@given(PEOPLE, st.integers(0, 9))
def test_everybody_buys_on_as_many_different_days_as_in_fact(
    people: list[tuple[int, int]], seed: int
) -> None:
    purchases, days = np.array(people, dtype=np.int64).reshape(-1, 2).T
    drawn = np.split(scatter(purchases, days, np.random.default_rng(seed)), np.cumsum(purchases))
    for mine, n, last in zip(drawn, purchases, days, strict=False):
        assert len({*mine.tolist()}) == n
        assert mine.tolist() == sorted(mine.tolist())
        assert 1 <= mine[0] <= mine[-1] <= last


def test_silence_and_median_gap_are_those_of_the_days() -> None:
    purchases, days = np.array([1, 4, 3]), np.array([30, 20, 9])
    day = np.array([10, 1, 3, 8, 20, 2, 4, 9])
    silent, gap = timing(day, purchases, days)
    assert_allclose(silent, [20, 0, 0])
    assert_allclose(gap, [10, 3.5, 2])
