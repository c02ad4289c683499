"""Recency, frequency and amount on a scale of one to five (system T5, 购买时间、频率、金额).

A score says in which fifth of the reference customers someone stands, by mid-rank: equal customers
share the middle of the ranks that they take up together, so a score never depends on the order of
rows. Where ties are many a score may stay empty: if six in ten customers bought once, all of them
stand at rank 0.3 and score 2.

`RFMGroups` turns the scores into eleven named groups that can be acted on.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers import require_columns
from clv.errors import InputError
from clv.rules._columns import require
from clv.rules.base import RuleSystem
from clv.rules.measures._ranks import buyers_only, fifths, learn_ranks, mid_ranks
from clv.rules.texts import Text

__all__ = ["RFM_TITLES", "RFMGroups", "rfm_scores"]

RFM_TITLES = {
    "recency": Text("Time since the last purchase", "购买时间"),
    "frequency": Text("Number of purchases", "购买频率"),
    "amount": Text("Amount", "购买金额"),
}
"""The three scores by their columns."""


def rfm_scores(
    features: pd.DataFrame,
    reference: pd.DataFrame | None = None,
    amount: str = "contribution",
) -> pd.DataFrame:
    """Score customers from 1 (worst fifth) to 5 (best fifth).

    Parameters
    ----------
    features
        The table of `clv.customers.describe`: inactivity, purchases and the amount's column.
    reference
        The customers to compare with, in the same form; by default the same ones. Scores made
        against one reference over time show growth and decline.
    amount
        ``"contribution"`` (total) or ``"mean_amount"`` (per purchase).

    Returns
    -------
    pandas.DataFrame
        Same index: recency, frequency, amount (Int64, 1 to 5, missing where the value is), and
        ``code``, the three digits in this order (missing where one of them is).

    Raises
    ------
    InputError
        ``E_COLUMNS`` for a missing column.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"inactivity": [3, 90, 200], "purchases": [7, 1, 1], "contribution": [90.0, 8.0, 30.0]}
    ... )
    >>> rfm_scores(table)["code"].tolist()
    ['555', '321', '123']
    """
    known = features if reference is None else reference
    require(features, "inactivity", "purchases", amount)
    require(known, "inactivity", "purchases", amount)
    scores = pd.DataFrame(
        {
            "recency": _score(-features["inactivity"], -known["inactivity"]),
            "frequency": _score(features["purchases"], known["purchases"]),
            "amount": _score(features[amount], known[amount]),
        }
    )
    digits = scores.astype("string")
    return scores.assign(code=digits["recency"] + digits["frequency"] + digits["amount"])


def _score(values: "pd.Series[float]", known: "pd.Series[float]") -> "pd.Series[int]":
    score = fifths(mid_ranks(values, learn_ranks(known)))
    return pd.Series(score, index=values.index).astype("Int64")


class RFMGroups(RuleSystem):
    """Group customers by when, how often and for how much they bought (T5, 购买时间、频率、金额).

    The source (S4) asks for first and last purchase, frequency in the period, and single and total
    amounts; all are shown. The groups are those of common practice: two scores from 1 to 5, one of
    recency and one of frequency and amount together, make 25 codes, and every code belongs to one
    of eleven groups. The second score is the fifth in which the mean of a customer's mid-ranks by
    frequency and by amount lies: the mean of two scores would leave classes empty where most
    customers bought once.

    Ranks are learned from the reference customers who ever bought and stay as they are for later
    ones. Equal customers have equal scores. Whoever bought nothing within the window, but did
    before, stands lowest in frequency and amount. A customer without a purchase is
    ``no_purchase``, one without an amount ``unknown_field``; a log without amounts has no groups
    (``not_applicable``).

    Parameters
    ----------
    amount
        ``"contribution"`` (total) or ``"mean_amount"`` (per purchase).
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "purchases": [9, 5, 3, 2, 1],
    ...         "inactivity": [200, 3, 20, 60, 300],
    ...         "contribution": [90.0, 300.0, 900.0, 40.0, 5.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di", "ed"],
    ... )
    >>> RFMGroups().fit(table).assign(table).labels.to_dict()
    {'ada': 'at_risk', 'bo': 'champions', 'cy': 'loyal', 'di': 'about_to_sleep', 'ed': 'lost'}
    """

    name = "t05_purchase_time_frequency_amount"
    needs = ("purchases", "inactivity", "contribution")

    def __init__(self, amount: str = "contribution", file: Path | None = None) -> None:
        super().__init__(file)
        self.amount = amount

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        parts = self._parts(features)
        learned = {key: learn_ranks(parts[key]) for key in parts}
        ranks = {key: mid_ranks(parts[key], learned[key]) for key in ("frequency", "amount")}
        return learned | {"frequency_amount": learn_ranks(_mean(ranks))}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        parts, learned = self._parts(features), self.learned_
        ranks = {key: mid_ranks(parts[key], learned[key]) for key in parts}
        ranks["frequency_amount"] = mid_ranks(_mean(ranks), learned["frequency_amount"])
        scored = {key: fifths(ranks[key]) for key in ranks}
        shown = [axis.key for axis in self.system.axes]
        facts = features.reindex(columns=[key for key in shown if key not in scored])
        return facts.astype(float).assign(**scored)[shown]

    def _parts(self, features: pd.DataFrame) -> dict[str, "pd.Series[float]"]:
        if self.amount not in ("contribution", "mean_amount"):
            raise InputError(
                "E_AMOUNT", "no such amount", "use contribution or mean_amount", [self.amount]
            )
        require_columns(features, [self.amount])
        return {
            "recency": -buyers_only(features, "inactivity"),
            "frequency": buyers_only(features, "purchases"),
            "amount": buyers_only(features, self.amount),
        }


def _mean(ranks: dict[str, NDArray[np.floating]]) -> NDArray[np.floating]:
    both = (ranks["frequency"] + ranks["amount"]) / 2
    return both.round(12)  # equal means are equal to the last digit
