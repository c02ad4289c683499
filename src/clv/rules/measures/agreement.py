"""How far two rule systems say the same of the same customers."""

from dataclasses import dataclass

import pandas as pd
from scipy.stats.contingency import association
from sklearn.metrics import adjusted_rand_score

from clv.errors import InputError
from clv.rules.assignment import Assignment
from clv.rules.states import STATES

__all__ = ["Agreement", "agreement"]


@dataclass(frozen=True, eq=False)
class Agreement:
    """Two labellings of the same customers side by side.

    Parameters
    ----------
    table
        Customers by the label of the one (rows) and of the other (columns): all cells in the order
        of their systems, then the states that occur.
    adjusted_rand
        1 where the groups are the same, about 0 where they have no more in common than chance makes
        them have, below 0 for less (Hubert and Arabie 1985).
    cramers_v
        0 where one label says nothing of the other, 1 where it tells it (Cramer 1946); NaN where
        one side has one label only. In small tables chance alone lifts it above 0.
    judged
        Customers with a cell in both, on whom the two numbers rest.
    """

    table: pd.DataFrame
    adjusted_rand: float
    cramers_v: float
    judged: int


def agreement(one: Assignment, other: Assignment) -> Agreement:
    """Compare the labels of two systems.

    Parameters
    ----------
    one, other
        Labels of the same customers; who is in one of them only is left out.

    Returns
    -------
    Agreement
        Cross table, adjusted Rand index and Cramer's V.

    Raises
    ------
    InputError
        ``E_NO_COMMON`` if no customer is in both.

    Examples
    --------
    >>> from clv.rules import ContributionStability
    >>> from clv.rules.systems.loyalty import ValueLoyalty
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [9, 6, 8, 2],
    ...         "contribution": [900.0, 700.0, 80.0, 20.0],
    ...         "tenure": [300, 300, 300, 300],
    ...         "inactivity": [3, 200, 10, 300],
    ...         "periods_observed": [10, 10, 10, 10],
    ...         "active_share": [0.9, 0.3, 0.8, 0.2],
    ...     }
    ... )
    >>> both = [
    ...     rules().fit(features).assign(features)
    ...     for rules in (ContributionStability, ValueLoyalty)
    ... ]
    >>> found = agreement(*both)
    >>> found.table.loc["EI"].to_dict()
    {'strategic': 1, 'vendor': 0, 'friend': 0, 'acquaintance': 0}
    >>> found.adjusted_rand, found.cramers_v
    (1.0, 1.0)
    """
    common = one.labels.index.intersection(other.labels.index)
    if common.empty:
        raise InputError(
            "E_NO_COMMON",
            f"none of {len(one.labels):,} and {len(other.labels):,} customers is in both",
            "label the same customers by both systems",
        )
    left, right = one.labels.loc[common], other.labels.loc[common]
    table = pd.crosstab(left.to_numpy(), right.to_numpy())
    table = table.reindex(index=_order(one, left), columns=_order(other, right), fill_value=0)
    judged = ~(left.isin(STATES) | right.isin(STATES))
    left, right = left[judged], right[judged]
    return Agreement(
        table.rename_axis(index=one.system.id, columns=other.system.id),
        float(adjusted_rand_score(left, right)) if len(left) else float("nan"),
        _cramers_v(pd.crosstab(left.to_numpy(), right.to_numpy())),
        len(left),
    )


def _order(assignment: Assignment, labels: "pd.Series[str]") -> list[str]:
    cells = [cell.key for cell in assignment.system.cells]
    return [*cells, *(state for state in STATES if labels.eq(state).any())]


def _cramers_v(counts: pd.DataFrame) -> float:
    if min(counts.shape, default=0) < 2:
        return float("nan")
    return float(association(counts.to_numpy(), method="cramer"))
