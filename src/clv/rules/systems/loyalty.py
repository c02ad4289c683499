"""Value x loyalty: four relations (system T13, 价值 × 忠诚度)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice
from clv.rules._columns import require
from clv.rules._placing import restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.cuts import CutRule
from clv.rules.measures.stability import stability

__all__ = ["LOYALTIES", "ValueLoyalty"]

LOYALTIES = ("recency", "active_share", "survey", "share_of_wallet")
"""How loyalty may be measured: two ways by behaviour, two by a column that you add."""


class ValueLoyalty(RuleSystem):
    """Label customers by what they are worth and how loyal they are (T13, 价值 x 忠诚度, S4).

    Every measure of loyalty is brought to a scale from 0 to 1: ``x / (x + median)`` or, for days of
    silence, ``median / (days + median)``. The median reference customer stands at 0.5, and surveys
    and behaviour share one scale. Both cuts are medians by default; equal customers share a side.

    Parameters
    ----------
    value
        Column of the value, such as a forecast that you add.
    loyalty
        A name in `LOYALTIES`. Who has no ``survey`` or ``share_of_wallet`` (0 or more, in any unit)
        is judged by recency, and marked in the scores' column ``measure``. ``active_share`` leaves
        those with fewer than two purchases or periods apart as ``too_little_history``.
    value_cut, loyalty_cut
        How each axis is cut, by default as the file says.
    file
        As for `RuleSystem`.

    Notes
    -----
    Without a value a customer is ``unknown_field``; where nobody has one, all are
    ``not_applicable``. Compare Reinartz and Kumar (2002): butterflies, barnacles, strangers.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [9, 6, 8, 2],
    ...         "inactivity": [3, 200, 10, 300],
    ...         "contribution": [900.0, 700.0, 80.0, 20.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> ValueLoyalty().fit(features).assign(features).labels.tolist()
    ['strategic', 'vendor', 'friend', 'acquaintance']
    >>> asked = features.assign(survey=[1.0, 5.0, None, None])
    >>> found = ValueLoyalty(loyalty="survey").fit(asked).assign(asked)
    >>> found.scores["measure"].tolist()
    ['survey', 'survey', 'recency', 'recency']
    >>> found.labels.tolist()
    ['vendor', 'strategic', 'friend', 'acquaintance']
    """

    name = "t13_value_loyalty"
    by_name = True
    needs = ("purchases", "inactivity")

    def __init__(
        self,
        value: str = "contribution",
        loyalty: str = "recency",
        value_cut: CutRule | float | str | None = None,
        loyalty_cut: CutRule | float | str | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(file)
        self.value = value
        self.loyalty = loyalty
        self.value_cut = value_cut
        self.loyalty_cut = loyalty_cut

    def _on_periods(self) -> bool:
        return self.loyalty == "active_share"

    def _rules(self) -> dict[str, tuple[CutRule, ...]]:
        given = {"value": self.value_cut, "loyalty": self.loyalty_cut}
        rules = super()._rules()
        return rules | {key: (CutRule.of(v),) for key, v in given.items() if v is not None}

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        return {
            "inactivity_median": _middle(features["inactivity"].astype(float)),
            "measure_median": _middle(self._measured(features)),
        }

    def _measured(self, features: pd.DataFrame) -> "pd.Series[float]":
        """What the chosen measure says, missing where it says nothing."""
        if self.loyalty not in LOYALTIES:
            remedy = f"use {', '.join(LOYALTIES)}"
            raise InputError("E_LOYALTY", "no such measure", remedy, [self.loyalty])
        if self.loyalty == "active_share":
            return stability(features, "active_share")
        if self.loyalty == "recency" or self.loyalty not in features:
            return pd.Series(float("nan"), index=features.index)
        given = features[self.loyalty].astype(float)
        if (given < 0).any():
            raise InputError(
                "E_LOYALTY",
                f"{int((given < 0).sum())} values of {self.loyalty} are below 0",
                "use a scale that starts at 0 or above",
                given.index[given < 0],
            )
        return given

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        require(features, self.value)
        silent = features["inactivity"].astype(float)
        days = self.learned_["inactivity_median"] or 1.0
        recent, median = days / (days + silent), self.learned_["measure_median"]
        measured = self._measured(features)
        # a measure that no reference customer had cannot be brought to the scale
        answered = measured.notna() & (median is not None) | self._on_periods()
        answer = measured / (measured + (median or 1.0))
        return pd.DataFrame(
            {
                "value": features[self.value].astype(float),
                "loyalty": np.where(answered, answer, recent),
                "measure": pd.array(np.where(answered, self.loyalty, "recency"), dtype="str"),
                "inactivity": silent,
            }
        )

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        short = states.eq("unknown_field") & scores["value"].notna() & self._on_periods()
        return restate(states, short, "too_little_history")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        behaved = int(assignment.scores["measure"].eq("recency").sum())
        if self.loyalty != "recency" and behaved:
            yield Notice(
                "W_BEHAVIOURAL",
                f"{behaved:,} of {len(features):,} customers have no {self.loyalty}; "
                "their loyalty is judged by recency",
                "read their cells as behaviour, not as what they say",
                behaved,
            )


def _middle(values: "pd.Series[float]") -> float | None:
    """The median or, where it is 0 and sets no scale, that of the others; None of nothing."""
    known = values.dropna()
    if known.empty:
        return None
    middles = (known.median(), known[known > 0].median(), 1.0)
    return float(next(middle for middle in middles if middle > 0))
