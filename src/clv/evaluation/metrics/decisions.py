"""What a ranking is worth to whoever contacts customers with a budget and at a cost."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, counts
from clv.evaluation.metrics.ranked import contact_values, mean_value, ranked

__all__ = ["BUDGETS", "COSTS", "decision_value"]

BUDGETS = (0.1, 0.2, 0.4)
"""Largest shares of the customers that may be contacted."""

COSTS = (0.5, 1.0, 2.0)
"""Costs of a contact in means of the later spend of a customer."""


def decision_value(
    spend: ArrayLike,
    expected: ArrayLike,
    weights: ArrayLike | None = None,
    budgets: tuple[float, ...] = BUDGETS,
    costs: tuple[float, ...] = COSTS,
) -> Floats:
    """Gain of contacting those of whom most was expected, between chance (0) and foresight (1).

    Customers are contacted from the highest expectation down, as long as the budget lasts and the
    expectation, as a multiple of its mean, is above the cost; of those at the edge who rank
    equally, in part. The gain is what they spent later less the cost, over that of contacts by
    chance and as a share of what the perfect order would have gained over chance. The mean over
    budgets and costs is returned, without those at which foresight gains nothing. Spend after a
    contact is not spend caused by it: this values a ranking, not a campaign.

    Parameters
    ----------
    spend
        Net money spent later, shape (customers,).
    expected
        What was expected of them, in any unit, shape (customers,); for groups what they brought
        before.
    weights
        How often each customer counts, shape (..., customers).
    budgets, costs
        As `BUDGETS` and `COSTS`.

    Returns
    -------
    numpy.ndarray
        Shape (...), at most 1; below 0 where chance would have done better, NaN where nothing is
        to be gained.

    Examples
    --------
    >>> float(decision_value([8, 1, 1, 0], [9, 5, 1, 1], budgets=(0.25,), costs=(1.0,)))
    1.0
    """
    y = np.asarray(spend, dtype=np.float64)
    w = counts(weights, len(y))
    foresight = ranked(y, y, w).gains(budgets, costs)
    return mean_value(contact_values(ranked(y, expected, w), foresight, budgets, costs))
