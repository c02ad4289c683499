import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from clv.churn import DefinedChurn, compare_definitions, define_churn, definition_agreement
from clv.customers import wilson_interval
from clv.transactions import Transactions

LABELS = pd.DataFrame(
    {
        "no_purchase": [True, False, False, True],
        "silent_days": [True, True, False, None],
        "not_alive": [False, False, False, False],
    }
).astype("boolean")
BOUGHT = pd.Series([False, True, True, False])


def test_each_label_and_each_missing_one_is_counted() -> None:
    table = compare_definitions(DefinedChurn(LABELS, BOUGHT, ()))
    assert table["customers"].tolist() == [4, 3, 4]
    assert table["missing"].tolist() == [0, 1, 0]
    assert table["churned"].tolist() == [2, 2, 0]
    assert table["share"].tolist() == pytest.approx([0.5, 2 / 3, 0])


def test_states_are_held_against_what_came_later_and_outcomes_are_not() -> None:
    table = compare_definitions(DefinedChurn(LABELS, BOUGHT, ()))
    came_back, stayed_away = table["came_back"], table["stayed_away"]
    assert (came_back["silent_days"], stayed_away["silent_days"]) == (0.5, 0)
    assert np.isnan([came_back["no_purchase"], stayed_away["no_purchase"]]).all()
    assert np.isnan(came_back["not_alive"])
    assert stayed_away["not_alive"] == 0.5
    low, high = wilson_interval(pd.Series([0.5]), pd.Series([2]))
    limits = [table[f"came_back_{end}"]["silent_days"] for end in ("lower", "upper")]
    assert limits == pytest.approx([low[0], high[0]])


def test_without_a_later_window_nothing_is_said_of_it() -> None:
    table = compare_definitions(DefinedChurn(LABELS, None, ()))
    assert "came_back" not in table
    assert table["churned"].tolist() == [2, 2, 0]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_kappa_is_scikit_learns(pairs: list[tuple[bool, bool]]) -> None:
    labels = pd.DataFrame(pairs, columns=["a", "b"])
    found = definition_agreement(labels)["kappa"].item()
    if labels.to_numpy().all() or not labels.to_numpy().any():
        assert np.isnan(found)
    else:
        assert found == pytest.approx(cohen_kappa_score(labels["a"], labels["b"]))


def test_only_customers_with_both_labels_are_compared() -> None:
    found = definition_agreement(LABELS)
    assert found["customers"].tolist() == [3, 4, 3]
    pair = "no_purchase", "silent_days"
    assert (found["both"][pair], found["either"][pair]) == (1, 2)


def test_on_cdnow_one_in_five_of_the_silent_comes_back(cdnow_sample_log: Transactions) -> None:
    table = compare_definitions(define_churn(cdnow_sample_log, "1997-10-01", 273))
    assert table.loc["silent_days", "came_back"] == pytest.approx(332 / 1807)
    assert table.loc["not_alive", "stayed_away"] == pytest.approx(1419 / 1964)
