"""A salesperson's time by contribution and stability (system T4, 销售时间分配).

Customers stand in the cells of T1, and each cell has its share of the hours. The source says where
time belongs and gives no numbers: all weights are ours.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.measures.hours import cell_sizes, default_weights, split_hours
from clv.rules.systems.quadrants import ContributionStability

__all__ = ["TimeSplit"]


class TimeSplit(RuleSystem):
    """Label customers as T1 does and divide a salesperson's hours among them (S3).

    A customer of a cell with n customers and weight w gets H x w / n hours. The weights are
    settings: EI .35 (important, not urgent), EII .40 (heavy in the short run), EIII .20 (regular
    visits), EIV .05 (little). The share of an empty cell goes to the others in proportion.

    The cuts of T1 are learned by ``fit`` and stay; ``assign`` divides the hours anew among the
    customers that it is given, so a customer's label depends on him alone and his minutes on how
    many share the hours. Ties and missing states are those of T1: customers with too little history
    are placed low and get time, those without an amount or a purchase get none.

    Parameters
    ----------
    hours
        Hours a month for the customers given, instead of the setting ``hours``.
    cap_minutes
        The most minutes a month for one customer, instead of the setting ``most_minutes``; what
        exceeds it goes to the other cells.
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
    >>> shared = TimeSplit(hours=40).fit(features).assign(features)
    >>> shared.labels.to_dict()
    {'ada': 'EI', 'bo': 'EII', 'cy': 'EIII', 'di': 'EIV'}
    >>> shared.scores["hours"].round(2).tolist()
    [14.0, 16.0, 8.0, 2.0]
    """

    name = "t04_time_split"
    needs = ContributionStability.needs

    def __init__(
        self,
        hours: float | None = None,
        cap_minutes: float | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(file)
        self.hours = hours
        self.cap_minutes = cap_minutes

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        return {"quadrants": ContributionStability().fit(features).to_dict()}

    def _quadrants(self) -> ContributionStability:
        return ContributionStability.from_dict(self.learned_["quadrants"])

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        placed = self._quadrants().assign(features)
        minutes = np.full(len(features), np.nan)
        for cell, each in self._minutes(placed).items():
            minutes[placed.labels.eq(cell).to_numpy()] = each
        return placed.scores.assign(hours=minutes / 60, minutes=minutes)

    def _minutes(self, placed: Assignment) -> dict[str, float]:
        """Minutes for a customer of each cell; none for those apart, nothing without a weight."""
        system, size = self.system, cell_sizes(placed)
        weights = default_weights(system)
        if not any(size[cell] and weight for cell, weight in weights.items()):
            return dict.fromkeys(weights, 0.0)
        hours = system.value("hours") if self.hours is None else self.hours
        table = split_hours(placed, hours, weights, self._cap())
        return {cell: float(table["minutes_per_customer"][cell]) for cell in weights}

    def _cap(self) -> float | None:
        if self.cap_minutes is not None:
            return self.cap_minutes
        return self.system.value("most_minutes") or None

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        return self._quadrants()._labels(features, scores)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        return self._quadrants()._states(features, scores)

    def _apart(self, states: "pd.Series[str]") -> "pd.Series[bool]":
        return self._quadrants()._apart(states)

    def _on_periods(self) -> bool:
        return ContributionStability()._on_periods()

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        quadrants = self._quadrants()
        placed = replace(assignment, system=quadrants.system, cuts=quadrants.cuts_)
        yield from quadrants._notices(placed, features)
        few, minutes = self.system.value("few_minutes"), assignment.scores["minutes"]
        short = minutes < few
        if short.any():
            yield Notice(
                "W_FEW_MINUTES",
                f"{int(short.sum()):,} of {len(minutes):,} customers get less than {few:g} minutes "
                "a month",
                "divide the hours among the top of each work list, or among more salespeople",
                int(short.sum()),
            )
        yield from self._hours_left(float(np.nansum(assignment.scores["hours"])))

    def _hours_left(self, given: float) -> Iterator[Notice]:
        hours = self.system.value("hours") if self.hours is None else self.hours
        if given < hours * (1 - 1e-9):
            yield Notice(
                "W_HOURS_LEFT",
                f"{hours - given:,.1f} of {hours:,.1f} hours are given to nobody",
                "every customer with a weight has as much as the limit allows",
            )
