"""What the groups of a grouping hold: people, money before, money after."""

import pandas as pd

__all__ = ["group_shares"]


def group_shares(
    labels: "pd.Series[str]", contribution: "pd.Series[float]", outcomes: pd.DataFrame
) -> pd.DataFrame:
    """Sum up people and money by group, before and after the cut.

    Parameters
    ----------
    labels
        The group of every customer, given at the cut.
    contribution
        Money of the same customers before the cut.
    outcomes
        The same customers after it: spend_holdout (money), active_holdout (bool).

    Returns
    -------
    pandas.DataFrame
        Indexed by group: customers, share_customers, share_past, share_future (0 to 1; NaN where
        there is no money to share), mean_past, mean_future (money a customer), future_error
        (standard error of mean_future; NaN for a single customer), active_rate (share who bought
        after the cut).

    Examples
    --------
    >>> after = pd.DataFrame(
    ...     {"spend_holdout": [9.0, 1.0, 0.0], "active_holdout": [True, True, False]}
    ... )
    >>> table = group_shares(pd.Series(["A", "B", "B"]), pd.Series([6.0, 2.0, 2.0]), after)
    >>> table[["customers", "share_past", "share_future"]].values.tolist()
    [[1.0, 0.6, 0.9], [2.0, 0.4, 0.1]]
    """
    customers = pd.DataFrame(
        {
            "past": contribution,
            "future": outcomes["spend_holdout"],
            "active": outcomes["active_holdout"],
        }
    )
    grouped = customers.groupby(labels.rename("group"))
    total, mean = grouped.sum(), grouped.mean()
    return pd.DataFrame(
        {
            "customers": grouped.size(),
            "share_customers": grouped.size() / len(customers),
            "share_past": total["past"] / customers["past"].sum(),
            "share_future": total["future"] / customers["future"].sum(),
            "mean_past": mean["past"],
            "mean_future": mean["future"],
            "future_error": grouped["future"].sem(),
            "active_rate": mean["active"],
        }
    )
