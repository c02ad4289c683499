"""Recency, frequency and amount on a scale of one to five (system T5, 购买时间、频率、金额).

A score says in which fifth of the reference customers someone stands, by mid-rank: equal customers
share the middle of the ranks that they take up together, so a score never depends on the order of
rows. Where ties are many a score may stay empty: if six in ten customers bought once, all of them
stand at rank 0.3 and score 2.
"""

import numpy as np
import pandas as pd

from clv.rules._columns import require
from clv.rules.texts import Text

__all__ = ["RFM_TITLES", "rfm_scores"]

RFM_TITLES = {
    "recency": Text("Time since the last purchase", "购买时间"),
    "frequency": Text("Number of purchases", "购买频率"),
    "amount": Text("Amount", "购买金额"),
}
"""The three scores by their columns."""

_SCORES = 5


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
    ordered = np.sort(known.dropna().to_numpy(dtype=float))
    value = values.to_numpy(dtype=float)
    # twice the mid-rank less one, an integer, so that the edges of the fifths are exact
    rank = np.searchsorted(ordered, value, "left") + np.searchsorted(ordered, value, "right")
    score = np.minimum(1 + _SCORES * rank // max(2 * len(ordered), 1), _SCORES)
    return pd.Series(score, index=values.index, dtype="Int64").mask(values.isna())
