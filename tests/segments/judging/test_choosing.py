import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import calinski_harabasz_score, silhouette_score

from clv.errors import InputError
from clv.segments import CRITERIA, GroupCount, KMeansSegments, MixtureSegments, compare_counts
from clv.segments.judging._criteria import (
    calinski_harabasz,
    gap_statistic,
    log_spend,
    smallest_as_good,
    smallest_by_gap,
    squared_errors,
)
from clv.segments.judging._shape import distances, mean_silhouette, within
from tests.segments.tables import customers, three_kinds

RNG = np.random.default_rng(5)
POINTS = RNG.normal(size=(60, 3))
CODES = RNG.integers(0, 4, 60)


def test_silhouette_and_variance_ratio_are_those_of_scikit_learn() -> None:
    assert mean_silhouette(distances(POINTS), CODES) == pytest.approx(
        silhouette_score(POINTS, CODES)
    )
    assert calinski_harabasz(POINTS, CODES) == pytest.approx(calinski_harabasz_score(POINTS, CODES))


def test_points_alone_in_their_group_have_no_silhouette() -> None:
    codes = np.r_[np.zeros(59, dtype=int), 1]
    assert mean_silhouette(distances(POINTS), codes) == pytest.approx(
        silhouette_score(POINTS, codes)
    )
    assert mean_silhouette(distances(POINTS), np.zeros(60, dtype=int)) == 0


def test_a_point_that_is_a_group_is_at_no_distance_from_its_centre() -> None:
    assert within(POINTS, np.arange(60)) == pytest.approx(0, abs=1e-9)
    assert within(POINTS, np.zeros(60, dtype=int)) == pytest.approx(60 * POINTS.var(axis=0).sum())


def test_all_criteria_that_know_of_it_find_three_kinds() -> None:
    table, kind = three_kinds(200)
    later = pd.Series(np.array([0.0, 20.0, 400.0])[kind], table.index)
    found = compare_counts(KMeansSegments, table, range(1, 5), later, draws=4)
    assert found.chosen.drop("gap").to_dict() == dict.fromkeys(
        ["silhouette", "calinski_harabasz", "stability", "forecast"], 3
    )
    assert found.table.columns.tolist() == list(CRITERIA)
    assert found.table["bic"].isna().all()
    assert found.table.loc[1, ["silhouette", "calinski_harabasz", "stability"]].isna().all()


def test_a_grouping_with_a_likelihood_is_judged_by_it_too() -> None:
    table, _ = three_kinds(120)
    columns = ["inactivity", "active_share"]
    found = compare_counts(
        lambda k: MixtureSegments(k, features=columns, starts=1),
        table, range(1, 4), features=columns, draws=2,
    )  # fmt: skip
    assert found.chosen["bic"] == found.table["bic"].idxmin() == 3


def test_one_cloud_of_equal_spread_is_one_group_to_the_gap() -> None:
    box = np.random.default_rng(1).uniform(size=(300, 2))
    assert smallest_by_gap(gap_statistic(box, range(1, 5), seed=0)) == 1


def test_two_far_clouds_are_two_groups_to_the_gap() -> None:
    clouds = np.random.default_rng(1).normal(size=(200, 2)) + np.repeat(
        [[0.0], [30.0]], 100, axis=0
    )
    assert smallest_by_gap(gap_statistic(clouds, range(1, 5), seed=0)) == 2


def test_a_customer_is_forecast_by_the_others_of_the_group() -> None:
    spend, codes = np.array([1.0, 3.0, 8.0]), np.array([0, 0, 1])
    assert squared_errors(spend, codes).tolist() == [4.0, 4.0, 36.0]


def test_groups_by_chance_forecast_nothing() -> None:
    rng = np.random.default_rng(0)
    spend = rng.normal(size=2000)
    errors = squared_errors(spend, rng.integers(0, 8, 2000))
    assert abs(1 - errors.mean() / spend.var()) < 0.02


def test_of_numbers_as_good_by_chance_the_smallest_is_chosen() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(3, 500)) ** 2
    assert smallest_as_good({1: noise[0] + 1, 2: noise[1] + 0.01, 3: noise[2]}, best=3) == 2


def test_later_spend_has_no_unit_and_returns_count_as_none() -> None:
    known = pd.DataFrame(index=list("abc"))
    spend = pd.Series([0.0, 5.0, -2.0], index=list("cab"))
    assert log_spend(spend, known).tolist() == [np.log(2), 0, 0]
    assert np.allclose(log_spend(1e6 * spend, known), log_spend(spend, known))


def test_customers_without_later_spend_are_counted() -> None:
    table = customers(30)
    with pytest.raises(InputError, match="E_LATER: 10 of 30"):
        compare_counts(KMeansSegments, table, [1, 2], table["contribution"].iloc[10:], draws=1)


@pytest.mark.parametrize("counts", [[], [0, 1], [2, 2], [3, 2]])
def test_counts_that_do_not_ascend_from_one_are_refused(counts: list[int]) -> None:
    with pytest.raises(InputError, match="E_COUNTS"):
        compare_counts(KMeansSegments, customers(30), counts)


def test_the_sentence_says_who_disagrees_and_where_the_search_ended() -> None:
    names = ["silhouette", "calinski_harabasz", "gap", "stability"]
    table = pd.DataFrame(0.0, index=[2, 3, 4], columns=names)
    found = GroupCount(table, pd.Series([3, 3, 4, 2], names), 150)
    assert found.sentence() == (
        "The criteria disagree on the number of groups: 2 (stability); "
        "3 (the silhouette and Calinski and Harabasz); 4, the most tried (the gap statistic)."
    )
    assert found.sentence("zh") == (
        "各标准对组数意见不一：2 组（稳定性）；3 组（轮廓系数、Calinski-Harabasz 指数）；"
        "4 组（所试的最大组数）（Gap 统计量）。"
    )
    agreed = GroupCount(table, pd.Series(3, names), 150)
    assert agreed.sentence().startswith("All 4 criteria favour 3 (")


def test_row_order_does_not_matter() -> None:
    table = customers(150)
    first, second = (
        compare_counts(KMeansSegments, each, [1, 2, 3], table["contribution"], draws=2).table
        for each in (table, table.sample(frac=1, random_state=3))
    )
    pd.testing.assert_frame_equal(first, second)
