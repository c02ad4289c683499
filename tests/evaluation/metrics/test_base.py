import numpy as np

from clv.evaluation.metrics.base import by_level, codes, counts


def test_levels_are_summed_from_the_lowest_up_in_every_resample() -> None:
    weights = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
    (summed,) = by_level([5, -1, 5], weights)
    assert summed.tolist() == [[2.0, 4.0], [1.0, 0.0]]


def test_codes_follow_the_sorted_labels() -> None:
    assert codes(["b", "a", "c", "a"]).tolist() == [1, 0, 2, 0]


def test_without_weights_everyone_counts_once() -> None:
    assert counts(None, 3).tolist() == [1, 1, 1]
