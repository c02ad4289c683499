from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.actions import count_actions, work_lists
from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from tests.rules.customers import TABLES, customers

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
    assert list(lists.columns) == [
        "cell", "action", "what", "due", "place", "value_at_stake", "why",
    ]  # fmt: skip


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


@settings(max_examples=15)
@given(TABLES)
def test_every_customer_with_a_cell_is_listed_once(features: pd.DataFrame) -> None:
    found = ContributionStability(strict=True).fit(features).assign(features)
    values = features["contribution"]
    lists = work_lists(found, features, values)
    assert lists.index.is_unique
    assert set(lists.index) == set(features.index[found.states.eq("")])
    assert count_actions(found, values)["value_at_stake"].sum() == pytest.approx(values.sum())


# --------------------------------------------------------------- what, by when, for whom

WHO = pd.Series(["Li", "Wang", "Li", "Li", "Wang"], MANY.index[:5])
CHANCES = pd.Series([0.9, 0.55, 0.6, 0.99, 0.7, 1.0], MANY.index)


def test_each_row_says_what_is_to_be_done_and_by_when() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES)
    assert (
        lists.loc["c003", "what"] == "Find out why they drift, then answer that cause and no other."
    )
    due = lists["due"].groupby(lists["cell"]).first().dt.strftime("%Y-%m-%d")
    assert due.to_dict() == {
        "EI": "2024-07-31", "EII": "2024-07-08", "EIII": "2024-07-31", "EIV": "2024-09-29",
    }  # fmt: skip
    chinese = work_lists(assigned(MANY), MANY, VALUES, language="zh")
    assert chinese.loc["c003", "what"] == "先查清游离的原因，再对症下药。"


def test_days_may_be_ones_own() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, due={"EI": 0})
    assert lists.loc["c000", "due"] == pd.Timestamp("2024-07-01")
    assert lists["due"].isna().sum() == 3


def test_each_salesperson_has_lists_with_places_of_their_own() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, salesperson=WHO)
    rows = lists[["salesperson", "cell", "place"]].itertuples(name=None)
    assert list(rows) == [
        ("c002", "Li", "EI", 1), ("c000", "Li", "EI", 2), ("c001", "Wang", "EI", 1),
        ("c003", "Li", "EII", 1), ("c004", "Wang", "EIII", 1), ("c005", "unassigned", "EIV", 1),
    ]  # fmt: skip


def test_a_customer_without_a_salesperson_is_not_left_out() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, salesperson=WHO, language="zh")
    assert lists.loc["c005", "salesperson"] == "未分配"


def test_the_cap_holds_for_each_salesperson_and_action() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, salesperson=WHO, cap=1)
    assert sorted(lists.index) == ["c001", "c002", "c003", "c004", "c005"]
    alone = work_lists(assigned(MANY), MANY, VALUES, cap=1)
    assert alone.index.tolist() == ["c001", "c003", "c004", "c005"]
    both = work_lists(assigned(MANY), MANY, VALUES, top=1, salesperson=WHO)
    assert both.index.tolist() == ["c001", "c003", "c004", "c005"]


def test_the_lists_of_all_salespeople_hold_what_the_one_list_holds() -> None:
    whole = work_lists(assigned(MANY), MANY, VALUES)
    parted = work_lists(assigned(MANY), MANY, VALUES, salesperson=WHO)
    pd.testing.assert_frame_equal(
        parted.drop(columns=["salesperson", "place"]).sort_index(),
        whole.drop(columns="place").sort_index(),
    )


def test_an_uncertain_customer_is_never_shown_as_certain() -> None:
    lists = work_lists(assigned(MANY), MANY, VALUES, chances=CHANCES)
    assert lists["doubt"].to_dict() == pytest.approx((1 - CHANCES).to_dict())
    unsure = "; uncertain: the probability of this cell is only 55%."
    assert lists["why"]["c001"].endswith(unsure)
    assert lists["why"].str.contains("uncertain").sum() == 1
    assert "uncertain" not in lists["why"]["c002"]
    chinese = work_lists(assigned(MANY), MANY, VALUES, chances=CHANCES, language="zh")
    assert chinese["why"]["c001"].endswith("；归类不确定：属于本类的概率只有 55%。")


def test_of_a_table_of_chances_that_of_the_cell_shown_counts() -> None:
    table = pd.DataFrame({"EIV": 0.3, "EI": 0.1, "EII": 0.4, "no_purchase": 0.2}, MANY.index)
    table["EIII"] = 0.0
    lists = work_lists(assigned(MANY), MANY, VALUES, chances=table.iloc[::-1])
    assert lists["doubt"].tolist() == pytest.approx([0.9, 0.9, 0.9, 0.6, 1.0, 0.7])
    for lacking in (table.drop("c002"), table.drop(columns="EI")):
        with pytest.raises(InputError, match="E_UNKNOWN.*chance"):
            work_lists(assigned(MANY), MANY, VALUES, chances=lacking)


def test_without_chances_no_doubt_is_claimed() -> None:
    assert "doubt" not in work_lists(assigned(MANY), MANY, VALUES)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cap": 0}, "E_TOP"),
        ({"chances": CHANCES * 100}, "E_PROBABILITY"),
        ({"chances": CHANCES.iloc[1:]}, "E_UNKNOWN"),
        ({"churn": RISK * -1}, "E_PROBABILITY"),
        ({"salesperson": pd.concat([WHO, WHO])}, "E_CUSTOMER_TWICE"),
        ({"due": {"EV": 3}}, "E_DUE"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        work_lists(assigned(MANY), MANY, VALUES, **more)
    assert caught.value.code == code


def test_an_empty_cell_and_an_empty_table_make_empty_lists() -> None:
    features = MANY.assign(purchases=0)
    found = ContributionStability("absolute 100", "absolute 0.5").fit(MANY).assign(features)
    lists = work_lists(found, features, VALUES, RISK, salesperson=WHO, cap=2, chances=CHANCES)
    assert lists.empty
    assert list(lists.columns) == [
        "salesperson", "cell", "action", "what", "due", "place", "value_at_stake",
        "churn_probability", "doubt", "why",
    ]  # fmt: skip


@settings(max_examples=15)
@given(TABLES, st.integers(1, 5), st.integers(0, 99))
def test_order_of_rows_does_not_matter(features: pd.DataFrame, cap: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    who = pd.Series(rng.choice(["Li", "Wang"], len(features)), features.index)
    found = ContributionStability().fit(features).assign(features)
    values = features["contribution"].round(-1)
    lists = work_lists(found, features, values, cap=cap, salesperson=who)
    order = rng.permutation(len(features))
    again = ContributionStability().fit(features).assign(features.iloc[order])
    shuffled = work_lists(again, features, values.iloc[order], cap=cap, salesperson=who)
    pd.testing.assert_frame_equal(lists, shuffled)
    assert lists.groupby(["cell", "salesperson"]).size().max() <= cap


def test_words_for_numbers_and_missing_columns_are_refused() -> None:
    features = customers([(9, 900.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2)])
    found, values = assigned(features), features["contribution"]
    with pytest.raises(InputError, match="E_UNKNOWN: value_at_stake holds words"):
        work_lists(found, features, values.map("{} yuan".format))
    with pytest.raises(InputError, match="E_COLUMNS"):
        work_lists(found, features.drop(columns="inactivity"), values)
    with pytest.raises(InputError, match="E_DUE"):
        work_lists(found, features, values, due={"EI": "soon"})  # type: ignore[dict-item]
