import numpy as np

from clv.segments import KMeansSegments, RandomGroups, ValueBands, bootstrap_stability
from tests.segments.tables import customers, three_kinds


def test_segments_that_lie_apart_come_out_again() -> None:
    table, _ = three_kinds(150)
    assert bootstrap_stability(KMeansSegments(3), table, draws=10).min() == 1


def test_segments_that_are_not_there_come_out_differently() -> None:
    table = customers(150)
    assert bootstrap_stability(KMeansSegments(5), table, draws=10).mean() < 0.8


def test_groups_that_learn_nothing_are_stable_by_construction() -> None:
    assert bootstrap_stability(RandomGroups(3), customers(50), draws=3).tolist() == [1, 1, 1]


def test_the_grouping_itself_stays_as_it_was() -> None:
    table = customers(80)
    bands = ValueBands(3, "contribution").fit(table)
    edges = bands.edges_.copy()
    bootstrap_stability(bands, table, draws=3)
    assert np.array_equal(bands.edges_, edges)


def test_the_seed_decides_the_draws() -> None:
    table, bands = customers(80), ValueBands(3, "contribution")
    first, again, other = (bootstrap_stability(bands, table, 5, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
