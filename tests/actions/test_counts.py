import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.actions import count_actions, count_waiting, largest, work_lists
from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from tests.rules.customers import FOUR, TABLES, customers

ROWS = [(9, 900.0, 9), (8, 800.0, 9), (7, 850.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2)]
MANY = customers(ROWS)
VALUES = pd.Series([10.0, 30.0, 20.0, 5.0, 1.0, 0.0], MANY.index)
WHO = pd.Series(["Li", "Wang", "Li", "Li", "Wang"], MANY.index[:5])


def assigned(features: pd.DataFrame) -> Assignment:
    return ContributionStability("absolute 100", "absolute 0.5").fit(features).assign(features)


def test_counts_hold_the_money_of_each_action() -> None:
    counts = count_actions(assigned(MANY), VALUES)
    assert counts["value_at_stake"].tolist() == [60.0, 5.0, 1.0, 0.0]
    assert counts.loc["EI", "value_per_customer"] == 20.0
    assert count_actions(assigned(FOUR.iloc[:1]), VALUES)["value_per_customer"].isna().sum() == 3


def test_those_beyond_the_cap_are_counted_for_each_salesperson() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, salesperson=WHO, cap=1)
    table = count_waiting(lists, assigned(MANY), VALUES, WHO)
    assert list(table.itertuples(index=False, name=None)) == [
        ("EI", "Li", "Consolidate", 2, 1, 1, 10.0),
        ("EI", "Wang", "Consolidate", 1, 1, 0, 0.0),
        ("EII", "Li", "Turn around", 1, 1, 0, 0.0),
        ("EIII", "Wang", "Lift", 1, 1, 0, 0.0),
        ("EIV", "unassigned", "Liquidate or rescue", 1, 1, 0, 0.0),
    ]
    assert list(table.columns) == [
        "cell", "salesperson", "action", "customers", "listed", "waiting", "value_waiting",
    ]  # fmt: skip


def test_without_salespeople_the_count_is_by_action() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, top=1, language="zh")
    table = count_waiting(lists, assigned(MANY), VALUES, language="zh")
    assert table["action"].tolist() == ["巩固", "扭转", "提升", "清算"]
    assert table["waiting"].tolist() == [2, 0, 0, 0]
    assert table["value_waiting"].tolist() == [30.0, 0.0, 0.0, 0.0]


def test_a_customer_of_unknown_value_is_refused() -> None:
    unknown = r"E_UNKNOWN.*1 of 6 customers"
    with pytest.raises(InputError, match=unknown):
        count_actions(assigned(MANY), VALUES.iloc[1:])
    with pytest.raises(InputError, match=unknown):
        count_waiting(MANY.iloc[:0], assigned(MANY), VALUES.iloc[1:])


@settings(max_examples=15)
@given(TABLES, st.integers(1, 5))
def test_listed_and_waiting_are_all_who_have_a_cell(features: pd.DataFrame, cap: int) -> None:
    found = ContributionStability(strict=True).fit(features).assign(features)
    values = features["contribution"]
    lists = work_lists(found, features, values, cap=cap)
    table = count_waiting(lists, found, values)
    assert table["listed"].sum() == len(lists)
    assert table["customers"].sum() == found.states.eq("").sum()
    assert (table["listed"] + table["waiting"]).equals(table["customers"])
    money = table["value_waiting"].sum() + lists["value_at_stake"].sum()
    assert money == pytest.approx(values[found.states.eq("")].sum())


def test_the_largest_of_each_cell_come_first() -> None:
    found = largest(assigned(MANY), VALUES)
    assert found.to_dict() == {"EI": "c001, c002", "EII": "c003", "EIII": "c004", "EIV": "c005"}
    assert found.name == "largest"
    assert largest(assigned(MANY), VALUES, n=1)["EI"] == "c001"
    assert largest(assigned(MANY), VALUES, n=99)["EI"] == "c001, c002, c000"


def test_equal_values_are_named_in_the_order_of_the_ids() -> None:
    same = pd.Series(7.0, MANY.index)
    for features in (MANY, MANY.iloc[::-1]):
        assert largest(assigned(features), same)["EI"] == "c000, c001"


def test_values_belong_to_customers_and_not_to_rows() -> None:
    assert largest(assigned(MANY), VALUES[::-1]).equals(largest(assigned(MANY), VALUES))


def test_a_cell_of_nobody_names_nobody() -> None:
    found = largest(assigned(FOUR.iloc[:1]), VALUES)
    assert found.to_dict() == {"EI": "c000", "EII": "", "EIII": "", "EIV": ""}


def test_those_shown_apart_are_named_too() -> None:
    late = customers([*ROWS, (1, 5.0, 1)])
    strict = ContributionStability("absolute 100", "absolute 0.5", strict=True)
    found = strict.fit(late).assign(late)
    values = late["contribution"]
    assert largest(found, values)["too_little_history"] == "c006"
    assert largest(found, values).index.equals(found.counts().index)
    pairs = found.counts().join(largest(found, values))  # as a report lays them side by side
    assert pairs["largest"].str.len().gt(0).all()


def test_debts_stand_below_nothing() -> None:
    values = VALUES.where(VALUES.index != "c001", -50.0)
    assert largest(assigned(MANY), values, n=3)["EI"] == "c002, c000, c001"


@pytest.mark.parametrize("n", [0, -1])
def test_a_list_of_nobody_is_refused(n: int) -> None:
    with pytest.raises(InputError, match="E_TOP"):
        largest(assigned(MANY), VALUES, n)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_the_largest_cannot_be_told_where_a_value_is_unknown(value: float) -> None:
    with pytest.raises(InputError, match=r"E_UNKNOWN.*1 of 6 customers"):
        largest(assigned(MANY), VALUES.where(VALUES.index != "c005", value))
    with pytest.raises(InputError, match="E_CUSTOMER_TWICE"):
        largest(assigned(MANY), pd.concat([VALUES, VALUES.iloc[:1]]))


def test_the_money_of_the_actions_is_all_the_money() -> None:
    counts = count_actions(assigned(MANY), VALUES)
    assert counts["value_at_stake"].sum() == VALUES.sum()
    assert counts["customers"].sum() == len(VALUES)
    assert counts["action"].tolist() == [
        "Consolidate",
        "Turn around",
        "Lift",
        "Liquidate or rescue",
    ]
