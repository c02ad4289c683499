import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.segments import Grouping, KMeansSegments, RandomGroups, ValueBands
from clv.segments.grouping import finite_values
from tests.segments.tables import customers

GROUPINGS: list[Grouping] = [
    KMeansSegments(3),
    ValueBands(3, "contribution"),
    RandomGroups(3),
]


def test_missing_columns_are_named() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*b, c"):
        finite_values(pd.DataFrame({"a": [1.0]}), ["a", "b", "c"])


def test_gaps_are_counted_by_column() -> None:
    table = pd.DataFrame({"a": [1.0, np.nan, np.inf], "b": [1.0, 2.0, 3.0]})
    with pytest.raises(InputError, match=r"E_NOT_FINITE.*\(a: 2\)"):
        finite_values(table, ["a", "b"])


def test_a_table_without_customers_is_refused() -> None:
    with pytest.raises(InputError, match="E_EMPTY"):
        finite_values(pd.DataFrame({"a": []}), ["a"])


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_row_order_does_not_matter(grouping: Grouping) -> None:
    table = customers(300)
    shuffled = table.sample(frac=1, random_state=1)
    labels = grouping.fit(table).labels(shuffled)
    assert labels.sort_index().equals(grouping.labels(table))


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_labels_of_one_customer_do_not_depend_on_the_others(grouping: Grouping) -> None:
    table = customers(300)
    together = grouping.fit(table).labels(table)
    alone = [grouping.labels(table.loc[[name]]).item() for name in table.index[:20]]
    assert alone == together.iloc[:20].tolist()


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_labelling_changes_neither_table_nor_grouping(grouping: Grouping) -> None:
    table = customers(300)
    before = table.copy()
    labels = grouping.fit(table).labels(table)
    grouping.labels(customers(50, seed=9))
    assert table.equals(before)
    assert grouping.labels(table).equals(labels)
