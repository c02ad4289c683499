"""Existing customers by contribution and stability (system T1, 现有客户贡献度 x 稳定度).

Two cuts make four cells, each with a strategy of its own. The cuts are learned once by ``fit`` and
applied frozen by ``assign``: cuts learned anew each month would hide growth and decline.
"""

from dataclasses import replace
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.errors import InputError
from clv.rules._columns import require
from clv.rules._notices import quadrant_notices
from clv.rules.base import Assignment, place
from clv.rules.cuts import Cut, CutRule, learn_cut
from clv.rules.loading import load_system
from clv.rules.stability import MEASURES, stability
from clv.rules.system import System

__all__ = ["ContributionStability"]


class ContributionStability(BaseEstimator):
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

    Attributes
    ----------
    cuts_ : dict of str to Cut
        The learned cuts, by axis.
    as_of_, period_days_
        The day from which they speak and the length of the period, where the table says so.

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

    def __init__(
        self,
        contribution: CutRule | float | str | None = None,
        stability: CutRule | float | str | None = None,
        measure: str = "active_share",
        per: str = "total",
        strict: bool = False,
    ) -> None:
        self.contribution = contribution
        self.stability = stability
        self.measure = measure
        self.per = per
        self.strict = strict

    @property
    def system(self) -> System:
        """The axes, cells and strategies."""
        return load_system("t01_contribution_stability")

    def fit(self, features: pd.DataFrame) -> Self:
        """Learn both cuts.

        Parameters
        ----------
        features
            The reference customers, as `clv.customers.describe` makes them.

        Returns
        -------
        ContributionStability
            Itself.

        Raises
        ------
        InputError
            ``E_COLUMNS``, ``E_CUSTOMER_TWICE``, ``E_VALUES``, ``E_CUT_RULE``, ``E_MEASURE`` or
            ``E_PER``.
        """
        scores = self._scores(features)
        rules = (self.contribution, self.stability)
        self.cuts_ = {
            axis.key: learn_cut(scores[axis.key], axis.cut if rule is None else rule)
            for axis, rule in zip(self.system.axes, rules, strict=True)
        }
        self.as_of_ = features.attrs.get("as_of")
        self.period_days_ = features.attrs.get("period_days")
        return self

    def assign(self, features: pd.DataFrame) -> Assignment:
        """Label customers by the frozen cuts.

        Parameters
        ----------
        features
            The reference customers or any later table of the same form.

        Returns
        -------
        Assignment
            Every customer in exactly one cell, or apart: ``no_purchase``, ``unknown_field`` (no
            amount) and, if strict, ``too_little_history``.

        Raises
        ------
        InputError
            As for `fit`, and ``E_PERIOD`` if stability was learned on periods of another length.
        """
        check_is_fitted(self)
        self._check_period(features)
        scores = self._scores(features)
        states = _states(features, scores)
        apart = states.ne("") & (states.ne("too_little_history") | self.strict)
        assignment = Assignment(
            system=self.system,
            labels=place(self.system, scores, self.cuts_).mask(apart, states),
            states=states,
            scores=scores,
            cuts=dict(self.cuts_),
            as_of=features.attrs.get("as_of"),
            learned_as_of=self.as_of_,
        )
        notices = quadrant_notices(assignment, features["tenure"], self.per)
        return replace(assignment, notices=notices)

    def to_dict(self) -> dict[str, Any]:
        """Return the learned cuts as plain values, fit for JSON.

        Returns
        -------
        dict
            What `from_dict` needs to assign later customers by the same cuts.
        """
        check_is_fitted(self)
        return {
            "system": self.system.id,
            "version": self.system.version,
            "measure": self.measure,
            "per": self.per,
            "strict": self.strict,
            "as_of": self.as_of_,
            "period_days": self.period_days_,
            "cuts": {key: cut.to_dict() for key, cut in self.cuts_.items()},
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Make the fitted system again from what `to_dict` returned.

        Parameters
        ----------
        stored
            Plain values, such as a report's manifest keeps.

        Returns
        -------
        ContributionStability
            Fitted.

        Raises
        ------
        InputError
            ``E_STORED`` if they belong to another system or another version of it.
        """
        quadrants = cls()
        system = quadrants.system
        found = stored.get("system"), stored.get("version")
        if found != (system.id, system.version):
            raise InputError(
                "E_STORED",
                "the stored cuts belong to {} version {}, ".format(*found)
                + f"this is {system.id} version {system.version}",
                "fit again",
            )
        cuts = {key: Cut.from_dict(cut) for key, cut in stored["cuts"].items()}
        quadrants.set_params(
            **{key: cut.rule for key, cut in cuts.items()},
            **{key: stored[key] for key in ("measure", "per", "strict")},
        )
        quadrants.cuts_ = cuts
        quadrants.as_of_, quadrants.period_days_ = stored["as_of"], stored["period_days"]
        return quadrants

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        require(features, "purchases", "contribution", "tenure")
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

    def _check_period(self, features: pd.DataFrame) -> None:
        days = features.attrs.get("period_days", self.period_days_)
        if MEASURES[self.measure].on_periods and self.period_days_ not in (None, days):
            raise InputError(
                "E_PERIOD",
                f"stability was learned on periods of {self.period_days_} days, "
                f"this table has periods of {days}",
                f"describe the customers with period={self.period_days_}, or fit again",
            )


def _states(features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
    states = np.select(
        [features["purchases"] < 1, scores["contribution"].isna(), scores["stability"].isna()],
        ["no_purchase", "unknown_field", "too_little_history"],
        default="",
    )
    return pd.Series(states, index=features.index, dtype="str", name="state")
