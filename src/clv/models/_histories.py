"""Customers as a likelihood sees them: distinct histories with weights, and the way back."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.customers.histories import distinct_histories
from clv.models._gate import check_histories, check_weight
from clv.models._types import FloatArray, IntArray

__all__ = ["Histories", "read_histories"]


@dataclass(frozen=True)
class Histories:
    """Distinct purchase histories and how to come back from them to customers.

    Parameters
    ----------
    x
        Repeat purchases, whole numbers from 0; shape (m,), as all but the last.
    t_x
        Age at the last purchase, 0 where x = 0.
    T
        Age at the end of observation.
    weight
        Customers with this history, or the sum of their sample weights.
    position
        Shape (n,): the history of each customer.
    """

    x: IntArray
    t_x: FloatArray
    T: FloatArray
    weight: FloatArray
    position: IntArray

    @property
    def n_customers(self) -> int:
        """Customers behind the histories."""
        return self.position.size

    @property
    def n_repeaters(self) -> int:
        """Customers with at least one repeat purchase."""
        return int((self.x > 0)[self.position].sum())

    @property
    def mean_age(self) -> float:
        """Weighted mean of T."""
        return float(self.weight @ self.T / self.weight.sum())

    def in_units_of(self, time: float) -> Self:
        """Return the same histories with all times divided by ``time``."""
        return replace(self, t_x=self.t_x / time, T=self.T / time)


def read_histories(customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Histories:
    """Check a customer table and reduce it to its distinct histories.

    Parameters
    ----------
    customers
        n rows with ``frequency``, ``recency`` and ``T``.
    sample_weight
        Shape (n,), not negative; 1 for everyone by default.

    Returns
    -------
    Histories
        With m distinct histories of n customers.

    Raises
    ------
    FitError
        ``E_COLUMNS``, ``E_HISTORY`` or ``E_WEIGHT``.
    """
    check_histories(customers)
    weight = check_weight(sample_weight, len(customers))
    distinct, position = distinct_histories(customers)
    return Histories(
        distinct["frequency"].to_numpy(dtype=np.int64),
        distinct["recency"].to_numpy(dtype=np.float64),
        distinct["T"].to_numpy(dtype=np.float64),
        np.bincount(position, weight, minlength=len(distinct)).astype(np.float64),
        np.asarray(position, dtype=np.int64),
    )
