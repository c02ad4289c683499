import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.metrics import top_share


def test_without_ties_it_is_the_share_of_the_first_fifth() -> None:
    rng = np.random.default_rng(0)
    spend, score = rng.lognormal(3, 1, 100), rng.permutation(100)
    first = spend[score >= 80].sum() / spend.sum()
    assert float(top_share(spend, score)) == pytest.approx(first)


def test_the_edge_group_counts_in_proportion() -> None:
    spend, group = [6.0, 4.0, 5.0, 5.0, 0.0], [3, 2, 2, 2, 1]
    assert float(top_share(spend, group, top=0.4)) == pytest.approx((6 + 14 / 3) / 20)


def test_a_customer_cut_by_the_edge_counts_in_proportion() -> None:
    assert float(top_share([9.0, 1.0, 0.0], [3, 2, 1], top=0.2)) == pytest.approx(0.9 * 0.6)


@given(st.integers(0, 10_000), st.floats(0.01, 1))
def test_a_ranking_without_information_holds_the_share_of_people(seed: int, top: float) -> None:
    spend = np.random.default_rng(seed).lognormal(3, 1, 20)
    assert float(top_share(spend, np.ones(20), top=top)) == pytest.approx(top)


@given(st.integers(0, 10_000))
def test_no_ranking_beats_the_ranking_by_spend_itself(seed: int) -> None:
    rng = np.random.default_rng(seed)
    spend, score = rng.lognormal(3, 1, 30), rng.integers(0, 9, 30)
    assert top_share(spend, score) <= top_share(spend, spend) + 1e-12


def test_everyone_holds_everything() -> None:
    assert float(top_share([3, 1, 4], [1, 2, 3], top=1)) == pytest.approx(1)


def test_without_spend_there_is_no_share() -> None:
    assert np.isnan(top_share([0, 0, 0], [1, 2, 3]))
