"""What a customer's row holds, as plain values."""

from typing import Any

import pandas as pd


def values(table: pd.DataFrame, customer: str, *columns: str) -> list[Any]:
    """The named columns of a customer, or all."""
    return [table.at[customer, column] for column in columns or table.columns]
