"""Customers under contract as a likelihood sees them: how long, and whether they are lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, Notice
from clv.models._inputs.gate import check_columns, check_weight
from clv.models._inputs.opportunities import MOST_OPPORTUNITIES
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Tenures", "read_tenures"]

FEWEST = 10
COMFORTABLE = 300
REMEDIES = {
    "E_TOO_FEW": f"give at least {FEWEST} customers, {FEWEST} of them lost",
    "E_NO_EXPOSURE": "wait for the first renewals: nobody has had to decide yet",
    "E_NOBODY_LOST": "take a longer history: where nobody leaves, no churn can be learnt",
    "E_ALL_LOST_AT_ONCE": "add customers who renewed: one period says nothing of the next",
}


@dataclass(frozen=True)
class Tenures:
    """Customers under contract; all arrays of shape (n,).

    Parameters
    ----------
    tenure
        Number of the renewal at which the customer was lost, or of the renewals made so far.
    lost
        Whether the customer was lost.
    weight
        Customers that a row stands for.
    """

    tenure: IntArray
    lost: BoolArray
    weight: FloatArray

    @property
    def n(self) -> float:
        """Customers, counted by weight."""
        return float(self.weight.sum())

    @property
    def n_lost(self) -> float:
        """Those who were lost."""
        return float(self.weight @ self.lost)

    def informative(self) -> Self:
        """Return the rows with a weight; raise where they can tell nothing about churn."""
        used = self.weight > 0
        some = type(self)(self.tenure[used], self.lost[used], self.weight[used])
        faults = [
            (some.n < FEWEST, "E_TOO_FEW", f"there are only {some.n:g} customers"),
            (not some.tenure.any(), "E_NO_EXPOSURE", f"all {some.n:g} customers have tenure 0"),
            (not some.lost.any(), "E_NOBODY_LOST", f"none of {some.n:g} customers was lost"),
            (
                bool((some.lost & (some.tenure == 1)).all()),
                "E_ALL_LOST_AT_ONCE",
                f"all {some.n:g} customers were lost at the first renewal",
            ),
            (some.n_lost < FEWEST, "E_TOO_FEW", f"only {some.n_lost:g} of {some.n:g} were lost"),
        ]
        for found, code, words in faults:
            if found:
                raise FitError(code, words, REMEDIES[code])
        return some

    def notices(self) -> Iterator[Notice]:
        """Yield what a reader of the fit has to know about these customers."""
        if self.n_lost < COMFORTABLE:
            yield Notice(
                "W_FEW_LOST",
                f"only {self.n_lost:g} customers were lost",
                f"read the intervals: below {COMFORTABLE} lost customers they are wide",
                round(self.n_lost),
            )


def read_tenures(customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Tenures:
    """Check a table of customers under contract.

    Parameters
    ----------
    customers
        n rows with ``tenure`` and ``lost``.
    sample_weight
        Shape (n,), not negative; 1 for everyone by default.

    Returns
    -------
    Tenures
        Of all n rows.

    Raises
    ------
    FitError
        ``E_COLUMNS``, ``E_HISTORY`` or ``E_WEIGHT``.
    """
    tenure, lost = check_columns(
        customers, ("tenure", "lost"), "make it with clv.models.cohort_table"
    )
    whole = (tenure >= 0) & (tenure <= MOST_OPPORTUNITIES) & (tenure % 1 == 0)
    rules = {
        f"a tenure that is no whole number from 0 to {MOST_OPPORTUNITIES:,}": ~whole,
        "a value of lost that is neither true nor false": (lost != 0) & (lost != 1),
        "been lost before any renewal": (lost == 1) & (tenure == 0),
    }
    for found, bad in rules.items():
        if bad.any():
            raise FitError(
                "E_HISTORY",
                f"{int(bad.sum())} customers have {found}",
                "tenure is the number of the renewal at which a customer was lost, from 1, or of "
                "the renewals made so far, from 0",
                [f"{a:g} {b:g}" for a, b in zip(tenure[bad], lost[bad], strict=True)],
            )
    weight = check_weight(sample_weight, customers.index)
    return Tenures(tenure.astype(np.int64), lost == 1, weight)
