"""What a table of customers will look like when a drawn future has passed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.rules._columns import require

__all__ = ["FORECASTABLE", "MONEY", "Outlook"]

MONEY = ("contribution", "mean_amount")
FORECASTABLE = (
    "purchases",
    "purchases_total",
    *MONEY,
    "inactivity",
    "tenure",
    "active_share",
    "periods_observed",
)
"""Columns that follow from drawn purchases and what they cost."""


@dataclass(frozen=True)
class Outlook:
    """What is known of customers today, and how a future is added to it.

    Parameters
    ----------
    features
        The table of today, one row a customer.
    total
        Purchases ever until today, shape (n,).
    kept
        Purchases, money and active periods that a later window will still see, shape (3, n).
    days
        Length of the future.
    window
        Length of the window of the labels; None where they see everything.
    """

    features: pd.DataFrame
    total: IntArray
    kept: FloatArray
    days: int
    window: int | None

    @classmethod
    def of(
        cls, customers: pd.DataFrame, features: pd.DataFrame, days: int, kept: pd.DataFrame | None
    ) -> Self:
        """Take what is known today; raise ``E_WINDOW`` where the later window cannot be filled."""
        window = features.attrs.get("history_days")
        total = customers["frequency"].to_numpy(dtype=np.int64) + 1
        past = features if window is None else kept
        if window is not None and days >= window:
            nothing = np.zeros((3, len(features)))
            return cls(features, total, nothing, days, window)
        _check_window(features, days, window, past)
        assert past is not None
        require(past, "purchases", "active_share", "periods_observed")
        rows = past.reindex(features.index)
        money = rows["contribution"] if "contribution" in rows else rows["purchases"] * np.nan
        active = (rows["active_share"] * rows["periods_observed"]).round()
        left = np.array([rows["purchases"], money, active], dtype=np.float64)
        return cls(features, total, left, days, window)

    def seen(self, day: IntArray) -> NDArray[np.bool_]:
        """Say which days, counted from 1, the later window sees."""
        return day > (0 if self.window is None else self.days - self.window)

    def table(self, owner: IntArray, day: IntArray, money: FloatArray | None) -> pd.DataFrame:
        """Describe the customers at the end of a future.

        The future is given by owner (row) and day (from 1) of each purchase, both ascending, and by
        what the purchases within the later window cost each customer. Columns that the table of
        today lacks are left out, so that both are read in one way.
        """
        n, seen = len(self.features), self.seen(day)
        owner_seen, period = owner[seen], (self.days - day[seen]) // self.period
        fresh = np.append(True, (np.diff(owner_seen) != 0) | (np.diff(period) != 0))[: period.size]
        last = np.zeros(n, dtype=np.int64)
        last[owner] = day  # the latest of each customer's days stays
        silent = np.where(last > 0, 0, self.features["inactivity"])
        tenure = self.features["tenure"].to_numpy(dtype=np.int64) + self.days
        span = tenure if self.window is None else np.minimum(tenure, self.window - 1)
        observed = span // self.period + 1
        purchases = self.kept[0] + np.bincount(owner_seen, minlength=n)
        active = self.kept[2] + np.bincount(owner_seen[fresh], minlength=n)
        table = pd.DataFrame(
            {
                "purchases": purchases.astype(np.int64),
                "purchases_total": self.total + np.bincount(owner, minlength=n),
                "inactivity": silent + self.days - last,
                "tenure": tenure,
                "active_share": np.minimum(active / observed, 1.0),
                "periods_observed": observed,
            },
            index=self.features.index,
        )
        if money is not None:
            table["contribution"] = self.kept[1] + money
            table["mean_amount"] = table["contribution"] / table["purchases"].where(purchases > 0)
        table = table[[column for column in table if column in self.features]]
        table.attrs.update(self.attrs)
        return table

    @property
    def period(self) -> int:
        """Days in a period of the grid of activity."""
        return int(self.features.attrs["period_days"])

    @property
    def attrs(self) -> dict[str, Any]:
        """What the later table speaks of."""
        today = date.fromisoformat(self.features.attrs["as_of"])
        later = (today + timedelta(days=self.days)).isoformat()
        return {str(key): value for key, value in self.features.attrs.items()} | {"as_of": later}


def _check_window(
    features: pd.DataFrame, days: int, window: int | None, past: pd.DataFrame | None
) -> None:
    """Insist that past and future fill the later window on one grid."""
    period = int(features.attrs["period_days"])
    if days % period:
        raise InputError(
            "E_HORIZON",
            f"the later window holds days of the past on a grid of {period} days, "
            f"and the horizon of {days} days is no multiple of them",
            f"forecast {max(days // period, 1) * period} days",
        )
    if window is None:
        return
    wanted = {
        "as_of": features.attrs["as_of"],
        "period_days": period,
        "history_days": window - days,
    }
    if past is None or any(past.attrs.get(key) != value for key, value in wanted.items()):
        raise InputError(
            "E_WINDOW",
            f"the labels see {window} days and the forecast fills {days} of them",
            f"forecast {window} days, or give kept=describe(log, '{wanted['as_of']}', "
            f"period={period}, history={window - days})",
        )
