"""One-off bulk, continuing, never bought, occasional (system T14, 一次性大宗 / 持续 / 从未消费)."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clv.errors import Notice
from clv.rules._columns import total_purchases
from clv.rules._placing import cells_of_levels, level_numbers, restate
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem

__all__ = ["PurchaseTypes"]


class PurchaseTypes(RuleSystem):
    """Label customers by the kind of their purchases (T14, 一次性大宗 / 持续 / 从未消费, S4).

    ``bulk``: one purchase ever, as large as the largest tenth of all first purchases or larger.
    ``continuing``: three purchases or more, with one in 30% of the periods or more, of which two
    have been observed: one active period out of one tells nothing. ``never``: no purchase.
    ``occasional``: everybody else. Equal amounts share a side of the cut; where that leaves nobody
    above it, a notice says so.

    ``never`` needs the list of all customers, since a log knows buyers only: add its rows with
    ``purchases`` 0. A single purchase without an amount is ``unknown_field``, as is a customer of
    whom the number of purchases is unknown; a log without amounts tells no bulk, and nobody has a
    cell (``not_applicable``).

    Parameters
    ----------
    file
        As for `RuleSystem`; the cuts and the settings ``continuing_from`` and ``min_periods`` stand
        there.

    Examples
    --------
    >>> facts = pd.DataFrame(
    ...     {
    ...         "purchases": [1, 8, 1, 2, 1],
    ...         "first_amount": [5000.0, 20.0, 15.0, 30.0, 10.0],
    ...         "active_share": [0.1, 0.6, 0.1, 0.2, 0.1],
    ...         "periods_observed": 10,
    ...     },
    ...     index=["ada", "bo", "cy", "di", "ed"],
    ... )
    >>> listed = facts.reindex([*facts.index, "flo"]).fillna({"purchases": 0})
    >>> PurchaseTypes().fit(facts).assign(listed).labels.tolist()
    ['bulk', 'continuing', 'occasional', 'occasional', 'occasional', 'never']
    """

    name = "t14_purchase_types"
    needs = ("purchases", "first_amount", "active_share", "periods_observed")

    def _on_periods(self) -> bool:
        return True

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "purchases": total_purchases(features),
                "first_amount": features["first_amount"].astype(float),
                "active_share": features["active_share"].astype(float),
            }
        )

    def _is_frequent(self, features: pd.DataFrame) -> "pd.Series[bool]":
        """Whether there is enough in the window for the share of periods to count."""
        often = features["purchases"] >= self.system.value("continuing_from")
        return often & (features["periods_observed"] >= self.system.value("min_periods"))

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        bought, bulk, steady = (
            level_numbers(scores[axis.key], self.cuts_[axis.key]) for axis in self.system.cut_axes
        )
        # a large first purchase counts for one-off customers only, the share for frequent ones
        bulk = np.maximum(bulk, scores["purchases"].ne(1))
        steady = np.maximum(steady, ~self._is_frequent(features))
        return cells_of_levels(self.system, (bought, bulk, steady), scores.index)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        unknown = (
            scores["purchases"].isna()
            | (scores["purchases"].eq(1) & scores["first_amount"].isna())
            | (self._is_frequent(features) & scores["active_share"].isna())
        )
        states = pd.Series("", index=features.index, dtype="str", name="state")
        return restate(states, unknown, "unknown_field")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        for cut in assignment.cuts["first_amount"]:
            if not cut.share:
                yield Notice(
                    "W_NO_BULK",
                    f"none of {cut.n:,} first purchases stood out as bulk, because the largest are "
                    "too many of one amount or the customers too few",
                    "learn on more customers, or give the amount from which a purchase is bulk",
                    cut.tied,
                )
        if not assignment.scores["purchases"].lt(1).any():
            yield Notice(
                "W_NO_CUSTOMER_LIST",
                "the table holds buyers only, so nobody can be found who has never bought",
                "add a row with purchases 0 for every other customer on your list",
            )
