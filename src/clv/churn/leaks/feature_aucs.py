"""How well single features order the outcome, in whichever direction they do."""

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from clv.errors import InputError

__all__ = ["FEWEST_OF_EITHER", "fewest_of_either", "single_feature_aucs"]

Floats: TypeAlias = NDArray[np.float64]

FEWEST_OF_EITHER = 10
"""Customers who churned, and who stayed: with fewer an area near 1 may be chance."""


def fewest_of_either(y: ArrayLike) -> int:
    """Count the customers on the smaller side of an outcome.

    Parameters
    ----------
    y
        Whether each customer churned.

    Returns
    -------
    int
        Those who churned or those who stayed, whoever are fewer.

    Examples
    --------
    >>> fewest_of_either([True, True, False])
    1
    """
    churned = int(np.sum(np.asarray(y, dtype=bool)))
    return min(churned, len(np.asarray(y)) - churned)


def single_feature_aucs(X: pd.DataFrame, y: ArrayLike) -> "pd.Series[float]":
    """Say how well each column alone orders the outcome, in whichever direction it does.

    Parameters
    ----------
    X
        One row a customer.
    y
        Whether each customer churned.

    Returns
    -------
    pandas.Series
        ``roc_auc`` by column, 0.5 to 1, best first: the area under the ROC curve of its values
        or, if larger, of whether it is missing. NaN for columns that are no numbers, and where
        fewer than ten customers churned or stayed.

    Raises
    ------
    InputError
        ``E_INDEX`` for an outcome of other length.

    Examples
    --------
    >>> churned = [False] * 10 + [True] * 10
    >>> single_feature_aucs(
    ...     pd.DataFrame({"silence": range(20), "age": [7] * 20}), churned
    ... ).to_dict()
    {'silence': 1.0, 'age': 0.5}
    """
    event = np.asarray(y, dtype=bool)
    if len(event) != len(X):
        raise InputError(
            "E_INDEX",
            f"the table has {len(X)} rows, the outcome {len(event)}",
            "give the outcome of the same rows in the same order",
        )
    aucs = {str(name): _best_auc(column, event) for name, column in X.items()}
    return pd.Series(aucs, dtype=float, name="roc_auc").sort_values(ascending=False, kind="stable")


def _best_auc(column: pd.Series, event: NDArray[np.bool_]) -> float:
    if column.dtype.kind not in "biuf" or fewest_of_either(event) < FEWEST_OF_EITHER:
        return np.nan
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    missing = np.isnan(values)
    return float(
        np.nanmax(
            [_auc(missing.astype(np.float64), event), _auc(values[~missing], event[~missing])]
        )
    )


def _auc(values: Floats, event: NDArray[np.bool_]) -> float:
    """Area under the ROC curve in the better direction, from mean ranks (Mann and Whitney)."""
    if fewest_of_either(event) < FEWEST_OF_EITHER:
        return np.nan
    n, m = int(event.sum()), int((~event).sum())
    above = (rankdata(values)[event].sum() - n * (n + 1) / 2) / (n * m)
    return float(max(above, 1 - above))
