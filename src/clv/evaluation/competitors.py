"""Who takes part in the contest: rules, learned segments, and controls."""

from typing import Any, Protocol, Self

import pandas as pd

from clv.rules import ContributionStability
from clv.segments import Grouping, KMeansSegments, PurchaseClasses, RandomGroups, ValueBands

__all__ = ["RuleGroups", "standard_competitors"]


class _Rule(Protocol):
    def fit(self, features: pd.DataFrame) -> Any: ...

    def assign(self, features: pd.DataFrame) -> Any: ...


class RuleGroups:
    """A rule system as a grouping: its cells are the groups.

    Parameters
    ----------
    rule
        Anything with ``fit(table)`` and ``assign(table)`` returning an assignment with labels.
    """

    def __init__(self, rule: _Rule) -> None:
        self.rule = rule

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the cuts.

        Parameters
        ----------
        table
            One row a customer.

        Returns
        -------
        RuleGroups
            Itself.
        """
        self.rule.fit(table)
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Name the cell of every customer.

        Parameters
        ----------
        table
            One row a customer.

        Returns
        -------
        pandas.Series
            Labels on the table's index.
        """
        labels: pd.Series[str] = self.rule.assign(table).labels
        return labels


def standard_competitors(groups: int = 4, seed: int = 0) -> dict[str, Grouping]:
    """Name the quadrants, the two learned groupings and the three controls.

    Parameters
    ----------
    groups
        Groups of each learned grouping and control; the quadrants have four.
    seed
        Seed of k-means and of the random groups.

    Returns
    -------
    dict of str to Grouping
        ``quadrants``, ``k-means``, ``value bands`` (needs a column ``residual_value``),
        ``spend bands``, ``purchase classes`` (always four) and ``random groups``.
    """
    return {
        "quadrants": RuleGroups(ContributionStability()),
        "k-means": KMeansSegments(groups, seed),
        "value bands": ValueBands(groups, "residual_value"),
        "spend bands": ValueBands(groups, "contribution"),
        "purchase classes": PurchaseClasses(),
        "random groups": RandomGroups(groups, seed),
    }
