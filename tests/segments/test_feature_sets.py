import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.segments import FEATURE_SETS, feature_names, feature_values


@pytest.mark.parametrize("name", FEATURE_SETS)
def test_every_set_can_be_named(name: str) -> None:
    assert feature_names(name) == FEATURE_SETS[name]


def test_columns_can_be_named_one_by_one() -> None:
    assert feature_names(["tenure", "age"]) == ("tenure", "age")


@pytest.mark.parametrize("wrong", ["recency", "", []])
def test_a_set_that_is_not_declared_is_refused(wrong: str | list[str]) -> None:
    with pytest.raises(InputError, match=r"E_FEATURES.*standard, rfm"):
        feature_names(wrong)


def test_values_come_in_the_order_of_the_names() -> None:
    table = pd.DataFrame({"tenure": [10, 0], "inactivity": [5, 0], "purchases": [2, 1]})
    values = feature_values(table, ["purchases", "silent_share", "inactivity"])
    np.testing.assert_array_equal(values, [[2, 0.5, 5], [1, 0, 0]])


def test_a_missing_value_is_refused_with_its_column() -> None:
    table = pd.DataFrame({"mean_amount": [1.0, np.nan], "purchases": [1, 1]})
    with pytest.raises(InputError, match=r"E_NOT_FINITE.*mean_amount: 1"):
        feature_values(table, ["purchases", "mean_amount"])
