import numpy as np
import pandas as pd
import pytest

from clv.segments import FeatureScales
from tests.segments.tables import customers


def test_features_have_mean_nothing_and_variance_one() -> None:
    table = customers(400)
    points = FeatureScales.learn(table, "standard").points(table)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(points.std(axis=0), 1)


def test_a_feature_that_does_not_vary_stays_at_nothing() -> None:
    table = customers(20).assign(active_share=0.5)
    assert (FeatureScales.learn(table, ["active_share"]).points(table) == 0).all()


@pytest.mark.parametrize("factor", [1e-6, 100.0, 1e9])
def test_the_unit_of_money_changes_nothing(factor: float) -> None:
    table = customers(200)
    other = table.assign(contribution=factor * table["contribution"])
    first, second = (FeatureScales.learn(each, "standard").points(each) for each in (table, other))
    np.testing.assert_allclose(first, second, atol=1e-9)


def test_scales_once_learned_stay() -> None:
    scales = FeatureScales.learn(customers(100), "standard")
    few = customers(100).iloc[:3]
    np.testing.assert_array_equal(scales.points(few), scales.points(customers(100))[:3])


def test_a_tenth_purchase_matters_less_than_a_second_one() -> None:
    table = pd.DataFrame({"purchases": [1, 2, 9, 10]})
    one, two, nine, ten = FeatureScales.learn(table, ["purchases"]).points(table)[:, 0]
    assert two - one > 5 * (ten - nine)


def test_no_purchase_in_a_window_counts_as_half_a_one() -> None:
    table = pd.DataFrame({"purchases": [0, 1, 2]})
    points = FeatureScales.learn(table, ["purchases"]).points(table)[:, 0]
    assert np.diff(points)[0] == pytest.approx(np.diff(points)[1])


def test_nobody_with_money_makes_a_column_of_nothing() -> None:
    table = pd.DataFrame({"contribution": [0.0, -5.0]})
    assert (FeatureScales.learn(table, ["contribution"]).points(table) == 0).all()
