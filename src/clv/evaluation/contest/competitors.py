"""Who takes part in the contest: rules, learned segments, and controls."""

from collections.abc import Collection, Mapping

from clv.evaluation.contest.groupings import JoinedCells, RuleBands, RuleGroups
from clv.evaluation.contest.median_cells import MedianCells
from clv.evaluation.contest.tables import Lesson
from clv.rules import (
    ContributionStability,
    Pyramid,
    RFMGroups,
    ValueLoyalty,
    ValueTiers,
)
from clv.segments import (
    DistilledTree,
    Grouping,
    KMeansSegments,
    LatentClasses,
    MixtureSegments,
    OutcomeTree,
    PurchaseClasses,
    RandomGroups,
    ValueBands,
)

__all__ = ["CONTROLS", "kinds_of", "standard_competitors"]

CONTROLS = ("spend bands", "purchase classes", "random groups")
"""Whoever does not beat these adds nothing to plain sums; beating them is no proof of segments."""


def standard_competitors(
    groups: int = 4, seed: int = 0, lesson: Lesson | None = None
) -> dict[str, Grouping]:
    """Name everybody who can make so many groups.

    Parameters
    ----------
    groups
        Groups of every competitor. The quadrants, value x loyalty, the pyramid and the purchase
        classes have four and take part in no other contest.
    seed
        Of what is drawn: starts of the learned groupings, random groups.
    lesson
        What an outcome tree learns from: an earlier table and what came after it. Without one it
        does not take part.

    Returns
    -------
    dict of str to Grouping
        Rules first, then what is learned, then the controls ``spend bands``,
        ``purchase classes`` and ``random groups``.
    """
    return {**_rules(groups), **_learned(groups, seed, lesson), **_controls(groups, seed)}


def kinds_of(competitors: Mapping[str, Grouping], controls: Collection[str]) -> dict[str, str]:
    """Say of every competitor whether it is a rule, learned, or a control.

    Parameters
    ----------
    competitors
        Groupings by name.
    controls
        Names of the controls.

    Returns
    -------
    dict of str to str
        ``"rule"``, ``"learned"`` or ``"control"`` by name, in order.
    """
    return {
        name: "control"
        if name in controls
        else "rule"
        if isinstance(grouping, RuleGroups | MedianCells)
        else "learned"
        for name, grouping in competitors.items()
    }


def _rules(groups: int) -> dict[str, Grouping]:
    found: dict[str, Grouping] = {}
    if groups == 4:
        found = {
            "quadrants": RuleGroups(ContributionStability()),
            "quadrants (even spend)": RuleGroups(ContributionStability(measure="cv")),
            "quadrants (even gaps)": RuleGroups(ContributionStability(measure="ipt")),
            "quadrants (even deals)": RuleGroups(ContributionStability(measure="deal")),
            "quadrants (mean rank)": RuleGroups(ContributionStability(measure="multi")),
            "quadrants (pareto)": RuleGroups(ContributionStability(contribution="pareto 0.8")),
            "value x loyalty": RuleGroups(ValueLoyalty()),
            "pyramid": RuleGroups(Pyramid()),
            "frequency x amount": MedianCells(),
        }
    elif groups == 8:
        found = {"RFM cells": MedianCells(("inactivity", "purchases", "mean_amount"))}
    found["RFM groups"] = JoinedCells(RFMGroups(), groups)
    found["value tiers"] = RuleBands(ValueTiers("amount_and_frequency"), "value", groups)
    return found


def _learned(groups: int, seed: int, lesson: Lesson | None) -> dict[str, Grouping]:
    found: dict[str, Grouping] = {
        "k-means": KMeansSegments(groups, seed),
        "Gaussian mixture": MixtureSegments(groups, seed),
        "latent classes": LatentClasses(groups, seed),
        "value bands": ValueBands(groups, "residual_value"),
        "distilled tree": DistilledTree(groups),
    }
    if lesson is not None:
        spent = lesson.outcomes["spend_holdout"]
        found["outcome tree"] = OutcomeTree(groups, lesson.table.assign(spend_holdout=spent))
    return found


def _controls(groups: int, seed: int) -> dict[str, Grouping]:
    classes: dict[str, Grouping] = {"purchase classes": PurchaseClasses()} if groups == 4 else {}
    return {
        "spend bands": ValueBands(groups, "contribution"),
        **classes,
        "random groups": RandomGroups(groups, seed),
    }
