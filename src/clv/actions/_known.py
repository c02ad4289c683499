"""Something about every customer, or an error that says about whom it is not known."""

from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.rules import Text

__all__ = ["chance_of_own", "known", "salespeople"]

_NOBODY = Text("unassigned", "未分配")


def _once(facts: "pd.Series[Any]", name: str) -> "pd.Series[Any]":
    """Insist on one value a customer."""
    twice = facts.index[facts.index.duplicated()]
    if len(twice):
        raise InputError(
            "E_CUSTOMER_TWICE",
            f"{name} is given more than once for {len(twice)} customers",
            "keep one value a customer",
            twice,
        )
    return facts


def known(facts: "pd.Series[float]", customers: pd.Index, name: str) -> "pd.Series[float]":
    """Take a number for each of the customers."""
    try:
        found = _once(facts, name).reindex(customers).astype(float)
    except ValueError:
        raise InputError("E_UNKNOWN", f"{name} holds words", "give numbers") from None
    unknown = customers[found.isna() | np.isinf(found)]
    if len(unknown):
        raise InputError(
            "E_UNKNOWN",
            f"{name} is not known for {len(unknown)} of {len(customers)} customers",
            "give it for every customer who is labelled",
            unknown,
        )
    return found


def chance_of_own(
    chances: "pd.Series[float] | pd.DataFrame", cell: "pd.Series[str]"
) -> "pd.Series[float]":
    """Take the probability of the cell in which each customer is shown."""
    if isinstance(chances, pd.Series):
        return chances
    rows, columns = (
        chances.index.get_indexer(cell.index),
        chances.columns.get_indexer(pd.Index(cell)),
    )
    found = chances.to_numpy(float)[rows, columns]
    return pd.Series(np.where((rows < 0) | (columns < 0), np.nan, found), cell.index)


def salespeople(names: "pd.Series[str]", customers: pd.Index, language: str) -> "pd.Series[str]":
    """Take the salesperson of each of the customers, or a word for none."""
    found = _once(names, "salesperson").reindex(customers)
    return found.astype(object).fillna(_NOBODY.to(language)).astype("str")
