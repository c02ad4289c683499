"""Rules as groupings: their cells, brought to a number of groups where a contest asks for it."""

from typing import Any, Protocol, Self

import pandas as pd
from sklearn.base import BaseEstimator

from clv.segments import ValueBands

__all__ = ["JoinedCells", "RuleBands", "RuleGroups"]


class _Rule(Protocol):
    def fit(self, features: pd.DataFrame) -> Any: ...

    def assign(self, features: pd.DataFrame) -> Any: ...


class RuleGroups(BaseEstimator):
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
            One row a customer; in a resample some may stand there several times.

        Returns
        -------
        RuleGroups
            Itself.
        """
        self.rule.fit(_told_apart(table))
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


class JoinedCells(RuleGroups):
    """A rule whose neighbouring cells are joined until there are as many groups as asked for.

    Cells are ordered by what their customers had brought on average when the rule was fitted, and
    the two neighbours that are smallest together are joined first. A cell that was empty then goes
    to the lowest group.

    Parameters
    ----------
    rule
        As for `RuleGroups`.
    n_groups
        Groups wanted; a rule with fewer cells stays as it is.
    """

    def __init__(self, rule: _Rule, n_groups: int = 4) -> None:
        super().__init__(rule)
        self.n_groups = n_groups

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the rule and which cells are joined.

        Parameters
        ----------
        table
            As for `RuleGroups`, with contribution (money).

        Returns
        -------
        JoinedCells
            Itself, with ``joined_``: cells of each group, the highest first.
        """
        table = _told_apart(table)
        self.rule.fit(table)
        brought = (
            table["contribution"].groupby(self.rule.assign(table).labels).agg(["mean", "size"])
        )
        ordered = brought.sort_values("mean", ascending=False, kind="stable")
        self.joined_ = [[str(cell)] for cell in ordered.index]
        sizes = ordered["size"].tolist()
        while len(sizes) > self.n_groups:
            at = min(range(len(sizes) - 1), key=lambda i: sizes[i] + sizes[i + 1])
            self.joined_[at : at + 2] = [self.joined_[at] + self.joined_[at + 1]]
            sizes[at : at + 2] = [sizes[at] + sizes[at + 1]]
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Name the group of every customer.

        Parameters
        ----------
        table
            As for `fit`.

        Returns
        -------
        pandas.Series
            ``G1`` (highest) to ``G<n>``, on the table's index.
        """
        names = {cell: f"G{1 + k}" for k, cells in enumerate(self.joined_) for cell in cells}
        cells: pd.Series[str] = self.rule.assign(table).labels
        return cells.map(names).fillna(f"G{len(self.joined_)}").astype("str").rename("group")


class RuleBands(RuleGroups):
    """A rule that orders customers, its score cut in bands of equal size.

    Parameters
    ----------
    rule
        As for `RuleGroups`.
    score
        Name of the rule's score.
    n_groups
        Bands wanted.
    """

    def __init__(self, rule: _Rule, score: str, n_groups: int = 4) -> None:
        super().__init__(rule)
        self.score = score
        self.n_groups = n_groups

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the rule and the bands.

        Parameters
        ----------
        table
            As for `RuleGroups`.

        Returns
        -------
        RuleBands
            Itself.
        """
        table = _told_apart(table)
        self.rule.fit(table)
        self.bands_ = ValueBands(self.n_groups, self.score).fit(self.rule.assign(table).scores)
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Name the band of every customer.

        Parameters
        ----------
        table
            As for `fit`.

        Returns
        -------
        pandas.Series
            ``B1`` (highest) to ``B<n>``, on the table's index.
        """
        return self.bands_.labels(self.rule.assign(table).scores)


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Give the copies of a customer in a resample ids of their own."""
    if not table.index.has_duplicates:
        return table
    copy = table.groupby(level=0).cumcount().astype(str)
    return table.set_axis(table.index.astype(str) + " " + copy.to_numpy(), axis=0)
