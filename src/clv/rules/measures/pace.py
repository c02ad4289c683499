"""Pace: how long a customer's next gap is going to be, from the usual one."""

import pandas as pd

from clv.customers import population_gap, typical_gap
from clv.rules._columns import require

__all__ = ["next_gap", "population_gap", "typical_gap"]


def next_gap(
    features: pd.DataFrame, population: float | None = None, k: float = 3
) -> "pd.Series[float]":
    """Forecast how long each customer's next gap is going to be.

    The median is what keeps the mean absolute error small; it is drawn towards the population's
    however many gaps there are, since the next gap is one draw and not a median.

    Parameters
    ----------
    features
        The table of `clv.customers.customer_facts`: purchases, median_gap (days).
    population
        The usual gap of the population, in days; by default that of these customers.
    k
        How many gaps of one's own weigh as much as the population, above 0.

    Returns
    -------
    pandas.Series of float
        Days, same index; NaN where nobody has bought twice.

    Raises
    ------
    InputError
        ``E_COLUMNS`` for a missing column.

    Examples
    --------
    >>> table = pd.DataFrame({"purchases": [1, 2, 10], "median_gap": [None, 10.0, 30.0]})
    >>> next_gap(table, population=30).tolist()
    [30.0, 25.0, 30.0]
    """
    require(features, "purchases", "median_gap")
    usual = population_gap(features) if population is None else population
    return typical_gap(features, usual, k, own_from=float("inf")).rename("next_gap")
