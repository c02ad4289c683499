import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.errors import InputError
from clv.segments import KMeansSegments
from tests.segments.tables import customers, three_kinds


def test_kinds_of_customers_that_lie_apart_are_found() -> None:
    table, kind = three_kinds(300)
    labels = KMeansSegments(3).fit(table).labels(table)
    assert labels.tolist() == np.array(["S3", "S2", "S1"])[kind].tolist()


def test_segments_are_named_by_mean_contribution() -> None:
    table = customers(500)
    labels = KMeansSegments(4).fit(table).labels(table)
    means = table["contribution"].groupby(labels).mean()
    assert list(means.index) == ["S1", "S2", "S3", "S4"]
    assert means.is_monotonic_decreasing


def test_the_same_seed_gives_the_same_segments() -> None:
    table = customers(500)
    first, second = (KMeansSegments(4, seed=3).fit(table).labels(table) for _ in range(2))
    assert first.equals(second)


def test_the_order_of_the_rows_moves_no_centre() -> None:
    table = customers(500)
    shuffled = table.sample(frac=1, random_state=2)
    first, second = (KMeansSegments(3).fit(each).centres_ for each in (table, shuffled))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_another_set_of_features_looks_at_other_columns() -> None:
    table = customers(200).assign(mean_amount=5.0)
    fitted = KMeansSegments(3, features="rfm").fit(table)
    assert list(fitted.centres_.columns) == ["inactivity", "purchases", "mean_amount"]
    other = table.assign(active_share=0.5)
    assert fitted.labels(other).equals(fitted.labels(table))


def test_a_log_without_money_can_be_divided_by_rhythm() -> None:
    table = customers(200).assign(contribution=np.nan, tenure=400)
    labels = KMeansSegments(3, features="rhythm").fit(table).labels(table)
    assert table["purchases"].groupby(labels).mean().is_monotonic_decreasing


def test_how_many_were_learned_from_is_said() -> None:
    assert KMeansSegments(2).fit(customers(50)).learned_from_ == 50


def test_the_unit_of_money_changes_nothing() -> None:
    table = customers(500)
    cents = table.assign(contribution=128 * table["contribution"])
    in_cents = KMeansSegments(4).fit(cents).labels(cents)
    assert in_cents.equals(KMeansSegments(4).fit(table).labels(table))


def test_returns_beyond_purchases_count_as_no_spend() -> None:
    table = customers(100)
    fitted = KMeansSegments(3).fit(table)
    first = table.iloc[[0]]
    nothing, owed = (first.assign(contribution=value) for value in (0.0, -50.0))
    assert fitted.labels(owed).equals(fitted.labels(nothing))


def test_a_column_that_does_not_vary_does_no_harm() -> None:
    table = customers(100).assign(active_share=1.0)
    assert KMeansSegments(3).fit(table).labels(table).nunique() == 3


def test_customers_who_are_all_alike_cannot_be_segmented() -> None:
    table = pd.concat([customers(1)] * 10)
    with pytest.raises(InputError, match="E_TOO_FEW: 1 different customers cannot make 2"):
        KMeansSegments(2).fit(table)


def test_an_unfitted_copy_has_learned_nothing() -> None:
    table = customers(50)
    with pytest.raises(NotFittedError):
        clone(KMeansSegments(2).fit(table)).labels(table)
