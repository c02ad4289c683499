import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv.transactions import read_transactions
from tests.transactions.logs import (
    AS_OF,
    CLEAN,
    days,
    frame,
)


@pytest.mark.parametrize(
    ("column", "values", "first"),
    [
        ("customer_id", pd.Categorical(["a", "b"]), "a"),
        ("customer_id", [7, 8], "7"),
        ("customer_id", [2**63 - 1, 1], str(2**63 - 1)),
        ("customer_id", [2**70, 1], str(2**70)),
        ("customer_id", [True, False], "true"),
        ("customer_id", [1, "x"], "1"),
        ("customer_id", pd.array(["a", "b"], dtype="string[pyarrow]"), "a"),
        ("customer_id", [b"a", b"b"], "a"),
        ("date", [datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)], "2024-01-01"),
        ("date", [datetime.datetime(2024, 1, 1, 23, 59), pd.NaT], "2024-01-01"),
        ("date", [20240101, 20240102], "2024-01-01"),
        ("date", [20240101.0, np.nan], "2024-01-01"),
        ("date", ["2024-01-01 23:59:59.9", "2024-01-02T00:00"], "2024-01-01"),
        ("amount", [Decimal("1.50"), Decimal("2")], 1.5),
        ("amount", pd.array([3, None], dtype="Int64"), 3.0),
        ("amount", [1.234, 5.678], 1.234),
    ],
)
def test_a_frame_may_have_any_column_types(column: str, values: Any, first: Any) -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-01-02", 7.0)])
    table[column] = values
    found = sorted(days(read_transactions(table, as_of=AS_OF)), key=lambda row: row[1])
    place = ["customer_id", "date", "amount"].index(column)
    assert first in [row[place] for row in found]


def test_a_frame_is_not_changed_and_its_index_does_not_matter() -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)]).set_axis([1, 1])
    before = table.copy()
    assert days(read_transactions(table, as_of=AS_OF)) == CLEAN
    pd.testing.assert_frame_equal(table, before)


def test_columns_that_are_not_needed_may_hold_anything() -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)])
    table["basket"] = pd.Series([[1], "x"])
    table["number"] = [1j, 2j]
    assert days(read_transactions(table, as_of=AS_OF)) == CLEAN
