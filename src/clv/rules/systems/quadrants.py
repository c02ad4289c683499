"""Existing customers by contribution and stability (system T1, 现有客户贡献度 x 稳定度).

Two cuts make four cells, each with a strategy of its own. The cuts are learned once by ``fit`` and
applied frozen by ``assign``: cuts learned anew each month would hide growth and decline.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from clv.errors import InputError, Notice
from clv.rules._notices import degenerate_cuts, late_joiners, short_histories, small_cells
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.cuts import CutRule
from clv.rules.measures.stability import MEASURES, stability

__all__ = ["ContributionStability"]


class ContributionStability(RuleSystem):
    """Label customers EI, EII, EIII or EIV by what they bring and how evenly they buy.

    Parameters
    ----------
    contribution, stability
        How each axis is cut: a quantile, a text such as ``"pareto 0.8"``, or a `CutRule`. By
        default the rules of ``data/t01_contribution_stability.yml``, both the median.
    measure
        How stability is measured, a name in `MEASURES`.
    per
        ``"total"`` contribution, or contribution per ``"day_observed"`` since the first purchase,
        which does not make those who joined late look small.
    strict
        Customers with too little history to judge their stability are placed on its low side
        unless this is True; then they are shown apart as ``too_little_history``. The stability cut
        is learned without them either way.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [9, 6, 8, 2],
    ...         "periods_observed": [10, 10, 10, 10],
    ...         "active_share": [0.9, 0.3, 0.8, 0.2],
    ...         "contribution": [900.0, 700.0, 80.0, 20.0],
    ...         "tenure": [270, 270, 270, 270],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> quadrants = ContributionStability().fit(features)
    >>> quadrants.assign(features).labels.to_dict()
    {'ada': 'EI', 'bo': 'EII', 'cy': 'EIII', 'di': 'EIV'}
    """

    name = "t01_contribution_stability"
    needs = ("purchases", "contribution", "tenure")

    def __init__(
        self,
        contribution: CutRule | float | str | None = None,
        stability: CutRule | float | str | None = None,
        measure: str = "active_share",
        per: str = "total",
        strict: bool = False,
        file: Path | None = None,
    ) -> None:
        super().__init__(file)
        self.contribution = contribution
        self.stability = stability
        self.measure = measure
        self.per = per
        self.strict = strict

    def _on_periods(self) -> bool:
        return self.measure in MEASURES and MEASURES[self.measure].on_periods

    def _rules(self) -> dict[str, tuple[CutRule, ...]]:
        given = {"contribution": self.contribution, "stability": self.stability}
        rules = super()._rules()
        return rules | {key: (CutRule.of(v),) for key, v in given.items() if v is not None}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        steady = stability(features, self.measure)
        return pd.DataFrame({"contribution": self._contribution(features), "stability": steady})

    def _contribution(self, features: pd.DataFrame) -> "pd.Series[float]":
        total = features["contribution"].astype(float)
        if self.per == "total":
            return total
        if self.per == "day_observed":
            return total / (features["tenure"] + 1)
        raise InputError(
            "E_PER", "contribution is not counted so", "use total or day_observed", [self.per]
        )

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        short = scores["stability"].isna() & scores["contribution"].notna()
        return states.mask(states.eq("unknown_field") & short, "too_little_history")

    def _apart(self, states: "pd.Series[str]") -> "pd.Series[bool]":
        return states.ne("") & (states.ne("too_little_history") | self.strict)

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from degenerate_cuts(assignment)
        yield from short_histories(assignment)
        if self.per == "total":
            yield from late_joiners(features["tenure"])
        yield from small_cells(assignment)
