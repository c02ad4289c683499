"""What a rule asks of a table of customers before it looks at it."""

import pandas as pd

from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["require"]


def require(features: pd.DataFrame, *columns: str) -> None:
    """Insist on columns and on one row a customer."""
    require_columns(features, columns)
    twice = features.index[features.index.duplicated()]
    if len(twice):
        raise InputError(
            "E_CUSTOMER_TWICE",
            f"{len(twice)} rows repeat a customer",
            "keep one row a customer",
            twice,
        )
