import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.segments import GROUP_WORDS, KMeansSegments, name_groups
from tests.segments.tables import customers, three_kinds

ROWS = st.lists(
    st.tuples(
        st.integers(1, 6), st.integers(0, 9), st.integers(-3, 9), st.sampled_from(["A", "B", "C"])
    ),
    min_size=1,
    max_size=40,
)


def test_names_follow_what_the_groups_are() -> None:
    table = pd.DataFrame(
        {
            "purchases": np.repeat([2, 8, 30], 10),
            "inactivity": np.repeat([300, 10, 60], 10),
            "mean_amount": np.repeat([5.0, 50.0, 6.0], 10),
        }
    )
    labels = pd.Series(np.repeat(["a", "b", "c"], 10))
    assert name_groups(table, labels).to_dict() == {
        "a": "infrequent, long silent, small baskets",
        "b": "recent, big baskets",
        "c": "frequent",
    }
    assert name_groups(table, labels, "zh").to_dict() == {
        "a": "购买较少、久未购买、客单价低",
        "b": "近期购买、客单价高",
        "c": "购买频繁",
    }


@settings(max_examples=30)
@given(ROWS, st.sampled_from(["en", "zh"]))
def test_no_word_contradicts_the_medians_and_no_two_names_are_equal(
    rows: list[tuple[int, int, int, str]], language: str
) -> None:
    table = pd.DataFrame(rows, columns=["purchases", "inactivity", "mean_amount", "group"])
    names = name_groups(table, table["group"], language)
    assert names.is_unique
    assert set(names.index) == set(table["group"])
    at = 0 if language == "en" else 1
    for column, (more, less) in GROUP_WORDS.items():
        overall = table[column].median()
        for group, name in names.items():
            words = name.split(" (")[0].split("（")[0].replace("、", ", ").split(", ")
            median = table.loc[table["group"] == group, column].median()
            if {more[at], more[at + 2]} & set(words):
                assert median > overall
            if {less[at], less[at + 2]} & set(words):
                assert median < overall


def test_one_purchase_is_said_only_where_nearly_all_have_made_one() -> None:
    table = pd.DataFrame({"purchases": [1] * 19 + [2] + [1] * 9 + [2]})
    labels = pd.Series(["a"] * 20 + ["b"] * 10)
    assert name_groups(table, labels).to_dict() == {"a": "one purchase", "b": "in the middle"}


def test_equal_names_are_told_apart_by_what_differs_most() -> None:
    labels = pd.Series(["a"] * 20 + ["b", "b", "c", "c"])
    table = pd.DataFrame({"purchases": [1] * 20 + [10, 10, 30, 30], "inactivity": 5})
    names = name_groups(table, labels)[["b", "c"]].tolist()
    assert names == ["very frequent (10 purchases)", "very frequent (30 purchases)"]
    table["purchases"] = [1] * 20 + [10] * 4
    names = name_groups(table, labels)[["b", "c"]].tolist()
    assert names == ["very frequent (b)", "very frequent (c)"]


def test_money_that_is_missing_says_nothing() -> None:
    table, kind = three_kinds(60)
    labels = pd.Series(np.array(["a", "b", "c"])[kind], table.index)
    without = name_groups(table, labels)
    assert name_groups(table.assign(mean_amount=np.nan), labels).equals(without)


def test_neither_row_order_nor_the_unit_of_money_changes_a_name() -> None:
    table = customers(200).assign(mean_amount=lambda t: t["contribution"] / t["purchases"])
    labels = KMeansSegments(4).fit(table).labels(table)
    names = name_groups(table, labels)
    assert name_groups(table.sample(frac=1, random_state=0), labels).equals(names)
    cents = table.assign(mean_amount=1e6 * table["mean_amount"])
    assert name_groups(cents, labels).equals(names)


def test_customers_without_a_group_are_counted() -> None:
    table = customers(10)
    with pytest.raises(InputError, match="E_LABELS: 3 of 10 customers have no group"):
        name_groups(table, pd.Series("a", table.index[3:]))


def test_a_table_with_nothing_to_name_by_is_refused() -> None:
    with pytest.raises(InputError, match="E_COLUMNS"):
        name_groups(pd.DataFrame({"age": [1]}), pd.Series(["a"]))


def test_other_languages_are_refused() -> None:
    table = customers(5)
    with pytest.raises(InputError, match="E_LANGUAGE"):
        name_groups(table, pd.Series("a", table.index), "fr")
