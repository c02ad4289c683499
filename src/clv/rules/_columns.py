"""What a rule asks of a table of customers before it looks at it."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from clv.customers import require_columns
from clv.customers.columns import FACTS
from clv.errors import InputError

__all__ = ["require", "require_finite", "total_purchases"]


def require(features: pd.DataFrame, *columns: str) -> None:
    """Insist on columns and on one row a customer."""
    require_columns(features, columns)
    if not features.index.is_unique:
        twice = features.index[features.index.duplicated()]
        raise InputError(
            "E_CUSTOMER_TWICE",
            f"{len(twice)} rows repeat a customer",
            "keep one row a customer",
            twice,
        )
    if features.index.hasnans:
        raise InputError(
            "E_CUSTOMER",
            f"{int(np.sum(features.index.isna()))} rows have no customer",
            "give every row the id of its customer",
        )


def require_finite(table: pd.DataFrame, columns: Iterable[str] = FACTS) -> None:
    """Refuse infinite numbers: no customer has them, and they would pass for the largest."""
    for column in columns:
        if column in table and table[column].dtype.kind == "f":
            infinite = np.isinf(table[column].to_numpy(dtype=float, na_value=np.nan))
            if infinite.any():
                raise InputError(
                    "E_VALUES",
                    f"{column} is infinite for {int(infinite.sum())} of {len(table)} customers",
                    "correct it, or leave it empty where it is not known",
                    table.index[infinite],
                )


def total_purchases(features: pd.DataFrame) -> "pd.Series[float]":
    """Purchases ever, where the table counts those of a window only."""
    seen = features["purchases"].astype(float)
    if "purchases_total" in features:
        return features["purchases_total"].astype(float).fillna(seen)
    windowed = features.attrs.get("history_days") is not None
    # such a table lists those who have bought, within the window or before it
    return seen.clip(lower=1) if windowed else seen
