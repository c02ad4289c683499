"""Customers as a likelihood sees them: distinct histories with weights, and the way back."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from clv.customers.histories import distinct_rows
from clv.models._maths.arrays import FloatArray, IntArray

__all__ = ["Histories"]


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
    z
        Covariates, shape (q, m); q is 0 for a model without any.
    """

    x: IntArray
    t_x: FloatArray
    T: FloatArray
    weight: FloatArray
    position: IntArray
    z: FloatArray

    @classmethod
    def new(cls) -> Self:
        """Return the history of a new customer: no repeat purchase yet, at age 0."""
        zero = np.zeros(1)
        position = np.zeros(1, dtype=np.int64)
        return cls(position, zero, zero, np.ones(1), position, np.zeros((0, 1)))

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
        """Weighted mean of T; 1 if there is nobody."""
        total = self.weight.sum()
        return float(self.weight @ self.T / total) if total > 0 else 1.0

    def in_units_of(self, time: float) -> Self:
        """Return the same histories with all times divided by ``time``."""
        return replace(self, t_x=self.t_x / time, T=self.T / time)

    def at(self, lines: IntArray | slice) -> Self:
        """Return some of the histories, or several times the same, each for one customer."""
        x, t_x, T = self.x[lines], self.t_x[lines], self.T[lines]
        return replace(
            self, x=x, t_x=t_x, T=T, weight=self.weight[lines], position=np.arange(x.size),
            z=self.z[:, lines],
        )  # fmt: skip

    def every(self, step: int) -> Self:
        """Return one in so many histories: they are sorted, so that all kinds are among them."""
        return self.at(slice(step // 2, None, step))

    def without_recency(self) -> Self:
        """Return what is distinct without t_x (and z); position then leads there from here."""
        (x, T), position = distinct_rows([self.x, self.T])
        weight = np.bincount(position, self.weight, minlength=x.size).astype(np.float64)
        return replace(
            self, x=x, t_x=np.zeros(x.size), T=T, weight=weight, position=position,
            z=np.zeros((0, x.size)),
        )  # fmt: skip
