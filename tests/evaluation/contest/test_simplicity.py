import numpy as np
import pandas as pd

from clv.evaluation import tree_leaves
from clv.segments import RandomGroups, ValueBands
from tests.evaluation.tables import at_the_cut

TABLE = at_the_cut(500)


def test_bands_of_one_column_are_a_tree_with_as_many_leaves() -> None:
    labels = ValueBands(5, "contribution").fit(TABLE).labels(TABLE)
    assert tree_leaves(TABLE, labels) == (5.0, 1.0)


def test_the_leaves_of_a_tree_are_counted_whatever_it_asks_about() -> None:
    labels = np.where(TABLE["inactivity"] > 90, "a", np.where(TABLE["purchases"] > 3, "b", "c"))
    assert tree_leaves(TABLE, labels) == (3.0, 1.0)


def test_groups_that_no_column_makes_have_no_tree() -> None:
    leaves, share = tree_leaves(TABLE, RandomGroups().labels(TABLE), most=32)
    assert leaves == np.inf
    assert 0.25 < share < 0.99


def test_a_model_value_cannot_be_looked_up() -> None:
    labels = ValueBands(4, "residual_value").fit(TABLE).labels(TABLE)
    assert tree_leaves(TABLE, labels)[0] > 100


def test_a_few_customers_in_another_group_need_no_leaf_of_their_own() -> None:
    labels = np.where(TABLE["inactivity"] > 90, "a", "b")
    labels[0] = "c"
    assert tree_leaves(TABLE, labels) == (2.0, 0.998)
    assert tree_leaves(TABLE, labels, faithful=1.0)[0] > 2


def test_one_group_needs_no_question() -> None:
    assert tree_leaves(TABLE, ["all"] * len(TABLE)) == (1.0, 1.0)


def test_without_columns_only_the_largest_group_can_be_told() -> None:
    nothing = pd.DataFrame(index=range(4))
    assert tree_leaves(nothing, ["a", "a", "a", "b"]) == (np.inf, 0.75)
