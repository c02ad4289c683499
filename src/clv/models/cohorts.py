"""Cohorts of customers under contract, as tables that `SBG` fits."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import InputError

__all__ = ["cohort_table"]


def cohort_table(survivors: ArrayLike, start: float) -> pd.DataFrame:
    """Turn how many of a cohort were left after each renewal into rows for `SBG.fit`.

    Parameters
    ----------
    survivors
        Customers left after renewal 1, 2, ...; they never grow.
    start
        Customers of the cohort before the first renewal.

    Returns
    -------
    DataFrame
        ``tenure``, ``lost`` and ``weight``: a row for the lost of each renewal, then one for those
        who are left. Several cohorts make one table by `pandas.concat`.

    Raises
    ------
    InputError
        ``E_SURVIVORS`` where numbers grow, are negative, or no numbers.

    Examples
    --------
    >>> cohort_table([80, 70], start=100)
       tenure   lost  weight
    0       1   True    20.0
    1       2   True    10.0
    2       2  False    70.0
    """
    left = np.concatenate([[start], np.asarray(survivors, dtype=np.float64).ravel()])
    lost = -np.diff(left)
    if not (np.isfinite(left).all() and left[-1] >= 0 and (lost >= 0).all()):
        raise InputError(
            "E_SURVIVORS",
            "the survivors of a cohort grow, are negative or no numbers",
            "give how many of the same customers were left after each renewal",
            left[1:],
        )
    tenure = np.arange(1, lost.size + 1)
    return pd.DataFrame(
        {
            "tenure": np.append(tenure, lost.size),
            "lost": np.append(np.ones(lost.size, dtype=bool), False),
            "weight": np.append(lost, left[-1]),
        }
    )
