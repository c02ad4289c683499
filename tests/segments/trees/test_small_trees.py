"""Growing, rounding, placing and telling: what both kinds of trees share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.segments.trees._tree import (
    MOVED_BY_ROUNDING,
    Leaf,
    Question,
    grow,
    place,
    questions,
    readable,
)
from clv.segments.trees._tree import tell as told


def test_the_question_goes_where_the_target_changes() -> None:
    values = {"a": np.arange(10.0), "b": np.zeros(10)}
    tree = grow(values, np.where(values["a"] >= 7, 5.0, 0.0), 2, 0.0)
    assert tree == Question("a", 7.0, Leaf(0), Leaf(1))


def test_groups_are_numbered_by_mean_target() -> None:
    rng = np.random.default_rng(0)
    values = {"a": rng.uniform(0, 1, 500), "b": rng.uniform(0, 1, 500)}
    target = values["a"] - 3 * values["b"] + rng.normal(0, 0.1, 500)
    groups = place(grow(values, target, 6, 0.01), values)
    means = [target[groups == k].mean() for k in range(6)]
    assert means == sorted(means, reverse=True)


@pytest.mark.parametrize("n_groups", [1, 2, 4, 8])
def test_a_tree_has_one_question_less_than_groups(n_groups: int) -> None:
    values = {"a": np.random.default_rng(1).uniform(0, 1, 400)}
    tree = grow(values, values["a"] ** 2, n_groups, 0.01)
    assert len(questions(tree)) == n_groups - 1
    assert len(np.unique(place(tree, values))) == n_groups


def test_nothing_to_tell_apart_needs_no_question() -> None:
    assert grow({"a": np.arange(9.0)}, np.ones(9), 4, 0.0) == Leaf(0)


def test_no_group_is_smaller_than_asked_for() -> None:
    values = {"a": np.arange(1000.0)}
    target = np.where(values["a"] >= 995, 1000.0, values["a"] / 1000)
    groups = place(grow(values, target, 4, 0.05), values)
    assert np.bincount(groups).min() >= 40  # 5%, less the 1% that rounding may move


def test_a_threshold_is_as_round_as_may_be() -> None:
    values = np.linspace(0, 100, 10_001)
    assert readable(values, values < 37.123, 0) == 37.13
    assert readable(values, values < 37.123, 100) == 37.0
    assert readable(values, values < 37.123, 1000) == 40.0


def test_whole_numbers_get_whole_thresholds() -> None:
    values = np.array([1.0, 1.0, 2.0, 5.0, 6.0])
    assert readable(values, values < 3, 0) == 5.0
    assert readable(values, values < 2, 0) == 2.0


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40, unique=True),
    st.data(),
    st.sampled_from([0, 1, 3]),
)
def test_rounding_never_moves_more_than_allowed(
    numbers: list[float], data: st.DataObject, allowed: int
) -> None:
    values = np.sort(np.array(numbers))
    low = np.arange(len(values)) < data.draw(st.integers(1, len(values) - 1))
    assert ((values < readable(values, low, allowed)) != low).sum() <= allowed


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([2, 4, 8]))
def test_all_thresholds_together_move_no_more_than_one_in_a_hundred(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    values = {"a": rng.lognormal(3, 1, 400), "b": rng.lognormal(5, 2, 400)}
    target = np.log(values["a"]) * np.log(values["b"]) + rng.normal(0, 1, 400)
    rounded = place(grow(values, target, k, 0.01), values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clv.segments.trees._tree.MOVED_BY_ROUNDING", 0.0)
        exact = place(grow(values, target, k, 0.01), values)
    pairs = np.unique(np.column_stack([exact, rounded]), axis=0, return_counts=True)
    stayed = sum(pairs[1][pairs[0][:, 0] == group].max() for group in range(k))
    assert stayed >= (1 - MOVED_BY_ROUNDING) * 400


@pytest.mark.parametrize("factor", [1e-9, 1e-6, 1e9])
def test_small_and_large_units_make_the_same_groups(factor: float) -> None:
    rng = np.random.default_rng(3)
    amounts = rng.lognormal(3, 1, 500)
    target = np.asarray(np.log(amounts) + rng.normal(0, 0.3, 500), np.float64)
    groups = [
        place(grow({"a": amounts * unit}, target, 4, 0.01), {"a": amounts * unit})
        for unit in (1.0, factor)
    ]
    assert (groups[0] == groups[1]).mean() >= 0.98  # a threshold may be round in one unit only


def test_a_tree_is_told_as_if_statements() -> None:
    tree = Question("a", 2.0, Question("b", 0.5, Leaf(0), Leaf(1)), Leaf(2))
    text = told(tree, {"a": "A"}, ("if {0} >= {1}:", "else:", " "), ["X", "Y", "Z"])
    assert text.splitlines() == [
        "if A >= 2:",
        "    if b >= 0.5: X",
        "    else: Y",
        "else: Z",
    ]
