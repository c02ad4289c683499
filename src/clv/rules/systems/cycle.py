"""Weekly, fortnightly, monthly, quarterly or irregular buyers (system T7, 活跃周期、休眠周期)."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clv.errors import Notice
from clv.rules._placing import restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem

__all__ = ["PurchaseCycle"]

_RUNS = ["longest_active_run", "longest_empty_run"]


class PurchaseCycle(RuleSystem):
    """Label customers by the length of their cycle of buying (T7, 活跃 / 休眠周期, S4).

    Irregular are those whose gaps have a coefficient of variation of 1 or more: no more regular
    than chance. The others are divided by their median gap at the geometric middles between 7, 14,
    30 and 91 days. ``regularity`` is the shape k of the gamma distribution with that variation,
    1/CV^2, by the method of moments: 1 is chance, the more the more regular; it is capped at 100,
    since equal gaps would make it infinite. The longest runs of periods with and without a purchase
    are shown.

    Fewer than four purchases are ``too_little_history``. A customer at a cut belongs to the longer
    cycle, and to the irregular.

    Parameters
    ----------
    file
        As for `RuleSystem`; the cuts and the settings ``min_purchases`` and ``regularity_cap``
        stand there.

    Notes
    -----
    A sample of few gaps varies too little. Of customers who buy purely by chance, with a mean gap
    of 30 days, 24% come out irregular with three gaps, 30% with nine and 34% with thirty; their
    median regularity is 1.7, 1.3 and 1.1 (20,000 simulated customers each). So a regular label is
    weak evidence, above all on four purchases: look at ``regularity``.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [12, 8, 5, 3],
    ...         "median_gap": [7.0, 30.0, 28.0, 7.0],
    ...         "gap_cv": [0.2, 0.5, 1.6, 0.1],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> cycles = PurchaseCycle().fit(features).assign(features)
    >>> cycles.labels.tolist()
    ['weekly', 'monthly', 'irregular', 'too_little_history']
    >>> cycles.scores["regularity"].round(2).tolist()
    [25.0, 4.0, 0.39, nan]
    """

    name = "t07_purchase_cycle"
    needs = ("purchases", "median_gap", "gap_cv")

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        enough = features["purchases"] >= self.system.value("min_purchases")
        gap, varies = (
            pd.Series(np.where(enough, features[column], np.nan), features.index)
            for column in ("median_gap", "gap_cv")
        )
        # below the variation of the cap the reciprocal would only overflow
        floor = self.system.value("regularity_cap") ** -0.5
        scores = {
            "median_gap": gap,
            "gap_cv": varies,
            "regularity": varies.clip(lower=floor) ** -2,
        }
        runs = features.reindex(columns=_RUNS).astype(float)
        return pd.DataFrame(scores | {key: runs[key] for key in _RUNS})

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        few = features["purchases"] < self.system.value("min_purchases")
        return restate(states, states.eq("unknown_field") & few, "too_little_history")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        few = assignment.missing().get("too_little_history", 0)
        if few:
            yield Notice(
                "W_NO_CYCLE",
                f"{few:,} of {len(features):,} customers have bought fewer than "
                f"{self.system.value('min_purchases'):.0f} times and show no cycle yet",
                "judge them by their silence (T6)",
                few,
            )
