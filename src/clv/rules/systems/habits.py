"""Buying habits: what, on which terms, at which price, and what to send (system T15, 消费习惯)."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from clv.customers import require_columns
from clv.errors import InputError, Notice
from clv.rules._notices import degenerate_cuts
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem

__all__ = ["BuyingHabits", "relevance"]


class BuyingHabits(RuleSystem):
    """Give every customer a card: favourite category, breadth, deals and price (S4).

    * ``breadth``: entropy of the rows over the categories, divided by that of all categories of
      the log in equal shares; ``mixed`` from the median of the reference, else ``loyal`` to one or
      few.
    * ``deals``: share of purchase days with a discount; ``deal_driven`` from one half. A log
      without discounts counts as full price, and a notice says so.
    * ``top_category`` (most rows) and ``price_level`` (1: as everybody pays within the same
      categories) are shown.

    Ties at the median share a side. States: ``no_purchase``; ``too_little_history`` for one row
    only, which has no breadth; ``unknown_field`` for customers without any category;
    ``not_applicable`` for all in a log without categories.

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [5, 5, 5, 1],
    ...         "top_category": ["tea", "rice", "oil", "tea"],
    ...         "category_entropy": [0.1, 0.9, 0.8, None],
    ...         "deal_share": [0.0, 0.2, 0.8, 0.0],
    ...         "price_level": [1.3, 1.0, 0.8, 1.0],
    ...     },
    ...     index=["ada", "bo", "cy", "di"],
    ... )
    >>> BuyingHabits().fit(features).assign(features).labels.tolist()
    ['loyal_full', 'mixed_full', 'mixed_deal', 'too_little_history']
    """

    name = "t15_habits"

    def __init__(self, file: Path | None = None) -> None:
        super().__init__(file)

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        seen = features.reindex(columns=["category_entropy", "deal_share", "price_level"])
        scores = seen.astype(float).set_axis(["breadth", "deals", "price_level"], axis=1)
        top = features.get("top_category", pd.Series(None, index=features.index))
        return scores.assign(top_category=top.astype("str"))

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        never = super()._states(features, scores).eq("no_purchase")
        known, one = scores["breadth"].notna(), scores["top_category"].notna()
        names = ["no_purchase", "", "too_little_history"]
        states = np.select([never, known, one], names, default="unknown_field")
        return pd.Series(states, features.index, dtype="str", name="state")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from degenerate_cuts(assignment)
        judged = assignment.states.eq("")
        unseen = int(assignment.scores.loc[judged, "deals"].isna().sum())
        if unseen:
            yield Notice(
                "W_NO_DISCOUNTS",
                f"the log names no discounts for {unseen:,} customers; they count as paying the "
                "full price",
                "add a column discount",
                unseen,
            )


def relevance(
    shares: pd.DataFrame, item: str | Iterable[str] | Mapping[str, float]
) -> "pd.Series[float]":
    """Say how well a new item suits each customer's basket, so that it goes to those it suits.

    Parameters
    ----------
    shares
        The table of `clv.customers.category_shares`: customer_id, category, row_share.
    item
        The item's category, several, or weights by category (above 0).

    Returns
    -------
    pandas.Series of float
        By customer_id: cosine between the customer's shares and the item's weights, 0 (nothing in
        common) to 1 (buys just this mix).

    Raises
    ------
    InputError
        ``E_COLUMNS`` for the table, ``E_ITEM`` if no weight is above 0 or one is below.

    Examples
    --------
    >>> shares = pd.DataFrame(
    ...     {
    ...         "customer_id": ["ada", "ada", "bo"],
    ...         "category": ["rice", "tea", "rice"],
    ...         "row_share": [0.6, 0.8, 1.0],
    ...     }
    ... )
    >>> relevance(shares, "tea").round(3).to_dict()
    {'ada': 0.8, 'bo': 0.0}
    """
    require_columns(shares, ["customer_id", "category", "row_share"])
    weights = _weights(item)
    share = shares["row_share"].astype(float)
    parts = pd.DataFrame(
        {"dot": share * shares["category"].map(weights).fillna(0.0), "square": share**2}
    )
    sums = parts.groupby(shares["customer_id"], sort=True).sum()
    length = np.sqrt(sums["square"] * sum(weight**2 for weight in weights.values()))
    cosine: pd.Series[float] = sums["dot"] / length.where(length > 0)
    return cosine.fillna(0.0).clip(0, 1).rename("relevance")


def _weights(item: str | Iterable[str] | Mapping[str, float]) -> dict[str, float]:
    names = [item] if isinstance(item, str) else item
    weights = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, 1.0)
    sound = all(np.isfinite(w) and w >= 0 for w in weights.values())
    if not (sound and any(weights.values())):
        raise InputError(
            "E_ITEM", "the item belongs to no category", "name one or more, with weights above 0"
        )
    return weights
