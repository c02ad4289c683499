"""Whether customers with a stated risk of 30% churn in 30 of 100 cases."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers import wilson_interval
from clv.evaluation.metrics.base import Floats
from clv.segments import band_edges

__all__ = ["calibration_table"]


def calibration_table(
    probability: Floats, event: NDArray[np.bool_], groups: int = 10, level: float = 0.95
) -> pd.DataFrame:
    """Compare probabilities with what happened, in groups of customers as equal as ties allow.

    Parameters
    ----------
    probability
        Stated probability of the event, shape (customers,).
    event
        Whether it happened, shape (customers,).
    groups
        Groups from the lowest to the highest probability; ties can leave fewer.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by group (1 is the lowest): customers, predicted (mean probability), observed
        (share with the event), lower, upper (Wilson's interval of that share).

    Examples
    --------
    >>> stated = np.array([0.25, 0.25, 0.5, 1.0])
    >>> table = calibration_table(stated, np.array([False, False, False, True]), groups=2)
    >>> table[["customers", "predicted", "observed"]].values.tolist()
    [[2.0, 0.25, 0.0], [2.0, 0.75, 0.5]]
    """
    group = 1 + np.searchsorted(band_edges(probability, groups), probability, side="right")
    customers = pd.DataFrame({"predicted": probability, "observed": event}).groupby(group)
    table = customers.mean().rename_axis("group")
    table.insert(0, "customers", customers.size())
    table["lower"], table["upper"] = wilson_interval(table["observed"], table["customers"], level)
    return table
