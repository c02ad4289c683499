"""Whether the business hangs on few customers (system T20, 集中度风险)."""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from clv.errors import InputError, Notice
from clv.rules._placing import restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.measures._ranks import buyers_only

__all__ = ["Concentration"]


class Concentration(RuleSystem):
    """Find the customers on whom the business depends, by their share of the contribution.

    The share (S1) is that of all positive contribution of the reference customers, which later
    customers are measured against as well; a customer with losses has a negative share. The levels
    are absolute: a shop with a million customers has no critical one, a firm with ten no others.
    What the whole business risks is told by `dependence`.

    A customer without a purchase is ``no_purchase``, one without an amount ``unknown_field``; where
    nobody contributes anything positive there are no shares (``not_applicable``).

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": 3, "contribution": [900.0, 40.0, *[1.0] * 60]},
    ...     index=[f"c{n}" for n in range(62)],
    ... )
    >>> Concentration().fit(table).assign(table).labels.value_counts().to_dict()
    {'scattered': 60, 'critical': 1, 'notable': 1}
    """

    name = "t20_concentration"
    needs = ("purchases", "contribution")

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        known = buyers_only(features, "contribution").dropna()
        total = math.fsum(known[known > 0])
        if total == math.inf:
            raise InputError("E_VALUES", "a contribution is infinite", "check the amounts")
        return {"total": total}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        money, total = buyers_only(features, "contribution"), self.learned_["total"]
        share = (money / (total or math.nan)).round(12)
        return pd.DataFrame({"share": share, "contribution": money})

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        return (
            states
            if self.learned_["total"]
            else restate(states, states.ne("no_purchase"), "not_applicable")
        )

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        # an empty critical level is good news, not a cut that failed
        critical = assignment.labels.eq("critical")
        if critical.any():
            held = assignment.scores["share"][critical].sum()
            yield Notice(
                "W_DEPENDENCE",
                f"{int(critical.sum()):,} of {len(critical):,} customers are critical; together "
                f"they hold {held:.0%} of the contribution",
                "weigh what their leaving would cost, and win further customers",
                int(critical.sum()),
            )
