"""What a reader of a contest must be warned of."""

import pandas as pd

from clv.errors import ClvError, Notice

__all__ = ["STABLE_FROM", "median_spend", "uneven_groups", "unstable_groups", "withdrawn"]

STABLE_FROM = 0.75
"""Mean adjusted Rand index of refits from which groups count as stable."""


def uneven_groups(labels: pd.DataFrame, groups: int) -> tuple[Notice, ...]:
    """Notice competitors with another number of groups than agreed, as ties can make them.

    Parameters
    ----------
    labels
        One row a customer, one column a competitor.
    groups
        The number agreed.

    Returns
    -------
    tuple of Notice
        ``W_GROUPS``, one a competitor.
    """
    found = labels.nunique()
    return tuple(
        Notice(
            "W_GROUPS",
            f"{name} made {count} groups where {groups} were agreed",
            "read its scores with care: a different number of groups is not a fair contest",
        )
        for name, count in found[found != groups].items()
    )


def unstable_groups(stability: pd.DataFrame) -> tuple[Notice, ...]:
    """Notice competitors whose groups would be others had other customers come.

    Parameters
    ----------
    stability
        Indexed by competitor: value (mean adjusted Rand index of refits).

    Returns
    -------
    tuple of Notice
        ``W_UNSTABLE``, one a competitor below `STABLE_FROM`.
    """
    low = stability["value"][stability["value"] < STABLE_FROM]
    return tuple(
        Notice(
            "W_UNSTABLE",
            f"groups of {name} learned on resampled customers agree little with the original "
            f"ones (adjusted Rand index {value:.2f})",
            "do not rely on who is in which of its groups; fewer groups or more customers help",
        )
        for name, value in low.items()
    )


def withdrawn(name: str, refusal: ClvError) -> Notice:
    """Notice a competitor that cannot group these customers.

    Parameters
    ----------
    name
        Of the competitor.
    refusal
        What it said.

    Returns
    -------
    Notice
        ``W_WITHDRAWN``, with the reason.
    """
    return Notice("W_WITHDRAWN", f"{name} does not take part ({refusal.found})", refusal.remedy)


def median_spend(table: pd.DataFrame) -> tuple[Notice, ...]:
    """Notice a model value that rests on medians, as the amounts have no mean.

    Parameters
    ----------
    table
        As of `contest_table`.

    Returns
    -------
    tuple of Notice
        ``W_MEDIAN_SPEND``, or nothing.
    """
    if table.attrs.get("spend_forecast") != "median":
        return ()
    return (
        Notice(
            "W_MEDIAN_SPEND",
            "the amounts have so long a tail that the spend model knows no mean; the model's value "
            "is expected purchases times median spend",
            "read value bands and distilled tree as rankings, or look for outliers",
        ),
    )
