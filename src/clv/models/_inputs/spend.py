"""Customers as a spend model sees them: who says something about money, and what to warn of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, Notice
from clv.models._inputs.enough import FEWEST_REPEATERS, few_repeaters, one_customer
from clv.models._inputs.gate import LARGEST_FREQUENCY, check_columns, check_weight
from clv.models._maths.arrays import FloatArray, IntArray

__all__ = ["LOG_FREQUENCY", "Spend", "read_spend"]

LOG_FREQUENCY = "log_frequency"
"""A covariate that need not be in the table: 0 for one repeat purchase, and for none."""
TOO_DEPENDENT = 0.15
CONSTANT = 1e-6
MOST_RANKED = 100_000
"""Customers whose ranks are compared; one in so many above it, with a standard error of .003."""


@dataclass(frozen=True)
class Spend:
    """Mean spend of repeat purchases; all arrays of shape (n,) but the last.

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
    z
        Covariates, shape (c, n); c is 0 for a model without any.
    """

    x: IntArray
    mean: FloatArray
    weight: FloatArray
    unpaid: int
    z: FloatArray

    def at(self, lines: IntArray | slice) -> Self:
        """Return some of the customers."""
        return replace(
            self, x=self.x[lines], mean=self.mean[lines], weight=self.weight[lines],
            z=self.z[:, lines],
        )  # fmt: skip

    def thinned(self, most: int) -> Self:
        """Return one in so many customers that no more than ``most`` are left."""
        step = -(-self.x.size // most)
        return self if step <= 1 else self.at(slice(None, None, step))

    def in_units_of(self, money: float) -> Self:
        """Return the same customers with all money divided by ``money``."""
        return replace(self, mean=self.mean / money)

    def informative(self) -> Self:
        """Return the customers who enter the likelihood; ``E_NO_SPEND``, ``E_TOO_FEW``."""
        used = np.flatnonzero((self.x > 0) & (self.weight > 0))
        n = used.size
        if self.unpaid and n == 0:
            raise FitError(
                "E_NO_SPEND",
                f"none of {self.unpaid} repeat buyers has a positive mean spend",
                "read the log with its amounts, or forecast purchases instead of money",
            )
        if n < FEWEST_REPEATERS:
            raise FitError(
                "E_TOO_FEW",
                f"only {n} customers have repeat purchases with a positive mean spend",
                f"give at least {FEWEST_REPEATERS}",
            )
        return self.at(used)

    @property
    def average(self) -> float:
        """Weighted mean of the means, whose sum may be beyond all numbers."""
        largest = float(self.mean.max())
        return float(self.weight @ (self.mean / largest) / self.weight.sum()) * largest

    @cached_property
    def dependence(self) -> float:
        """Spearman's correlation of frequency and mean spend; 0 where one of them is constant."""
        some = self.thinned(MOST_RANKED)
        x = _ranks(some.x, some.weight)
        mean = _ranks(np.unique(some.mean, return_inverse=True)[1], some.weight)
        spread = float((some.weight * x**2).sum() * (some.weight * mean**2).sum())
        return float((some.weight * x * mean).sum()) / spread**0.5 if spread > 0 else 0.0

    def notices(self, *, dependence_is_modelled: bool = False) -> Iterator[Notice]:
        """Yield what a reader of the fit has to know about these customers."""
        if not dependence_is_modelled:
            yield from self._dependent()
        yield from few_repeaters(float(self.weight.sum()))
        level = self.average
        mean = self.mean / level
        yield from one_customer(self.x * mean, self.weight, "repeat spend")
        if self.unpaid:
            yield Notice(
                "W_NO_SPEND",
                f"the repeat purchases of {self.unpaid} customers have no positive mean spend",
                "these customers are expected to spend like the population",
                self.unpaid,
            )
        if np.std(mean) <= CONSTANT:
            yield Notice(
                "W_CONSTANT_SPEND",
                f"all customers spend {level:g} a purchase",
                "value purchases at this amount: there is no difference to be learnt",
            )

    def _dependent(self) -> Iterator[Notice]:
        """Yield ``W_SPEND_DEPENDS`` where frequency and mean spend have to do with each other."""
        if abs(self.dependence) > TOO_DEPENDENT:
            yield Notice(
                "W_SPEND_DEPENDS",
                f"spend goes with frequency (rank correlation {self.dependence:+.2f}), which the "
                "model takes to be unrelated",
                "compare forecast and actual spend by class of frequency (spend_dependence), and "
                f'see on later data whether spend_covariates=("{LOG_FREQUENCY}",) helps',
            )


def read_spend(
    customers: pd.DataFrame,
    sample_weight: ArrayLike | None = None,
    covariates: Sequence[str] = (),
) -> Spend:
    """Check a customer table and take out what it says about money.

    Parameters
    ----------
    customers
        n rows with ``frequency``, ``monetary_value`` and the covariates.
    sample_weight
        Shape (n,), not negative; 1 for everyone by default.
    covariates
        Names of further columns of numbers. ``log_frequency`` is made where it is missing: the
        natural logarithm of the frequency, of those who never came back that of one.

    Returns
    -------
    Spend
        Of all n customers.

    Raises
    ------
    FitError
        ``E_COLUMNS``, ``E_HISTORY`` for a frequency that is no whole number, or ``E_WEIGHT``.
    """
    made = LOG_FREQUENCY in covariates and LOG_FREQUENCY not in customers.columns
    wanted = [name for name in covariates if not (made and name == LOG_FREQUENCY)]
    frequency, mean, *others = check_columns(customers, ("frequency", "monetary_value", *wanted))
    x = _whole(frequency)
    columns = dict(zip(wanted, others, strict=True))
    if made:
        columns[LOG_FREQUENCY] = np.log(np.maximum(frequency, 1))
    known = (x > 0) & (mean > 0)
    return Spend(
        np.where(known, x, 0),
        np.where(known, mean, 0.0),
        check_weight(sample_weight, customers.index),
        int(np.count_nonzero(x) - np.count_nonzero(known)),
        np.array([columns[name] for name in covariates]).reshape(len(covariates), x.size),
    )


def _whole(frequency: FloatArray) -> IntArray:
    """Frequencies as whole numbers; ``E_HISTORY`` where they are none from 0 on."""
    x = frequency.astype(np.int64)
    bad = (x != frequency) | (x < 0) | (x > LARGEST_FREQUENCY)
    if bad.any():
        raise FitError(
            "E_HISTORY",
            f"{int(bad.sum())} customers have a frequency that is no whole number from 0 to "
            f"{LARGEST_FREQUENCY:,}",
            "count repeat purchases: make the table with clv.customers.summarise",
            frequency[bad],
        )
    return x


def _ranks(group: IntArray, weight: FloatArray) -> FloatArray:
    """Ranks about their mean, that of the middle within a group; a weight counts as customers."""
    share = np.bincount(group, weight)
    return np.asarray((np.cumsum(share) - share / 2 - share.sum() / 2)[group])
