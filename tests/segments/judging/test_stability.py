import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from clv.errors import FitError, InputError
from clv.segments import (
    KMeansSegments,
    RandomGroups,
    ValueBands,
    bootstrap_stability,
    group_stability,
)
from clv.segments.judging.stability import _adjusted_rand, _best_jaccard, _in_words
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
    group_stability(bands, table, draws=3)
    assert np.array_equal(bands.edges_, edges)


def test_the_seed_decides_the_draws() -> None:
    table, bands = customers(80), ValueBands(3, "contribution")
    first, again, other = (bootstrap_stability(bands, table, 5, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_row_order_does_not_matter() -> None:
    table, bands = customers(80), ValueBands(3, "contribution")
    shuffled = table.sample(frac=1, random_state=4)
    assert np.array_equal(
        bootstrap_stability(bands, table, 5), bootstrap_stability(bands, shuffled, 5)
    )
    pd.testing.assert_frame_equal(
        group_stability(bands, table, 5), group_stability(bands, shuffled, 5)
    )


class ByFirstLetter:
    """Groups that look at the ids alone and remember how many customers they saw."""

    seen: "list[tuple[int, set[str]]]" = []  # noqa: RUF012 (shared by the copies on purpose)

    def fit(self, table: pd.DataFrame) -> "ByFirstLetter":
        self.seen.append((len(table), set(table.index)))
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        return pd.Series(table.index.str[:1], index=table.index, name="group", dtype="str")


def test_resampled_customers_keep_their_ids() -> None:
    table = pd.DataFrame({"x": range(40)}, index=[f"{'ab'[i % 2]}{i}" for i in range(40)])
    ByFirstLetter.seen.clear()
    assert group_stability(ByFirstLetter(), table, draws=3)["jaccard"].tolist() == [1, 1]
    assert all(ids <= set(table.index) for _, ids in ByFirstLetter.seen)


def test_of_many_customers_each_refit_takes_only_so_many() -> None:
    table = pd.DataFrame({"x": range(40)}, index=[f"{'ab'[i % 2]}{i}" for i in range(40)])
    ByFirstLetter.seen.clear()
    found = group_stability(ByFirstLetter(), table, draws=3, most=10)
    assert [n for n, _ in ByFirstLetter.seen] == [40, 10, 10, 10]
    assert found["share_customers"].tolist() == [0.5, 0.5]


def test_planted_kinds_are_each_highly_stable() -> None:
    table, _ = three_kinds(150)
    found = group_stability(KMeansSegments(3), table, draws=5)
    assert found["jaccard"].min() == 1
    assert set(found["verdict"]) == {"highly stable"}
    assert found["share_customers"].sum() == pytest.approx(1)


def test_one_kind_can_be_firm_where_the_cut_through_the_rest_is_not() -> None:
    rng = np.random.default_rng(3)
    apart = np.r_[rng.normal(0, 1, 120), np.full(40, 50.0)]
    table = pd.DataFrame({"x": apart, "y": np.r_[rng.normal(0, 1, 120), np.full(40, 50.0)]})
    found = group_stability(KMeansSegments(4, features=["x", "y"]), table, draws=20)
    assert found["jaccard"].max() > 0.99
    assert found["jaccard"].min() < 0.75


def test_a_resample_that_cannot_be_grouped_counts_as_dissolved() -> None:
    table = pd.concat([customers(1)] * 11 + [customers(2).iloc[[1]]])
    table.index = pd.Index([f"{i:02d}" for i in range(12)])
    found = group_stability(KMeansSegments(2), table, draws=40)
    assert 0.2 < found["dissolved"].min() < 0.6  # (11/12)^12 = 0.35 of the draws miss one of two


@pytest.mark.parametrize(
    ("jaccard", "words"),
    [
        (0.85, "highly stable"),
        (0.75, "stable"),
        (0.6, "a pattern, but who belongs to it is in doubt"),
        (0.5, "not to be trusted"),
        (0.49, "dissolves"),
        (np.nan, "too few customers to say"),
    ],
)
def test_hennigs_thresholds_in_words(jaccard: float, words: str) -> None:
    assert _in_words(jaccard) == words


def test_the_best_match_counts_by_jaccard() -> None:
    shared = np.array([[6, 2], [0, 4], [0, 0]])
    assert _best_jaccard(shared)[:2].tolist() == [6 / 8, 4 / 6]
    assert np.isnan(_best_jaccard(shared)[2])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_the_index_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    shared = np.zeros((4, 4), dtype=np.int64)
    np.add.at(shared, (one, other), 1)
    assert _adjusted_rand(shared) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


class _Scribbler:
    """Writes into whatever it is given, and now and then cannot be fitted."""

    fits = 0

    def fit(self, table: pd.DataFrame) -> "_Scribbler":
        type(self).fits += 1
        table["contribution"] = 0.0
        if type(self).fits == 3:
            raise FitError("E_NO", "not now", "wait")
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        table["contribution"] = 1.0
        return pd.Series("A", table.index)


def test_a_grouping_that_writes_into_its_table_or_cannot_be_fitted_harms_nobody() -> None:
    table = customers(40)
    before = table.copy()
    assert bootstrap_stability(_Scribbler(), table, draws=3).tolist() == [1, 0, 1]
    pd.testing.assert_frame_equal(table, before)


def test_stability_without_refits_is_refused() -> None:
    for measure in (bootstrap_stability, group_stability):
        with pytest.raises(InputError, match="E_DRAWS"):
            measure(RandomGroups(2), customers(20), draws=0)
