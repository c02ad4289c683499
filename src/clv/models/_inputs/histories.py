"""From a customer table to distinct histories."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.customers.histories import distinct_rows
from clv.models._inputs.gate import check_columns, check_histories, check_weight
from clv.models._maths.histories import Histories

__all__ = ["read_histories"]


def read_histories(
    customers: pd.DataFrame,
    sample_weight: ArrayLike | None = None,
    covariates: Sequence[str] = (),
) -> Histories:
    """Check a customer table and reduce it to its distinct histories.

    Parameters
    ----------
    customers
        n rows with ``frequency``, ``recency``, ``T`` and the covariates.
    sample_weight
        Shape (n,), not negative; 1 for everyone by default.
    covariates
        Names of further columns of numbers.

    Returns
    -------
    Histories
        With m distinct histories of n customers, sorted.

    Raises
    ------
    FitError
        ``E_COLUMNS``, ``E_HISTORY`` or ``E_WEIGHT``.
    """
    frequency, *times = check_histories(customers)
    others = check_columns(customers, tuple(covariates), "join the covariates to it")
    weight = check_weight(sample_weight, customers.index)
    columns = [frequency.astype(np.int64), *times, *others]
    (x, t_x, T, *z), position = distinct_rows(columns)
    m = x.size
    total = np.bincount(position, None if sample_weight is None else weight, minlength=m)
    stacked = np.array(z).reshape(len(covariates), m)
    return Histories(x, t_x, T, total.astype(np.float64), position, stacked)
