from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from clv.churn import single_feature_aucs
from clv.errors import InputError

RNG = np.random.default_rng(1)
CHURNED = RNG.uniform(size=300) < 0.3


def test_it_is_scikit_learns_area_in_the_better_direction_ties_and_all() -> None:
    values = np.round(CHURNED + RNG.normal(0, 2, 300))
    found = single_feature_aucs(pd.DataFrame({"up": values, "down": -values}), CHURNED)
    expected = roc_auc_score(CHURNED, values)
    assert found.tolist() == pytest.approx([expected, expected])


def test_the_best_stands_first_and_flags_count_as_numbers() -> None:
    table = {"noise": RNG.normal(size=300), "flag": CHURNED, "name": RNG.choice(list("abc"), 300)}
    found = single_feature_aucs(pd.DataFrame(table), CHURNED)
    assert found.index.tolist() == ["flag", "noise", "name"]
    assert found["flag"] == 1
    assert found["name"] == 0.5


def test_nullable_numbers_are_read() -> None:
    values = pd.array([None, *range(1, 300)], dtype="Int64")
    assert 0.5 <= single_feature_aucs(pd.DataFrame({"n": values}), CHURNED)["n"] < 0.7


@pytest.mark.parametrize("kind", [object, "str", "category"])
def test_one_of_two_words_is_held_against_the_outcome(kind: Any) -> None:
    words = pd.Series(np.where(CHURNED, "gone", "here")).astype(kind)
    words[:5] = None
    assert single_feature_aucs(pd.DataFrame({"state": words}), CHURNED)["state"] == 1


def test_words_that_only_those_who_churn_have_are_found() -> None:
    why = pd.Series(RNG.choice(["moved", "price", "other"], 300)).where(CHURNED)
    assert single_feature_aucs(pd.DataFrame({"why": why}), CHURNED)["why"] == 1


def test_of_two_columns_with_one_name_none_is_lost() -> None:
    twins = pd.DataFrame(np.column_stack([CHURNED, RNG.normal(size=300)]), columns=["a", "a"])
    assert single_feature_aucs(twins, CHURNED).iloc[0] == 1


def test_an_outcome_in_another_order_or_with_gaps_is_refused() -> None:
    X, y = pd.DataFrame({"a": CHURNED}), pd.Series(CHURNED)
    with pytest.raises(InputError, match="E_OUTCOME: 300 customers"):
        single_feature_aucs(X, y[::-1])
    with pytest.raises(InputError, match="E_OUTCOME: 3 of 300 outcomes are neither"):
        single_feature_aucs(X, y.astype(float).where(y.index > 2))
