"""The salespeople of a watch, and whose customers are whose already."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from clv.actions.owners import name_salespeople, read_owners
from clv.errors import Notice

__all__ = ["known_owners"]


def known_owners(
    assignments: str,
    salespeople: int,
    customers: pd.Index,
    earlier: Mapping[date, pd.DataFrame] | None = None,
) -> "tuple[list[str], pd.Series[str] | None, list[Notice]]":
    """Say who the salespeople are and which customers they have.

    Parameters
    ----------
    assignments
        Path as of `clv.actions.read_owners`; ``""`` where nobody is assigned.
    salespeople
        How many there are, where the file names none.
    customers
        Those of the log.
    earlier
        Customers of earlier runs, by day. Without a file, whoever was on somebody's list the last
        time (column salesperson) stays with him.

    Returns
    -------
    tuple of (list of str, pandas.Series or None, list of Notice)
        Names in order; salesperson by customer, for `clv.actions.share_out`; the notices of
        `clv.actions.read_owners`.

    Raises
    ------
    InputError
        As `clv.actions.read_owners`.
    """
    if assignments:
        owners, found = read_owners(assignments, customers)
        return sorted(set(owners)) or name_salespeople(salespeople), owners, found
    last = earlier[max(earlier)] if earlier else pd.DataFrame()
    kept = last["salesperson"].dropna() if "salesperson" in last else None
    return name_salespeople(salespeople), kept, []
