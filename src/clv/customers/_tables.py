"""What all tables of customers have in common."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

__all__ = ["customer_table"]


def customer_table(
    answer: pd.DataFrame, columns: Sequence[str], as_of: date, **attrs: str | int | None
) -> pd.DataFrame:
    """Shape an engine's answer: one row a customer, sorted by id, what it speaks of attached."""
    table = answer.set_index("customer_id").sort_index()[list(columns)]
    table.attrs.update(as_of=as_of.isoformat(), **attrs)
    return table
