"""Who moves (system T17, 动态管理 and 突出重点): rising, steady, falling, new, lost."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.rules.base import RuleSystem

__all__ = ["Movement"]


class Movement(RuleSystem):
    """Label customers up, stay, down, new or lost by how they have changed.

    T17 of source S2. With the plain table of customers the later half of each customer's history is
    compared with the earlier half: change = (later - earlier) / (|later| + |earlier|) of spend, of
    visits where the log has no money. Joined with the two columns of
    `clv.rules.change.changes.standings` the last change of
    a label counts instead.

    lost is who has been silent for 6 usual gaps or more, whatever else; new of the others is who
    first bought less than 90 days ago or, with standings, had no label before. The usual gap is
    that of the customer and of the population, (k population + n own) / (k + n) for n own gaps and
    k = 3. Who has a window without purchases behind him, but is not silent long enough to be lost,
    counts as stopped (-100%). Two halves without spend have not changed (0%). Changes of 20% or
    more make up, of less than -20% down: equal ones never part.

    Nobody bought twice: the usual gap is unknown, and nobody is lost. Neither spend nor visits
    known: ``unknown_field``, unless the customer is new or lost.

    A rise after a bad time and a fall after a good one are in part a return to the mean; see
    `clv.rules.change.expectation` for what is beyond it.

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [8, 8, 8, 2, 8],
    ...         "tenure": [300, 300, 300, 20, 300],
    ...         "inactivity": [9, 9, 9, 9, 290],
    ...         "median_gap": [30.0, 30.0, 30.0, 11.0, 10.0],
    ...         "spend_earlier": [10.0, 50.0, 90.0, 5.0, 80.0],
    ...         "spend_later": [90.0, 50.0, 10.0, 5.0, 0.0],
    ...         "visits_earlier": [4.0, 4.0, 4.0, 1.0, 8.0],
    ...         "visits_later": [4.0, 4.0, 4.0, 1.0, 0.0],
    ...     }
    ... )
    >>> Movement().fit(features).assign(features).labels.tolist()
    ['up', 'stay', 'down', 'new', 'lost']
    """

    name = "t17_movement"
    needs = ("purchases", "tenure", "inactivity", "median_gap", "visits_earlier", "visits_later")

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        gaps = features["median_gap"].dropna()
        return {"gap": float(gaps.median()) if len(gaps) else None}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        standing = _standing(features)
        known = features["tenure"].astype(float)
        change = _change_of_halves(features)
        if standing is not None:
            known = known.where(features["standing_before"].notna(), 0.0)
            change = standing
        silence = features["inactivity"] / self._usual_gap(features)
        columns = {"silence": silence.round(12), "known": known, "change": change}
        return pd.DataFrame(columns | {"last": features["inactivity"].astype(float)})

    def _usual_gap(self, features: pd.DataFrame) -> "pd.Series[float]":
        typical, prior = self.learned_["gap"], self.system.value("prior_gaps")
        if typical is None:
            # nobody came back so far, and nobody can be overdue
            return pd.Series(np.inf, features.index)
        own = features["median_gap"].astype(float)
        n = (features["purchases"] - 1).clip(lower=0).where(own.notna(), 0)
        gap = (prior * typical + n * own.fillna(0)) / (prior + n).where(prior + n > 0)
        usual: pd.Series[float] = gap.fillna(typical).clip(lower=1)
        return usual

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        told = self._labels(features, scores).isin(["new", "lost"])
        return states.mask(states.eq("unknown_field") & told, "")


def _standing(features: pd.DataFrame) -> "pd.Series[float] | None":
    """Whether the label rose, stayed or fell, 1, 0, -1; None where no labels were joined."""
    if not {"standing_before", "standing"} <= set(features):
        return None
    step = np.sign((features["standing"] - features["standing_before"]).to_numpy(dtype=float))
    return pd.Series(step, features.index)


def _change_of_halves(features: pd.DataFrame) -> "pd.Series[float]":
    change = _relative(features, "visits")
    if "spend_earlier" in features and "spend_later" in features:
        spend = _relative(features, "spend")
        change = np.where(np.isnan(spend), change, spend)
    stopped = features["purchases"].eq(0).to_numpy()
    return pd.Series(np.where(stopped, -1.0, change), features.index)


def _relative(features: pd.DataFrame, what: str) -> NDArray[np.float64]:
    earlier, later = (
        features[f"{what}_{half}"].to_numpy(dtype=float) for half in ("earlier", "later")
    )
    both = np.abs(earlier) + np.abs(later)
    # the unit of money must not decide on which side of a cut the last digit lies
    change = (later - earlier) / np.where(both > 0, both, 1.0)
    return np.asarray(np.round(change, 12))
