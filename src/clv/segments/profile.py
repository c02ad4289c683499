"""What the customers of a group have in common."""

from collections.abc import Sequence

import pandas as pd

__all__ = ["PROFILE_COLUMNS", "profile"]

PROFILE_COLUMNS = ("purchases", "contribution", "mean_amount", "inactivity", "active_share")
"""Columns of the customer features whose means describe a group."""


def profile(
    table: pd.DataFrame, labels: "pd.Series[str]", columns: Sequence[str] = PROFILE_COLUMNS
) -> pd.DataFrame:
    """Describe groups by their size, their share of past spend and their mean customer.

    Parameters
    ----------
    table
        One row a customer, with contribution (money) and the columns to describe.
    labels
        Group of each customer, on the same index.
    columns
        Columns whose means are shown.

    Returns
    -------
    pandas.DataFrame
        Indexed by group, in order of name: customers, share_customers, share_contribution (0 to
        1), then the means in the columns' own units.

    Examples
    --------
    >>> table = pd.DataFrame({"contribution": [30.0, 10.0, 0.0], "purchases": [4, 1, 1]})
    >>> groups = pd.Series(["S1", "S2", "S2"])
    >>> profile(table, groups, ["purchases"])["share_contribution"].to_dict()
    {'S1': 0.75, 'S2': 0.25}
    """
    groups = table.groupby(labels.rename("group"))
    spend = groups["contribution"].sum()
    shares = pd.DataFrame(
        {
            "customers": groups.size(),
            "share_customers": groups.size() / len(table),
            "share_contribution": spend / spend.sum(),
        }
    )
    return shares.join(groups[list(columns)].mean())
