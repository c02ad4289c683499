"""Active, cooling, dormant or lost: silence against the usual gap (system T6, 活跃期、休眠期).

The same silence means different things: ten days are long for a weekly buyer and short for one who
comes twice a year. So it is counted in usual gaps.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import Notice
from clv.rules._columns import total_purchases
from clv.rules._placing import restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.measures.pace import population_gap, typical_gap

__all__ = ["Activity"]


class Activity(RuleSystem):
    """Label customers by how long they have been silent for their pace (T6, 活跃期 / 休眠期, S4).

    ``ratio`` is the inactivity over the usual gap: cooling from 1.5, dormant from 3, lost from 6;
    a customer at a cut is on its far side. The usual gap is the customer's own median from three
    gaps on, and leans on the population's before (`typical_gap`). Who has bought once is ``new``
    until dormant by the population's gap. Where nobody has bought twice, there is no gap to count
    in: everybody is apart as ``too_little_history``, as are later those with fewer than three gaps.

    Parameters
    ----------
    file
        As for `RuleSystem`; the cuts and the settings ``k`` and ``own_gaps`` stand there.

    Notes
    -----
    The gaps of a log are those that ended in it. The longer ones are cut off by its end, so the
    usual gap comes out too short where the log is short, and customers look more silent than they
    are.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [20, 20, 20, 20, 1],
    ...         "median_gap": [7.0, 7.0, 7.0, 7.0, None],
    ...         "inactivity": [3, 14, 28, 60, 10],
    ...     },
    ...     index=["ada", "bo", "cy", "di", "ed"],
    ... )
    >>> found = Activity().fit(features).assign(features)
    >>> found.labels.to_dict()
    {'ada': 'active', 'bo': 'cooling', 'cy': 'dormant', 'di': 'lost', 'ed': 'new'}
    >>> found.explain("cy")
    'Customer cy is dormant (Dormant), to wake up: silent for 28 days, 4.0 times the usual gap of 7 days.'
    """  # noqa: E501

    name = "t06_activity"
    needs = ("purchases", "inactivity", "median_gap")

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        gap = population_gap(features)
        return {"population_gap": None if math.isnan(gap) else gap}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        population = self.learned_["population_gap"]
        usual = typical_gap(
            features,
            math.nan if population is None else population,
            self.system.value("k"),
            self.system.value("own_gaps"),
        )
        silent, bought = features["inactivity"].astype(float), total_purchases(features)
        ever = np.where(bought >= 1, 1.0, np.nan)
        return pd.DataFrame(
            {
                "ratio": silent / usual * ever,
                "repeats": (bought - 1) * ever,
                "inactivity": silent,
                "typical_gap": usual,
            }
        )

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        no_gap = scores["typical_gap"].isna() & scores["inactivity"].notna()
        return restate(states, states.eq("unknown_field") & no_gap, "too_little_history")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        population, everyone = self.learned_["population_gap"], len(features)
        if population is None:
            yield Notice(
                "W_NO_GAPS",
                "no reference customer has bought twice, so there is no usual gap to count in",
                "look again once some have come back, or learn on an older log",
                assignment.missing().get("too_little_history", 0),
            )
            return
        own = self.system.value("own_gaps")
        leaning = int((features["purchases"] - 1 < own).sum())
        if leaning:
            yield Notice(
                "W_BORROWED_GAP",
                f"{leaning:,} of {everyone:,} customers have fewer than {own:.0f} gaps of their "
                f"own; they are judged wholly or partly by the population's {population:.1f} days",
                "read their labels as provisional",
                leaning,
            )
