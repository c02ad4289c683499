"""The old-customer halo: deeper discounts, lower profit a deal (system T16, 老客户光环)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import Notice
from clv.rules._notices import degenerate_cuts
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.cuts import Cut, CutRule

__all__ = ["DiscountErosion"]

_USED = (
    *("discount_depth_earlier", "discount_depth_later"),
    *("margin_per_purchase_earlier", "margin_per_purchase_later"),
    *("spend_earlier", "spend_later", "visits_earlier", "visits_later"),
)


class DiscountErosion(RuleSystem):
    """Say of whom the discounts grow while the profit per deal shrinks (S4: cap the discount).

    Each customer is compared with himself, the later half of his time less the earlier one, so
    that what makes customers differ from each other drops out. ``depth_change``: discount depth,
    discount / (net + discount), in points; it rises from one point up. ``margin_change``: margin
    per purchase relative to the earlier half; it falls below -1 %, so that equal halves hold. In a
    log without costs the net amount per purchase stands for the margin, and a notice says so.

    eroding: depth rises and margin falls; paid: depth rises, margin holds; holding: depth does not
    rise, whatever the margin. Halves of few purchases change by chance: read a single label as a
    question.

    States: ``no_purchase``; ``too_little_history`` without a discount known in both halves, or
    where the depth rises and a half has no margin to compare; ``not_applicable`` for all in a log
    without discounts.

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": 9,
    ...         "discount_depth_earlier": [0.0, 0.1, 0.2, None],
    ...         "discount_depth_later": [0.2, 0.3, 0.1, 0.1],
    ...         "margin_per_purchase_earlier": [10.0, 10.0, 10.0, 10.0],
    ...         "margin_per_purchase_later": [7.0, 12.0, 7.0, 10.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> DiscountErosion().fit(features).assign(features).labels.tolist()
    ['eroding', 'paid', 'holding', 'too_little_history']
    """

    name = "t16_halo"

    def __init__(self, file: Path | None = None) -> None:
        super().__init__(file)

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        known = features.reindex(columns=["margin_per_purchase_later"]).notna().to_numpy().any()
        return {"basis": "margin" if known else "net"}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        seen = features.reindex(columns=list(_USED)).astype(float)
        before, after = (self._per_purchase(seen, half) for half in ("earlier", "later"))
        depth = seen["discount_depth_later"] - seen["discount_depth_earlier"]
        change = (after - before) / before.abs().where(before != 0)
        scores = pd.DataFrame(
            {
                # rounded: noise in the last digit must not carry anybody over a fixed cut
                "depth_change": depth.round(9),
                "margin_change": change.round(9),
                "depth": seen["discount_depth_later"],
                "margin": after,
            }
        )
        return scores

    def _per_purchase(self, seen: pd.DataFrame, half: str) -> "pd.Series[float]":
        if self.learned_["basis"] == "margin":
            return seen[f"margin_per_purchase_{half}"]
        visits = seen[f"visits_{half}"]
        return seen[f"spend_{half}"] / visits.where(visits > 0)

    def _cuts(self, values: "pd.Series[float]", rules: tuple[CutRule, ...]) -> tuple[Cut, ...]:
        # without a discount in sight the question does not arise, though the cut is given
        undiscounted = values.name == "depth_change" and values.isna().all()
        return () if undiscounted else super()._cuts(values, rules)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        holds = self._labels(features, scores).eq("holding") & scores["depth_change"].notna()
        known = np.where(holds, "", "too_little_history")
        found = np.where(states.eq("unknown_field"), known, states)
        return pd.Series(found, states.index, dtype="str", name="state")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from degenerate_cuts(assignment)
        judged = int(assignment.states.eq("").sum())
        if judged and self.learned_["basis"] == "net":
            yield Notice(
                "W_MARGIN_ASSUMED",
                f"the log has no costs; for {judged:,} customers the net amount per purchase "
                "stands for the margin, and a smaller basket looks like a lower margin",
                "add a column cost",
                judged,
            )
