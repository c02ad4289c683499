from datetime import date

import pandas as pd
import pytest

from clv.customers import require_columns
from clv.customers._tables import customer_table
from clv.customers.columns import days_per_unit
from clv.errors import InputError


def test_a_table_with_the_columns_passes_unchanged() -> None:
    table = pd.DataFrame({"T": [1.0], "frequency": [1]})
    assert require_columns(table, ["frequency"]) is table


def test_all_missing_columns_are_named() -> None:
    with pytest.raises(InputError, match="E_COLUMNS: the customer table has no column a, b;"):
        require_columns(pd.DataFrame({"c": [1]}), ["a", "c", "b"])


def test_a_unit_is_a_letter() -> None:
    assert [days_per_unit(unit) for unit in "DW"] == [1, 7]
    with pytest.raises(InputError, match="E_UNIT"):
        days_per_unit("w")


def test_a_customer_table_is_sorted_by_id_and_dated() -> None:
    answer = pd.DataFrame({"x": [1, 2], "y": [3, 4], "customer_id": ["b", "a"]})
    table = customer_table(answer, ["y"], date(2024, 1, 1), time_unit="W")
    assert table.to_dict() == {"y": {"a": 4, "b": 3}}
    assert table.attrs == {"as_of": "2024-01-01", "time_unit": "W"}
