"""Customers by stage, by time and by volume (system T19, 交易过程、时间序列、数量地位)."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import Notice
from clv.rules._columns import total_purchases
from clv.rules._placing import cells_of_levels, level_numbers, restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.cuts import CutRule
from clv.rules.states import STATES
from clv.rules.systems._classes import CLASSES, PIPELINE, class_table, has_opportunity
from clv.rules.systems.activity import Activity

__all__ = ["CLASSES", "StageTimeVolume"]

_ORDINARY = 1  # the second level of volume


class StageTimeVolume(RuleSystem):
    """Label customers by the stage of their dealings, their age and their weight (T19, S2).

    Stage (交易过程): past where dormant or lost by `Activity`, learned on the same customers;
    coming with an open opportunity while not current; else current. Time (时间序列): new up to 90
    days after the first purchase, old beyond 180 days or beyond the median of the reference
    customers if that is less, settled in between, future before the first purchase. Volume
    (数量地位): main those who together bring half of the contribution, if they have been with us
    for the median time; scattered those who together bring its last tenth; ordinary the others,
    among them large ones who are still too young. The cells join what calls for one action;
    `classes` tells all three apart.

    ``coming`` needs a column ``open_opportunity`` (true, or a number above 0), which you add from
    your pipeline, with a row of ``purchases`` 0 for those who have never bought. Without it the
    class is empty and a notice says so. Without a purchase or an opportunity a customer is
    ``no_purchase``; without any usual gap to judge by ``too_little_history``; without a
    contribution ``unknown_field``. Where nobody has one, nobody has a cell (``not_applicable``).
    Equal customers share a side of every cut. Time counts from the first purchase in the log, which
    in a log that starts late is not the first of the customer.

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [20, 9, 2, 5],
    ...         "median_gap": [14.0, 30.0, 20.0, 20.0],
    ...         "inactivity": [5, 300, 10, 15],
    ...         "tenure": [700, 600, 40, 500],
    ...         "contribution": [900.0, 300.0, 60.0, 20.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> stages = StageTimeVolume().fit(features)
    >>> stages.assign(features).labels.tolist()
    ['current_main', 'past_ordinary', 'current_new', 'current_scattered']
    >>> stages.classes(features).loc["cy"].tolist()
    ['current', 'new', 'scattered']
    """

    name = "t19_stage_time_volume"
    needs = ("purchases", "inactivity", "median_gap", "tenure", "contribution")

    def classes(self, features: pd.DataFrame, language: str = "en") -> pd.DataFrame:
        """Tell all three classes of each customer.

        Parameters
        ----------
        features
            The reference customers or any later table of the same form.
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        pandas.DataFrame
            Same index: stage, time, volume, words of `CLASSES`; unknown for those without a cell.

        Raises
        ------
        InputError
            As for `assign`.
        """
        found = self.assign(features)
        table = class_table(self.system, self._levels(found.scores), features.index)
        table["time"] = table["time"].where(total_purchases(features) >= 1, "future")
        table["volume"] = table["volume"].where(found.scores["contribution"].notna(), "unknown")
        table.loc[found.labels.isin(STATES)] = "unknown"
        return table.replace({key: words.to(language) for key, words in CLASSES.items()})

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        median = features["tenure"].astype(float).median()
        return {
            "activity": Activity().fit(features).to_dict(),
            "median_tenure": None if math.isnan(median) else median,
        }

    def _rules(self) -> dict[str, tuple[CutRule, ...]]:
        """Old begins after the median time where that is sooner, but never among the new."""
        rules, median = super()._rules(), self.learned_["median_tenure"]
        old, settled = rules["tenure"]
        if median is not None and {old.kind, settled.kind} == {"absolute"}:
            old = CutRule("absolute", max(settled.value, min(old.value, math.floor(median) + 1)))
        return rules | {"tenure": (old, settled)}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        activity = Activity.from_dict(self.learned_["activity"]).assign(features)
        current = activity.labels.isin(["new", "active", "cooling"])
        stage = np.where(activity.states.eq(""), current.astype(float), np.nan)
        return pd.DataFrame(
            {
                "stage": np.where(has_opportunity(features) & ~current, 2.0, stage),
                "tenure": features["tenure"].astype(float),
                "contribution": features["contribution"].astype(float),
                "inactivity": features["inactivity"].astype(float),
                "ratio": activity.scores["ratio"],
            }
        )

    def _levels(self, scores: pd.DataFrame) -> tuple[NDArray[np.intp], ...]:
        axes = self.system.cut_axes
        stage, time, volume = (level_numbers(scores[a.key], self.cuts_[a.key]) for a in axes)
        young = scores["tenure"] < (self.learned_["median_tenure"] or 0)
        return stage, time, np.maximum(volume, np.where(young, _ORDINARY, 0))

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        return cells_of_levels(self.system, self._levels(scores), scores.index)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        no_stage = states.eq("unknown_field") & scores["stage"].isna()
        no_stage &= scores["inactivity"].notna()
        states = restate(states, no_stage, "too_little_history")
        return restate(states, scores["stage"].eq(2), "")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        if PIPELINE not in features:
            yield Notice(
                "W_NO_PIPELINE",
                f"there is no column {PIPELINE}, so nobody is found who is still to come",
                "add it from your pipeline, with purchases 0 for those who have never bought",
            )
