"""Liquidate or rescue those who are not loyal, costs against benefits (T3, EIV 成本收益)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.measures.net_benefit import decide, net_benefits
from clv.rules.systems._expected import chance_active, margin_rate
from clv.rules.systems._quadrant import OfQuadrant
from clv.rules.systems.quadrants import ContributionStability

__all__ = ["RescueOrRelease"]

_GIVEN = ("expected_margin", "probability_active", "strategic_value", "hours", "margin")


class RescueOrRelease(OfQuadrant):
    """Say for each customer of EIV whether to rescue, keep at zero effort, or give up (S3).

    Over the horizon, in money::

        NB(rescue) = margin x P(active) x (1 + uplift) + strategic value - supply - effort
        NB(leave)  = margin x P(active) - supply

    with effort = hours x hourly cost + marketing. rescue if NB(rescue) > max(0, NB(leave)); else
    keep, at zero effort, if NB(leave) > 0; else release. Ties go to the cheaper side. The uplift
    at which rescue begins to pay is the axis ``break_even``; where nothing is expected of the
    customer no uplift pays, and it is unknown.

    The columns ``expected_margin`` (money over the horizon of an active customer),
    ``probability_active`` (0 to 1), ``strategic_value`` (money) and ``hours`` are used where the
    table has them; where a value is missing:

    * margin: purchases a day x days of the horizon x margin of a purchase; the days are the tenure
      and one typical gap, so that a purchase of yesterday is no daily habit. Without costs in the
      log the margin is ``1 - cost_share`` of the contribution, and a notice says "assumed".
    * P(active): 1 while the silence lasts no longer than ``patience`` typical gaps, then their
      ratio. The typical gap is the customer's own median, else that of the reference.
    * strategic value: 0. Hours: the setting.

    Customers outside EIV are ``not_applicable``; the other states are those of T1.

    Parameters
    ----------
    hourly_cost, marketing, supply
        Money: an hour of a salesperson; marketing for a customer and keeping a customer supplied,
        both over the horizon. By default the settings of the file, as multiples of the median
        contribution of a purchase among the reference customers: assumed, in any currency.
    quadrants
        How T1 is to be applied, by default as it comes; it is fitted inside.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [9, 2, 2, 2],
    ...         "periods_observed": [10, 10, 10, 10],
    ...         "active_share": [0.9, 0.2, 0.2, 0.2],
    ...         "contribution": [900.0, 70.0, 60.0, 50.0],
    ...         "mean_amount": [100.0, 35.0, 30.0, 25.0],
    ...         "tenure": [270, 270, 270, 270],
    ...         "inactivity": [30, 30, 30, 250],
    ...         "median_gap": [30.0, 60.0, 60.0, 10.0],
    ...         "expected_margin": [500.0, 90.0, 30.0, 20.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> rules = RescueOrRelease(hourly_cost=10, marketing=1, supply=5).fit(features)
    >>> rules.assign(features).labels.tolist()
    ['not_applicable', 'not_applicable', 'keep', 'release']
    """

    name = "t03_rescue"
    quadrant = "EIV"
    needs = (*OfQuadrant.needs, "mean_amount", "inactivity", "median_gap")

    def __init__(
        self,
        hourly_cost: float | None = None,
        marketing: float | None = None,
        supply: float | None = None,
        quadrants: ContributionStability | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(quadrants, file)
        self.hourly_cost = hourly_cost
        self.marketing = marketing
        self.supply = supply

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        amount, gap = features["mean_amount"], features["median_gap"]
        return super()._learn(features) | {
            "purchase": _median(amount[amount > 0], 0.0),
            "gap": _median(gap[gap > 0], self.system.value("horizon_days")),
        }

    def _price(self, what: str) -> float:
        """What something costs: as given, else a multiple of the median purchase."""
        given: float | None = getattr(self, what)
        return self.system.value(what) * self.learned_["purchase"] if given is None else given

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        given = features.reindex(columns=list(_GIVEN)).astype(float)
        gap = features["median_gap"].where(features["median_gap"] > 0).fillna(self.learned_["gap"])
        rate = margin_rate(features, gap, self._value("cost_share"))
        margin = given["expected_margin"].fillna(rate * self._value("horizon_days"))
        active = given["probability_active"].fillna(
            chance_active(features, gap, self._value("patience"))
        )
        hours = given["hours"].fillna(self._value("hours"))
        effort = hours * self._price("hourly_cost") + self._price("marketing")
        value = given["strategic_value"].fillna(0.0)
        supply = pd.Series(self._price("supply"), index=features.index)
        found = net_benefits(margin * active, value, effort, supply, self._value("uplift"))
        return found.assign(active=active)[[axis.key for axis in self.system.axes]]

    def _value(self, setting: str) -> float:
        return self.system.value(setting)

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        return decide(scores)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        return states.mask(states.eq("") & scores["leave"].isna(), "unknown_field")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        judged = assignment.states.eq("")
        given = features.loc[judged].reindex(columns=list(_GIVEN))
        guessed = int(given[["expected_margin", "margin"]].isna().all(axis=1).sum())
        if guessed:
            yield Notice(
                "W_MARGIN_ASSUMED",
                f"the margin of {guessed:,} customers is assumed: costs are taken to be "
                f"{self._value('cost_share'):.0%} of what they pay",
                "add costs to the log, or a column expected_margin",
                guessed,
            )
        taken = [w for w in ("hourly_cost", "marketing", "supply") if getattr(self, w) is None]
        if taken and judged.any():
            yield Notice(
                "W_COSTS_ASSUMED",
                f"{', '.join(taken)} are assumed, as multiples of a median purchase of "
                f"{self.learned_['purchase']:,.2f}",
                "give them in money",
                int(judged.sum()),
            )


def _median(values: "pd.Series[float]", otherwise: float) -> float:
    return float(values.median()) if values.notna().any() else otherwise
