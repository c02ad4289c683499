import pandas as pd
import pytest
from hypothesis import given, settings

from clv.actions import count_actions, work_lists
from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from tests.rules.customers import FOUR, TABLES, customers

ROWS = [(9, 900.0, 9), (8, 800.0, 9), (7, 850.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2)]
MANY = customers(ROWS)
VALUES = pd.Series([10.0, 30.0, 20.0, 5.0, 1.0, 0.0], MANY.index)
RISK = pd.Series(0.25, MANY.index)


def assigned(features: pd.DataFrame, strict: bool = False) -> Assignment:
    cuts = ContributionStability("absolute 100", "absolute 0.5", strict=strict)
    return cuts.fit(features).assign(features)


def test_each_action_has_a_list_in_the_order_of_value() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES)
    assert lists.index.tolist() == ["c001", "c002", "c000", "c003", "c004", "c005"]
    assert lists["place"].tolist() == [1, 2, 3, 1, 1, 1]
    assert lists["action"].tolist() == [
        "Consolidate",
        "Consolidate",
        "Consolidate",
        "Turn around",
        "Lift",
        "Liquidate or rescue",
    ]
    assert list(lists.columns) == ["cell", "action", "place", "value_at_stake", "why"]


def test_equal_values_are_ordered_by_contribution_then_purchase_then_id() -> None:
    twins = customers([(9, 500.0, 9)] * 4).assign(
        contribution=[500.0, 500.0, 500.0, 600.0], inactivity=[9, 9, 2, 9]
    )
    lists = work_lists(assigned(twins.iloc[::-1]), twins, pd.Series(1.0, twins.index))
    assert lists.index.tolist() == ["c003", "c002", "c000", "c001"]


def test_only_the_top_of_each_action_is_listed() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, top=1)
    assert lists.index.tolist() == ["c001", "c003", "c004", "c005"]


def test_why_is_one_sentence_with_value_cut_silence_and_risk() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, RISK)
    assert lists.loc["c003", "why"] == (
        "Contribution 700.00 reaches the cut at 100.00 but stability 30.0% is below the cut at "
        "50.0%; days since the last purchase: 50; probability of no purchase in the "
        "horizon: 25%."
    )
    assert lists["churn_probability"].eq(0.25).all()


def test_the_lists_speak_chinese() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, language="zh")
    assert lists.loc["c003", "action"] == "扭转"
    assert lists.loc["c003", "why"] == (
        "贡献度 700.00，达到界值 100.00；但稳定度 30.0%，低于界值 50.0%；距上次购买 50 天。"
    )


def test_customers_without_a_cell_are_on_no_list_but_counted() -> None:
    features = customers([*ROWS, (1, 999.0, 1)])
    values = pd.Series(1.0, features.index)
    found = assigned(features, strict=True)
    assert "c006" not in work_lists(found, features, values).index
    counts = count_actions(found, values)
    assert counts.loc["too_little_history", "customers"] == 1
    assert counts["customers"].sum() == len(features)


def test_counts_hold_the_money_of_each_action() -> None:
    counts = count_actions(assigned(MANY), VALUES)
    assert counts["value_at_stake"].tolist() == [60.0, 5.0, 1.0, 0.0]
    assert counts.loc["EI", "value_per_customer"] == 20.0
    assert count_actions(assigned(FOUR.iloc[:1]), VALUES)["value_per_customer"].isna().sum() == 3


@pytest.mark.parametrize(
    ("features", "values", "churn", "missing"),
    [
        (MANY.drop("c002"), VALUES, RISK, "contribution"),
        (MANY, VALUES.drop("c002"), RISK, "value_at_stake"),
        (MANY, VALUES, RISK.mask(RISK.index == "c002"), "churn_probability"),
    ],
)
def test_a_customer_of_whom_something_is_not_known_is_refused(
    features: pd.DataFrame, values: pd.Series, churn: pd.Series, missing: str
) -> None:
    with pytest.raises(InputError, match=rf"E_UNKNOWN.*{missing}.* for 1 of 6 customers.*'c002'"):
        work_lists(assigned(MANY), features, values, churn)


def test_a_list_of_nobody_is_refused() -> None:
    with pytest.raises(InputError, match="E_TOP"):
        work_lists(assigned(MANY), MANY, VALUES, top=0)


@settings(max_examples=25)
@given(TABLES)
def test_every_customer_with_a_cell_is_listed_once(features: pd.DataFrame) -> None:
    found = ContributionStability(strict=True).fit(features).assign(features)
    values = features["contribution"]
    lists = work_lists(found, features, values)
    assert lists.index.is_unique
    assert set(lists.index) == set(features.index[found.states.eq("")])
    assert count_actions(found, values)["value_at_stake"].sum() == pytest.approx(values.sum())
