"""Customers as a spend model sees them: who says something about money, and what to warn of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from clv.errors import FitError, Notice
from clv.models._enough import FEWEST_REPEATERS, few_repeaters, one_customer
from clv.models._gate import check_columns, check_weight
from clv.models._types import FloatArray, IntArray

__all__ = ["Spend", "read_spend"]

TOO_DEPENDENT = 0.15
CONSTANT = 1e-6


@dataclass(frozen=True)
class Spend:
    """Mean spend of repeat purchases; all arrays of shape (n,).

    Parameters
    ----------
    x
        Repeat purchases that say something about money: 0 where their mean is not positive.
    mean
        Their mean, 0 where x = 0.
    weight
        Of each customer.
    unpaid
        Customers with repeat purchases whose mean is not positive.
    """

    x: IntArray
    mean: FloatArray
    weight: FloatArray
    unpaid: int

    def informative(self) -> Self:
        """Return the customers who enter the likelihood; ``E_NO_SPEND``, ``E_TOO_FEW``."""
        used = (self.x > 0) & (self.weight > 0)
        if self.unpaid and not used.any():
            raise FitError(
                "E_NO_SPEND",
                f"none of {self.unpaid} repeat buyers has a positive mean spend",
                "read the log with its amounts, or forecast purchases instead of money",
            )
        if used.sum() < FEWEST_REPEATERS:
            raise FitError(
                "E_TOO_FEW",
                f"only {used.sum()} customers have repeat purchases with a positive mean spend",
                f"give at least {FEWEST_REPEATERS}",
            )
        return type(self)(self.x[used], self.mean[used], self.weight[used], self.unpaid)

    @property
    def average(self) -> float:
        """Weighted mean of the means."""
        return float(self.weight @ self.mean / self.weight.sum())

    @cached_property
    def dependence(self) -> float:
        """Spearman's correlation of frequency and mean spend; 0 where one of them is constant."""
        if np.ptp(self.x) == 0 or np.ptp(self.mean) == 0:
            return 0.0
        return float(np.corrcoef(rankdata(self.x), rankdata(self.mean))[0, 1])

    def notices(self) -> Iterator[Notice]:
        """Yield what a reader of the fit has to know about these customers."""
        yield from few_repeaters(self.x.size)
        yield from one_customer(self.x * self.mean, "repeat spend")
        if self.unpaid:
            yield Notice(
                "W_NO_SPEND",
                f"the repeat purchases of {self.unpaid} customers have no positive mean spend",
                "these customers are expected to spend like the population",
                self.unpaid,
            )
        if np.std(self.mean) <= CONSTANT * self.average:
            yield Notice(
                "W_CONSTANT_SPEND",
                f"all customers spend {self.average:g} a purchase",
                "value purchases at this amount: there is no difference to be learnt",
            )
        if abs(self.dependence) > TOO_DEPENDENT:
            yield Notice(
                "W_SPEND_DEPENDS",
                f"spend goes with frequency (rank correlation {self.dependence:+.2f}), which the "
                "model takes to be unrelated",
                "compare forecast and actual spend by class of frequency before you rely on single "
                "customers' values",
            )


def read_spend(customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Spend:
    """Check a customer table and take out what it says about money.

    Parameters
    ----------
    customers
        n rows with ``frequency`` and ``monetary_value``.
    sample_weight
        Shape (n,), not negative; 1 for everyone by default.

    Returns
    -------
    Spend
        Of all n customers.

    Raises
    ------
    FitError
        ``E_COLUMNS`` or ``E_WEIGHT``.
    """
    check_columns(customers, ("frequency", "monetary_value"))
    x = customers["frequency"].to_numpy(dtype=np.int64)
    mean = customers["monetary_value"].to_numpy(dtype=np.float64)
    known = (x > 0) & (mean > 0)
    return Spend(
        np.where(known, x, 0),
        np.where(known, mean, 0.0),
        check_weight(sample_weight, len(customers)),
        int(((x > 0) & ~known).sum()),
    )
