"""What a business risks with its largest customers (for system T20, 集中度风险)."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.rules.measures._top import membership

__all__ = ["Dependence", "dependence"]

_TOPS = (1, 5, 10)


@dataclass(frozen=True, eq=False)
class Dependence:
    """How far a business depends on its largest customers.

    Parameters
    ----------
    customers
        Customers with a known value.
    hhi
        Herfindahl-Hirschman index: the sum of squared shares, from 1/customers (all equal) to 1.
    concentrated
        Whether the largest customer reaches the critical share.
    top
        One row for the top 1, 5 and 10: ``customers`` (as many as there are), ``share`` of all
        positive money, ``money``, and ``expected_loss`` in money (NaN without chances of leaving).
    """

    customers: int
    hhi: float
    concentrated: bool
    top: pd.DataFrame

    @property
    def effective_customers(self) -> float:
        """How many customers of equal size would make the same index."""
        return 1 / self.hhi


def dependence(
    values: "pd.Series[float]",
    inactive: "pd.Series[float] | None" = None,
    critical: float = 0.05,
) -> Dependence:
    """Say what a business risks with its largest customers.

    Parameters
    ----------
    values
        Money a customer, indexed by customer; unknown ones (NaN) are left out, and negative ones
        count as 0, because a loss that leaves is no risk.
    inactive
        For the same customers the probability, 0 to 1, of no purchase in the time ahead.
    critical
        From which share the largest customer makes the business concentrated, 0 to 1 (ours).

    Returns
    -------
    Dependence
        Index, shares and expected losses. Customers tied at the edge of a top count in proportion.

    Raises
    ------
    InputError
        ``E_VALUES`` if nobody has a positive value, ``E_PROBABILITY`` if a known customer's
        probability is missing or none.

    Examples
    --------
    >>> money = pd.Series([50.0, 30.0, 20.0], index=["ada", "bo", "cy"])
    >>> found = dependence(money, pd.Series([0.1, 0.5, 0.9], index=["ada", "bo", "cy"]))
    >>> round(found.hhi, 2), found.concentrated
    (0.38, True)
    >>> found.top["expected_loss"].tolist()
    [5.0, 38.0, 38.0]
    """
    known = values.dropna().clip(lower=0)
    total = math.fsum(known)
    if not 0 < total < math.inf:
        raise InputError(
            "E_VALUES",
            f"the money of {len(known):,} customers has no positive and finite total",
            "check the amounts, or choose another window",
        )
    money = known.to_numpy(dtype=float)
    risk = np.full(money.size, math.nan) if inactive is None else _chances(inactive, known.index)
    rows = {}
    for k in _TOPS:
        taken = membership(money, min(k, money.size)) * money
        loss = math.nan if inactive is None else math.fsum(taken * risk)
        rows[k] = (min(k, money.size), math.fsum(taken) / total, math.fsum(taken), loss)
    columns = ["customers", "share", "money", "expected_loss"]
    top = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("top")
    hhi = math.fsum((money / total) ** 2)
    return Dependence(money.size, hhi, rows[1][1] >= critical, top)


def _chances(inactive: "pd.Series[float]", customers: pd.Index) -> NDArray[np.floating]:
    chances = np.asarray(inactive.reindex(customers), dtype=float)
    odd = customers[~((chances >= 0) & (chances <= 1))]
    if len(odd):
        raise InputError(
            "E_PROBABILITY",
            f"{len(odd):,} customers have no probability between 0 and 1",
            "give one for every customer with a known value",
            list(odd),
        )
    return chances
