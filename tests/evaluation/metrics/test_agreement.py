import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.contingency import association, crosstab
from sklearn.metrics import adjusted_rand_score

from clv.evaluation.metrics import adjusted_rand, cramers_v

LABELS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abc")), min_size=2, max_size=40)


@given(LABELS)
def test_the_adjusted_rand_index_is_that_of_scikit_learn(pairs: list[tuple[int, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    expected = adjusted_rand_score(first, second)
    assert float(adjusted_rand(first, second)) == pytest.approx(expected)


@given(LABELS)
def test_cramers_v_is_that_of_scipy(pairs: list[tuple[int, str]]) -> None:
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    value = float(cramers_v(first, second))
    if min(len(set(first)), len(set(second))) < 2:
        assert np.isnan(value)
    else:
        table = crosstab(first, second).count
        expected = association(table, method="cramer")
        assert value == pytest.approx(expected, abs=1e-7)


def test_the_names_of_the_groups_do_not_matter() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 4, (2, 80))
    renamed = np.array(["d", "a", "c", "b"])[first]
    assert float(adjusted_rand(renamed, second)) == pytest.approx(
        float(adjusted_rand(first, second))
    )
    assert float(cramers_v(renamed, second)) == pytest.approx(float(cramers_v(first, second)))


def test_a_finer_grouping_determines_the_coarser_one_without_agreeing_with_it() -> None:
    coarse = np.repeat([0, 1], 50)
    fine = np.repeat([0, 1, 2, 3], 25)
    assert float(cramers_v(coarse, fine)) == pytest.approx(1)
    assert float(adjusted_rand(coarse, fine)) < 0.6


def test_many_groups_need_no_more_room_than_their_cross_table() -> None:
    labels = np.arange(800)
    assert float(adjusted_rand(labels, labels)) == 1


def test_one_customer_alone_is_no_pair_to_disagree_on() -> None:
    assert float(adjusted_rand(["a"], ["b"])) == 1
    assert adjusted_rand(["a", "b"], ["x", "x"], [[2, 0]]).tolist() == [1]
