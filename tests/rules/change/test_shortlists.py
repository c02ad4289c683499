import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from clv.rules.change.shortlists import highlight_list, prune_list
from clv.rules.systems.movement import Movement
from tests.rules.customers import FOUR
from tests.rules.systems.test_movement import table


def moved(*rows: dict[str, float]) -> Assignment:
    return Movement().fit(table({})).assign(table(*rows))


SILENT = moved({}, {"inactivity": 500}, {"inactivity": 900}, {"inactivity": 700})


def test_the_lost_are_listed_with_the_longest_silent_first() -> None:
    found = prune_list(SILENT)
    assert found.index.tolist() == ["c2", "c3", "c1"]
    assert found["silence"].tolist() == [30.0, pytest.approx(700 / 30), pytest.approx(500 / 30)]
    assert found["net_benefit"].isna().all()


def test_only_those_who_do_not_repay_are_pruned_where_that_is_known() -> None:
    benefit = pd.Series({"c0": -9.0, "c1": -1.0, "c2": 5.0})
    assert prune_list(SILENT, benefit).index.tolist() == ["c1"]


def test_each_customer_is_highlighted_once_with_the_first_reason() -> None:
    up, down = {"spend_later": 150.0}, {"spend_later": 10.0}
    found = moved(up, {}, up, down, down, {"inactivity": 999})
    value = pd.Series([90.0, 80.0, 10.0, 30.0, 20.0, 999.0], found.labels.index)
    prospects = pd.Series({"p1": 5.0, "p2": 50.0, "c1": 99.0, "p3": np.nan})
    table = highlight_list(found, value, prospects, n=1)
    assert table["reason"].to_dict() == {
        "c0": "top_value",
        "c2": "rising",
        "c3": "falling",
        "p2": "prospect",
    }
    change = table["change"]
    assert change["c2"] == 0.5
    assert np.isnan(change["p2"])


def test_the_lost_and_the_unknown_are_on_no_list_of_key_customers() -> None:
    found = moved({"inactivity": 999}, {})
    value = pd.Series({"c0": 99.0, "c1": np.nan})
    assert highlight_list(found, value).empty


def test_row_order_does_not_matter() -> None:
    found = moved({}, {}, {})
    value = pd.Series({"c2": 1.0, "c0": 1.0, "c1": 1.0})
    assert highlight_list(found, value, n=2).index.tolist() == ["c0", "c1"]


def test_other_labels_and_empty_lists_are_refused() -> None:
    other = ContributionStability().fit(FOUR).assign(FOUR)
    with pytest.raises(InputError, match=r"E_SYSTEM.*labels of T1"):
        prune_list(other)
    with pytest.raises(InputError, match="E_SYSTEM"):
        highlight_list(other, FOUR["contribution"])
    with pytest.raises(InputError, match="E_NUMBER_OF"):
        highlight_list(SILENT, pd.Series(dtype=float), n=0)
