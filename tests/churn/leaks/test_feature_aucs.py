import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from clv.churn import single_feature_aucs

RNG = np.random.default_rng(1)
CHURNED = RNG.uniform(size=300) < 0.3


def test_it_is_scikit_learns_area_in_the_better_direction_ties_and_all() -> None:
    values = np.round(CHURNED + RNG.normal(0, 2, 300))
    found = single_feature_aucs(pd.DataFrame({"up": values, "down": -values}), CHURNED)
    expected = roc_auc_score(CHURNED, values)
    assert found.tolist() == pytest.approx([expected, expected])


def test_the_best_stands_first_and_flags_count_as_numbers() -> None:
    table = {"noise": RNG.normal(size=300), "flag": CHURNED, "name": "x"}
    found = single_feature_aucs(pd.DataFrame(table), CHURNED)
    assert found.index.tolist() == ["flag", "noise", "name"]
    assert found["flag"] == 1
    assert np.isnan(found["name"])


def test_nullable_numbers_are_read() -> None:
    values = pd.array([None, *range(1, 300)], dtype="Int64")
    assert 0.5 <= single_feature_aucs(pd.DataFrame({"n": values}), CHURNED)["n"] < 0.7
