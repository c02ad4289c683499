"""Would the same groups come out again? Refits on resampled customers."""

from copy import deepcopy

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from clv.errors import InputError
from clv.segments.grouping import Grouping

__all__ = ["bootstrap_stability"]


def bootstrap_stability(
    grouping: Grouping, table: pd.DataFrame, draws: int = 50, seed: int = 0
) -> NDArray[np.float64]:
    """Refit a grouping on resampled customers and compare its labels with the original ones.

    Each draw takes as many customers as there are, with replacement, learns the grouping anew and
    labels the whole table with it; agreement is the adjusted Rand index, which does not depend on
    the names of the groups (Hennig 2007, "Cluster-wise assessment of cluster stability",
    compares group by group; one index a draw is enough to rank whole groupings).

    Parameters
    ----------
    grouping
        Fitted or not; it is copied and stays as it was.
    table
        One row a customer.
    draws
        How many refits.
    seed
        Seed of the draws.

    Returns
    -------
    numpy.ndarray
        Shape (draws,): 1 where the refit gives the same groups, about 0 where it agrees no better
        than chance, 0 where the resample cannot be grouped. Groups that learn nothing, such as
        random ones, are at 1 by construction.

    Examples
    --------
    >>> from clv.segments.bands import ValueBands
    >>> table = pd.DataFrame({"contribution": np.arange(100.0)})
    >>> bool(bootstrap_stability(ValueBands(2, "contribution"), table, draws=5).min() > 0.5)
    True
    """
    generator = np.random.default_rng(seed)
    original = _numbered(deepcopy(grouping).fit(table), table)
    agreement = []
    for _ in range(draws):
        rows = generator.integers(0, len(table), len(table))
        resampled = table.iloc[rows].reset_index(drop=True)
        agreement.append(_agreement(original, grouping, resampled, table))
    return np.array(agreement)


def _agreement(
    original: NDArray[np.intp], grouping: Grouping, resampled: pd.DataFrame, table: pd.DataFrame
) -> float:
    try:
        again = _numbered(deepcopy(grouping).fit(resampled), table)
    except InputError:  # too few different customers were drawn to make these groups
        return 0.0
    return float(adjusted_rand_score(original, again))


def _numbered(grouping: Grouping, table: pd.DataFrame) -> NDArray[np.intp]:
    return pd.factorize(grouping.labels(table))[0]
