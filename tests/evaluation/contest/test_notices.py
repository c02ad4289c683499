import pandas as pd

from clv.errors import InputError
from clv.evaluation.contest.notices import uneven_groups, unstable_groups, withdrawn


def test_competitors_with_another_number_of_groups_are_named() -> None:
    labels = pd.DataFrame({"two": ["a", "b", "a"], "three": ["a", "b", "c"]})
    (notice,) = uneven_groups(labels, 3)
    assert notice.code == "W_GROUPS"
    assert notice.found == "two made 2 groups where 3 were agreed"


def test_groups_that_do_not_come_out_again_are_named() -> None:
    stability = pd.DataFrame({"value": [0.749, 0.75, 1.0]}, index=["loose", "firm", "fixed"])
    (notice,) = unstable_groups(stability)
    assert notice.code == "W_UNSTABLE"
    assert "groups of loose" in notice.found


def test_who_cannot_group_these_customers_is_named_with_the_reason() -> None:
    notice = withdrawn("tree", InputError("E_COLUMNS", "no column x", "add x"))
    assert str(notice) == "W_WITHDRAWN: tree does not take part (no column x); add x"
