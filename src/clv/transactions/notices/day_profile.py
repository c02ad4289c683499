"""The log by day: counted once, and every notice about time is drawn from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clv.transactions.engines.engine import Engine

__all__ = ["DayProfile", "day_profile"]

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class DayProfile:
    """Counts for every day from the first purchase up to the day before the as-of day.

    Parameters
    ----------
    first
        Day of the first purchase.
    volume
        Purchases (days of a customer with one).
    free
        Those of them for nothing.
    births
        Customers who bought for the first time.
    bought
        All purchases that the customers born on the day have made since, the first included.

    Examples
    --------
    >>> profile = DayProfile(date(2024, 1, 31), *np.ones((4, 2), dtype=np.int64))
    >>> profile.days.tolist(), profile.weekday.tolist(), profile.month.tolist()
    ([31, 1], [2, 3], [648, 649])
    """

    first: date
    volume: IntArray
    free: IntArray
    births: IntArray
    bought: IntArray

    @property
    def dates(self) -> NDArray[np.datetime64]:
        """The days themselves."""
        return np.datetime64(self.first, "D") + np.arange(self.volume.size)

    @property
    def month(self) -> IntArray:
        """Calendar months, counted from January 1970."""
        return self.dates.astype("datetime64[M]").astype(np.int64)

    @property
    def days(self) -> IntArray:
        """Days of the month, 1 to 31."""
        months = self.dates.astype("datetime64[M]").astype("datetime64[D]")
        return np.asarray((self.dates - months).astype(np.int64) + 1)

    @property
    def weekday(self) -> IntArray:
        """Days of the week, 0 for Monday."""
        return np.asarray((self.dates.astype(np.int64) + 3) % 7)

    def day(self, place: int) -> date:
        """Return the day at a place."""
        return self.first + timedelta(days=int(place))


def day_profile(engine: Engine, first: date, as_of: date) -> DayProfile:
    """Count the log by day.

    Parameters
    ----------
    engine
        Has ``purchase_days`` and ``customer_facts``.
    first
        Day of the first purchase.
    as_of
        The day from which the log speaks.

    Returns
    -------
    DayProfile
        One entry for each day in between.
    """
    bought = engine.rows(
        "SELECT day, count(*), count(*) FILTER (WHERE amount = 0) "
        "FROM purchase_days WHERE is_purchase GROUP BY day"
    )
    born = engine.rows(
        "SELECT first_purchase, count(*), CAST(sum(purchases) AS BIGINT) "
        "FROM customer_facts GROUP BY first_purchase"
    )
    length = (as_of - first).days
    return DayProfile(first, *_by_day(bought, first, length), *_by_day(born, first, length))


def _by_day(rows: list[tuple[Any, ...]], first: date, length: int) -> IntArray:
    """Spread rows of a day and two counts over all days; shape (2, length)."""
    counts = np.zeros((2, length), dtype=np.int64)
    for day, *values in rows:
        counts[:, (day - first).days] = values
    return counts
