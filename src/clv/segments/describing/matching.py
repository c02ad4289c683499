"""Groups of one run as the groups of the last, so that S1 stays S1."""

from dataclasses import dataclass

import pandas as pd

from clv.errors import InputError
from clv.segments._words import listed, said
from clv.segments.describing._pairs import names_after, pairs_by_centres, pairs_by_customers

__all__ = ["Matching", "match_groups"]


@dataclass(frozen=True, eq=False)
class Matching:
    """Labels of a run under the names of the last one, and what changed.

    Parameters
    ----------
    labels
        Group of every customer of this run, under the names of the last where groups match.
    names
        Name after matching, indexed by the name that the group came with.
    likeness
        Of each matched group, by its name: Jaccard's index of its customers then and now, among
        those known in both runs (0 to 1); NaN where groups were matched by their centres.
    moved
        Share of the customers known in both runs whose group has another name now, 0 to 1; NaN
        where nobody is known in both.
    known, arrived, left
        Customers in both runs, in this one only, in the last one only.
    new, gone
        Names of groups that the last run did not have, and of those that it had.
    """

    labels: "pd.Series[str]"
    names: "pd.Series[str]"
    likeness: "pd.Series[float]"
    moved: float
    known: int
    arrived: int
    left: int
    new: tuple[str, ...]
    gone: tuple[str, ...]

    def sentence(self, language: str = "en") -> str:
        """Say what changed since the last run, with its numbers.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            One sentence.

        Raises
        ------
        InputError
            ``E_LANGUAGE`` for another language.
        """
        none = said(language, "none", "无")
        moved = (
            said(language, "{:.0%} changed their group", "{:.0%} 换了组").format(self.moved)
            if self.known
            else said(language, "so groups were matched by their centres", "因此按组中心匹配")
        )
        return said(
            language,
            "{} customers are known in both runs, {}; {} have come, {} have left; new groups: {}; "
            "groups that are gone: {}.",
            "两次共有的客户 {} 位，{}；新来 {} 位，离开 {} 位；新增的组：{}；消失的组：{}。",
        ).format(
            f"{self.known:,}",
            moved,
            f"{self.arrived:,}",
            f"{self.left:,}",
            listed(list(self.new), language) or none,
            listed(list(self.gone), language) or none,
        )


def match_groups(
    labels: "pd.Series[str]",
    last: "pd.Series[str]",
    centres: pd.DataFrame | None = None,
    last_centres: pd.DataFrame | None = None,
    least: float = 1 / 3,
) -> Matching:
    """Give the groups of a run the names that they had in the last run.

    Groups are paired so that as many customers as can be keep their group (Kuhn 1955). A pair whose
    Jaccard index is below ``least`` is not the same group: at 1/3, the customers in common are half
    of what the two groups have on average. Where no customer is known in both runs, centres are
    paired, so that the squared distances are least; a pair holds if no other group of the last run
    is nearer. The numbers of groups may differ. A new group keeps its own name if that is free, or
    else takes the next free number; a name that is gone is not given away.

    Parameters
    ----------
    labels, last
        Group of each customer, by customer id: this run's and the last one's.
    centres, last_centres
        One row a group, one column a feature, both in the same units; needed only where all
        customers are new.
    least
        Smallest Jaccard index of one and the same group, 0 to 1.

    Returns
    -------
    Matching
        Labels, names, and what changed.

    Raises
    ------
    InputError
        ``E_LABELS`` for customers without a group or with two; ``E_CENTRES`` where no customer is
        known in both runs and there are no centres of the same features for all groups.

    Examples
    --------
    >>> before = pd.Series(["S1", "S1", "S2", "S2"], index=list("abcd"))
    >>> now = pd.Series(["S2", "S2", "S1", "S1", "S1"], index=list("abcde"))
    >>> found = match_groups(now, before)
    >>> found.labels.tolist(), found.moved
    (['S1', 'S1', 'S2', 'S2', 'S2'], 0.0)
    """
    for given in (labels, last):
        _check(given)
    groups, before = sorted(labels.unique()), sorted(last.unique())
    known = labels.index.intersection(last.index)
    if len(known):
        pairs = pairs_by_customers(labels[known], last[known], groups, before, least)
    else:
        pairs = pairs_by_centres(groups, before, centres, last_centres)
    names = names_after(groups, before, pairs)
    renamed = labels.map(names).astype("str")
    moved = (renamed[known] != last[known]).mean() if len(known) else float("nan")
    alike = dict(pairs.values())
    return Matching(
        renamed,
        names,
        pd.Series(alike, name="likeness", dtype=float).rename_axis("group").sort_index(),
        float(moved),
        len(known),
        len(labels) - len(known),
        len(last) - len(known),
        _in_order(set(names) - set(before)),
        _in_order(set(before) - set(alike)),
    )


def _check(labels: "pd.Series[str]") -> None:
    without, twice = int(labels.isna().sum()), int(labels.index.duplicated().sum())
    if without or twice:
        raise InputError(
            "E_LABELS",
            f"of {len(labels)} customers {without} have no group, and {twice} stand twice",
            "give one group to every customer",
        )


def _in_order(names: set[str]) -> tuple[str, ...]:
    """Sort names with S9 before S10."""
    return tuple(sorted(names, key=lambda name: (len(name), name)))
