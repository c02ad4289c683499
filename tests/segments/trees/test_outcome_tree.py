import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from clv.errors import InputError
from clv.segments import OutcomeTree
from tests.segments.tables import customers

COLUMNS = ["purchases", "contribution"]


def lesson(n: int = 500, seed: int = 0) -> pd.DataFrame:
    table = customers(n, seed)
    spent = np.where(table["purchases"] >= 4, 10.0 * table["purchases"], 0.0)
    table = table.assign(spend_holdout=spent)
    table.attrs = {"as_of": "2020-01-01", "until": "2020-07-01", "period_days": 30}
    return table


def later(n: int = 500, seed: int = 0) -> pd.DataFrame:
    table = customers(n, seed)
    table.attrs = {"as_of": "2020-07-01", "period_days": 30}
    return table


def test_what_mattered_in_the_lesson_is_found() -> None:
    tree = OutcomeTree(2, lesson(), columns=COLUMNS).fit(later())
    assert tree.rules() == "if number of purchase days is at least 4: S1\notherwise: S2"


def test_the_table_changes_labels_but_no_question() -> None:
    first = OutcomeTree(4, lesson(), columns=COLUMNS).fit(later())
    moved = later().assign(purchases=99, spend_holdout=-1.0)
    second = OutcomeTree(4, lesson(), columns=COLUMNS).fit(moved)
    assert first.tree_ == second.tree_
    assert set(second.labels(moved)) < {"S1", "S2", "S3", "S4"}


def test_customers_of_the_table_are_learned_as_often_as_they_are_drawn() -> None:
    drawn = later().iloc[[0, 0, 0, 1, 2, 3, 4, 5]]
    assert OutcomeTree(2, lesson(), columns=COLUMNS).fit(drawn).learned_from_ == 8


def test_newcomers_are_labelled_though_the_lesson_does_not_know_them() -> None:
    table = later(700)
    tree = OutcomeTree(2, lesson(), columns=COLUMNS).fit(table)
    assert tree.learned_from_ == 500
    assert tree.labels(table).notna().all()


def test_for_other_customers_the_whole_lesson_is_learned() -> None:
    others = later().set_index("other" + later().index)
    assert OutcomeTree(2, lesson(), columns=COLUMNS).fit(others).learned_from_ == 500


def test_an_outcome_beyond_the_day_of_the_table_is_a_leak() -> None:
    table = later()
    table.attrs["as_of"] = "2020-06-30"
    with pytest.raises(InputError, match="E_LEAK: the lesson's outcome reaches to 2020-07-01"):
        OutcomeTree(2, lesson(), columns=COLUMNS).fit(table)


def test_periods_of_another_length_are_refused() -> None:
    table = later()
    table.attrs["period_days"] = 7
    with pytest.raises(InputError, match="E_PERIOD: the lesson counts activity in 30 days"):
        OutcomeTree(2, lesson(), columns=COLUMNS).fit(table)


def test_without_a_lesson_there_is_nothing_to_learn() -> None:
    with pytest.raises(InputError, match="E_LESSON"):
        OutcomeTree(2).fit(later())


def test_a_customer_twice_in_the_lesson_is_refused() -> None:
    with pytest.raises(InputError, match="E_LESSON: 1 rows of the lesson repeat a customer"):
        OutcomeTree(2, pd.concat([lesson(), lesson().iloc[:1]])).fit(later())


def test_a_copy_learns_the_same() -> None:
    tree = OutcomeTree(4, lesson(), columns=COLUMNS)
    assert clone(tree).fit(later()).tree_ == tree.fit(later()).tree_


def test_returns_count_as_no_spend() -> None:
    owed = lesson()
    owed["spend_holdout"] = owed["spend_holdout"].where(owed["spend_holdout"] > 0, -30.0)
    first, second = (OutcomeTree(4, each, columns=COLUMNS) for each in (lesson(), owed))
    assert first.fit(later()).tree_ == second.fit(later()).tree_
