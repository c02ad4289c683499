"""Three causes of instability of large customers (system T2, EII 三种原因)."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.systems._quadrant import OfQuadrant

__all__ = ["CausesOfInstability"]

_USED = (
    *("category_entropy_earlier", "category_entropy_later", "new_item_share_later"),
    *("spend_earlier", "spend_later", "visits_earlier", "visits_later"),
    *("discount_depth_earlier", "discount_depth_later"),
    *("returns_later", "complaints", "survey_score"),
)

_CELLS = ("novelty", "offer", "dissatisfied")


class CausesOfInstability(OfQuadrant):
    """Say for the drifting customers (EII of T1) which of three causes the log points to (S3).

    The log holds signs, not causes. A sign runs from 0 to 1, ``clip(change / full)``, where the
    setting ``full`` is the change that counts as 1; a cause scores as its strongest sign.

    * novelty 尝试新鲜: rise of the category entropy from the earlier to the later half; share of
      rows in the later half that are of categories never bought before.
    * better offer 竞争对手好处: fall of the spend while visits stay within ``steady_visits``, since
      baskets that shrink at the same pace are shared with somebody; rise of the discount depth.
    * dissatisfaction 不满意: returns among all days of the later half; and, if the columns were
      joined to the table, ``complaints`` (a count) and ``survey_score`` (1 to 5, as
      ``(5 - score) / 4``, so that the source's mark of 3 is 0.5).

    The cause is the one that scores above ``floor`` and leads the next by ``lead`` or more; else
    undetermined, so ties never make a cause. A sign without data is unknown and a cause without any
    sign scores unknown; the others decide. Customers outside EII are ``not_applicable``;
    ``no_purchase`` and ``unknown_field`` are those of T1.

    Parameters
    ----------
    quadrants
        How T1 is to be applied, by default as it comes; it is fitted inside.
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
    ...         "new_item_share_later": [0.0, 0.4, 0.0, 0.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> CausesOfInstability().fit(features).assign(features).labels.tolist()
    ['not_applicable', 'novelty', 'not_applicable', 'not_applicable']
    """

    name = "t02_causes"
    quadrant = "EII"

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        seen = features.reindex(columns=list(_USED)).astype(float)
        scores = {
            "novelty": _strongest(*self._novelty(seen)),
            "offer": _strongest(*self._offer(seen)),
            "dissatisfaction": _strongest(*self._dissatisfaction(seen)),
        }
        return pd.DataFrame(scores)

    def _novelty(self, seen: pd.DataFrame) -> "Iterator[pd.Series[float]]":
        rise = seen["category_entropy_later"] - seen["category_entropy_earlier"]
        yield self._sign(rise, "full_entropy_rise")
        yield self._sign(seen["new_item_share_later"], "full_new_share")

    def _offer(self, seen: pd.DataFrame) -> "Iterator[pd.Series[float]]":
        before = seen["visits_earlier"].where(seen["visits_earlier"] > 0)
        steady = abs(seen["visits_later"] / before - 1).round(9) <= self._value("steady_visits")
        fall = 1 - seen["spend_later"] / seen["spend_earlier"].where(seen["spend_earlier"] > 0)
        yield self._sign(fall.where(steady | fall.isna(), 0.0), "full_spend_fall")
        rise = seen["discount_depth_later"] - seen["discount_depth_earlier"]
        yield self._sign(rise, "full_depth_rise")

    def _dissatisfaction(self, seen: pd.DataFrame) -> "Iterator[pd.Series[float]]":
        days = seen["visits_later"] + seen["returns_later"]
        yield self._sign(seen["returns_later"] / days.where(days > 0), "full_returns")
        yield self._sign(seen["complaints"], "full_complaints")
        yield ((5 - seen["survey_score"]) / 4).clip(0, 1)

    def _sign(self, change: "pd.Series[float]", full: str) -> "pd.Series[float]":
        return (change / self._value(full)).clip(0, 1).round(9)

    def _value(self, setting: str) -> float:
        return self.system.value(setting)

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        known = scores.fillna(-1.0).to_numpy()
        ranked = np.sort(known, axis=1)
        lead = np.round(ranked[:, -1] - ranked[:, -2].clip(0), 9)
        clear = (ranked[:, -1] > self._value("floor")) & (lead >= self._value("lead"))
        cause = np.array(_CELLS, dtype=object)[known.argmax(axis=1)]
        return pd.Series(np.where(clear, cause, "undetermined"), index=scores.index, dtype="str")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        judged = assignment.states.eq("")
        known = assignment.scores[judged].notna().any()
        blind = [axis.key for axis in assignment.system.axes if not known[axis.key]]
        if judged.any() and blind:
            yield Notice(
                "W_CAUSE_UNSEEN",
                f"the table has no sign of {' or '.join(blind)}; a cause that cannot show cannot "
                "be ruled out",
                "add categories, discounts, returns, complaints or survey scores",
                int(judged.sum()),
            )
        n, unsure = int(judged.sum()), int(assignment.labels.eq("undetermined").sum())
        if unsure:
            yield Notice(
                "W_CAUSE_UNDETERMINED",
                f"for {unsure:,} of {n:,} drifting customers no cause leads clearly",
                "ask them; the log shows signs, not causes",
                unsure,
            )


def _strongest(*signs: "pd.Series[float]") -> "pd.Series[float]":
    """The largest known sign."""
    known: NDArray[np.float64] = np.fmax.reduce([sign.to_numpy(float) for sign in signs])
    return pd.Series(known)
