"""Bands of high, middle and low value (system T12, 价值区间)."""

from pathlib import Path
from typing import Any

import pandas as pd

from clv.customers import require_columns
from clv.errors import InputError
from clv.rules.base import RuleSystem
from clv.rules.measures._ranks import buyers_only, learn_ranks, mid_ranks

__all__ = ["ValueTiers"]

_PARTS = {"amount": "mean_amount", "frequency": "purchases"}


class ValueTiers(RuleSystem):
    """Divide customers into thirds of high, middle and low value.

    The source (S4) names the bands twice: once by amount, once by amount and frequency. By default
    value is the contribution; with ``by="amount_and_frequency"`` it is the mean of the customer's
    mid-ranks (0 to 1) by amount per purchase and by number of purchases among the reference
    customers, which keeps a few large amounts from outweighing everything. The thirds are those of
    the customers who ever bought; equal customers share a band, and the cut says how far that moves
    it from a third. Whoever bought nothing within the window, but did before, ranks lowest.

    A customer without a purchase is ``no_purchase``, one without an amount ``unknown_field``; a log
    without amounts has no bands (``not_applicable``).

    Parameters
    ----------
    by
        ``"contribution"`` or ``"amount_and_frequency"``.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "purchases": [2, 9, 1],
    ...         "contribution": [400.0, 90.0, 20.0],
    ...         "mean_amount": [200.0, 10.0, 20.0],
    ...     },
    ...     index=["ada", "bo", "cy"],
    ... )
    >>> ValueTiers().fit(table).assign(table).labels.tolist()
    ['high', 'middle', 'low']
    """

    name = "t12_value_tiers"
    needs = ("purchases", "contribution")

    def __init__(self, by: str = "contribution", file: Path | None = None) -> None:
        super().__init__(file)
        self.by = by

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        if self.by not in ("contribution", "amount_and_frequency"):
            raise InputError(
                "E_BY", "no such value", "use contribution or amount_and_frequency", [self.by]
            )
        if self.by == "contribution":
            return {}
        require_columns(features, list(_PARTS.values()))
        return {part: learn_ranks(buyers_only(features, _PARTS[part])) for part in _PARTS}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        shown = features.reindex(columns=["contribution", "purchases", "mean_amount"])
        return shown.astype(float).assign(value=self._value(features))[
            ["value", "contribution", "purchases", "mean_amount"]
        ]

    def _value(self, features: pd.DataFrame) -> "pd.Series[float]":
        if self.by == "contribution":
            return buyers_only(features, "contribution")
        require_columns(features, list(_PARTS.values()))
        amount, frequency = (
            mid_ranks(buyers_only(features, _PARTS[part]), self.learned_[part]) for part in _PARTS
        )
        return pd.Series((amount + frequency) / 2, index=features.index).round(12)
