"""The customer tables: their columns, and the gate that says which are missing."""

from collections.abc import Sequence

import pandas as pd

from clv.customers._fact_columns import ENDS, FIRST_DAYS, HABITS, HALVES, RUNS
from clv.errors import InputError
from clv.periods import DAYS_PER_UNIT

__all__ = [
    "ENDS",
    "FACTS",
    "FEATURES",
    "FIRST_DAYS",
    "HABITS",
    "HALVES",
    "ITEMS",
    "OUTCOMES",
    "RUNS",
    "SUMMARY",
    "VOLUMES",
    "days_per_unit",
    "require_columns",
]

SUMMARY = (
    "frequency",
    "recency",
    "T",
    "monetary_value",
    "first_purchase",
    "last_purchase",
    "purchases",
    "contribution",
    "mean_amount",
)
"""Columns of `clv.customers.summarise`."""

FEATURES = (
    "purchases",
    "contribution",
    "mean_amount",
    "inactivity",
    "tenure",
    "active_share",
    "periods_observed",
    "median_gap",
    "gap_cv",
    "amount_cv",
    "spend_cv",
)
"""Columns of `clv.customers.describe`."""

VOLUMES = ("month_cv", "quarter_cv")
"""Further columns of `clv.customers.describe`, with ``volumes=True``."""

ITEMS = (
    "discount_depth",
    "margin",
    "categories",
    "category_entropy",
    "new_category_share",
    "top_category",
    "channels",
)
"""Columns of `clv.customers.describe_items`."""

FACTS = (*FEATURES, *VOLUMES, *ENDS, *RUNS, *ITEMS, *HALVES, *FIRST_DAYS, *HABITS)
"""Columns of `clv.customers.customer_facts`."""

OUTCOMES = ("purchases_holdout", "spend_holdout", "active_holdout")
"""Columns of `clv.customers.outcomes`."""


def require_columns(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the table if it has the columns.

    Parameters
    ----------
    table
        A customer table.
    columns
        Names that are needed.

    Returns
    -------
    pandas.DataFrame
        The same table.

    Raises
    ------
    InputError
        ``E_COLUMNS`` with the names that are missing.

    Examples
    --------
    >>> require_columns(pd.DataFrame({"frequency": [1]}), ["frequency", "T"])
    Traceback (most recent call last):
    clv.errors.InputError: E_COLUMNS: the customer table has no column T; make it with ...
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        volumes = set(missing) <= set(VOLUMES)
        raise InputError(
            "E_COLUMNS",
            f"the customer table has no column {', '.join(missing)}",
            f"make it with {'describe(..., volumes=True)' if volumes else 'summarise or describe'}",
        )
    return table


def days_per_unit(unit: str) -> float:
    """Return the days in a unit of time.

    Parameters
    ----------
    unit
        ``"D"``, ``"W"`` or ``"M"``.

    Returns
    -------
    float
        1, 7 or 365.25 / 12.

    Raises
    ------
    InputError
        ``E_UNIT`` for another unit.

    Examples
    --------
    >>> days_per_unit("W")
    7.0
    """
    if unit not in DAYS_PER_UNIT:
        raise InputError("E_UNIT", "unknown unit of time", "use D, W or M", [unit])
    return DAYS_PER_UNIT[unit]
