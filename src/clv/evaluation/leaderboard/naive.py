"""Forecasts that need no model: whoever does not beat them has forecast nothing."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from clv.evaluation.leaderboard.counts import fit_shape, negative_binomial
from clv.evaluation.leaderboard.lessons import Lesson
from clv.evaluation.metrics.base import Floats

__all__ = ["Cells", "LastPeriod", "MeanOfAll", "NobodyBuys", "SameRate"]

DAY = 1 / 7
FREQUENCIES = (0, 1, 2, 4, 8, 16, 32)
"""Classes of repeat purchases begin at these."""
QUARTERS = (0.25, 0.5, 0.75)


class _Naive(BaseEstimator):
    """A rule that only remembers the lengths of time, and tells a number and no distribution."""

    kind: ClassVar[str] = "naive"

    def fit(self, lesson: Lesson) -> Self:
        """Remember the lengths of time.

        Parameters
        ----------
        lesson
            Of which only the horizons are taken.

        Returns
        -------
        Self
            Itself.
        """
        self.horizon_, self.earlier_horizon_ = lesson.horizon, lesson.earlier_horizon
        return self


class NobodyBuys(_Naive):
    """Nobody buys again: hard to beat on absolute errors where most do not."""

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return nothing for everybody.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Zeros of shape (n,).
        """
        return np.zeros(len(known))


class SameRate(_Naive):
    """Everybody goes on as so far: repeat purchases over age, times the horizon."""

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return each customer's own rate over the horizon.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        rate = known["frequency"] / known["T"].clip(lower=DAY)
        return np.asarray(rate * self.horizon_, dtype=np.float64)


class LastPeriod(_Naive):
    """The last period is repeated: its repeat purchases, in proportion to the horizon."""

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return the repeat purchases of the last period.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        ratio = self.horizon_ / self.earlier_horizon_
        return np.asarray(known["recent_purchases"] * ratio, dtype=np.float64)


class Cells(_Naive):
    """What customers like these did in the earlier window: cells of frequency and recency.

    Cells are classes of repeat purchases by quarters of the share of the age that is silent. Each
    cell forecasts its mean, pulled towards that of all by one customer, in proportion to the
    horizon; the distribution is negative binomial around it.
    """

    def fit(self, lesson: Lesson) -> Self:
        """Learn the cells' means from the earlier window.

        Parameters
        ----------
        lesson
            The earlier customers and their purchases.

        Returns
        -------
        Self
            Itself, with ``means_`` by cell and ``shape_``.
        """
        super().fit(lesson)
        y = lesson.earlier_actual.to_numpy(dtype=np.float64)
        self.edges_ = np.quantile(_silence(lesson.earlier), QUARTERS)
        cell = self._cell(lesson.earlier)
        many = np.bincount(cell, minlength=self._most_cells())
        overall = max(float(y.mean()), 0.5 / y.size)
        self.means_ = (np.bincount(cell, y, minlength=many.size) + overall) / (many + 1)
        self.shape_ = fit_shape(self.means_[cell], y)
        return self

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return the mean of each customer's cell.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,), above 0.
        """
        return np.asarray(self.means_[self._cell(known)] * self.horizon_ / self.earlier_horizon_)

    def pmf(self, known: pd.DataFrame, most: int) -> Floats:
        """Return the distribution of the purchases.

        Parameters
        ----------
        known
            Customers as of the origin.
        most
            Largest count to tell.

        Returns
        -------
        numpy.ndarray
            Shape (n, most + 1).
        """
        return negative_binomial(self.predict(known), self.shape_, most)

    def _cell(self, table: pd.DataFrame) -> NDArray[np.intp]:
        often = np.searchsorted(FREQUENCIES, table["frequency"], side="right") - 1
        return often * (len(QUARTERS) + 1) + np.searchsorted(self.edges_, _silence(table))

    def _most_cells(self) -> int:
        return len(FREQUENCIES) * (len(QUARTERS) + 1)


class MeanOfAll(Cells):
    """Everybody buys as often as the earlier customers did on average: one cell for all."""

    def _cell(self, table: pd.DataFrame) -> NDArray[np.intp]:
        return np.zeros(len(table), dtype=np.intp)

    def _most_cells(self) -> int:
        return 1


def _silence(table: pd.DataFrame) -> Floats:
    share = table["inactivity"] * DAY / table["T"].clip(lower=DAY)
    return share.to_numpy(dtype=np.float64)
