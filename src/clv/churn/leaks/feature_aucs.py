"""How well single features order the outcome, in whichever direction they do."""

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from clv.churn.models._classifier import read_outcome

__all__ = ["FEWEST_OF_EITHER", "fewest_of_either", "numbers_of", "single_feature_aucs"]

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
        or, if larger, of whether it is missing. Of columns that are neither numbers nor one of two
        words it is the latter alone. NaN where fewer than ten customers churned or stayed.

    Raises
    ------
    InputError
        ``E_OUTCOME`` for an outcome of other rows, or that is neither true nor false.

    Examples
    --------
    >>> churned = [False] * 10 + [True] * 10
    >>> single_feature_aucs(
    ...     pd.DataFrame({"silence": range(20), "age": [7] * 20}), churned
    ... ).to_dict()
    {'silence': 1.0, 'age': 0.5}
    """
    event = read_outcome(X, y)
    aucs = [_best_auc(column, event) for _, column in X.items()]
    areas = pd.Series(aucs, [str(name) for name in X], dtype=float, name="roc_auc")
    return areas.sort_values(ascending=False, kind="stable")


def numbers_of(column: pd.Series) -> Floats | None:
    """Return the values of a column as numbers.

    Parameters
    ----------
    column
        Of any kind.

    Returns
    -------
    numpy.ndarray or None
        Shape (rows,), NaN where missing; of at most two different words or days, which of them.
        None for more of those.

    Examples
    --------
    >>> numbers_of(pd.Series(["gone", None, "here"])).tolist()
    [0.0, nan, 1.0]
    """
    if column.dtype.kind in "biuf":
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    try:
        codes, words = pd.factorize(column)
    except TypeError:  # lists and the like
        return None
    return None if len(words) > 2 else np.where(codes < 0, np.nan, codes)


def _best_auc(column: pd.Series, event: NDArray[np.bool_]) -> float:
    values, missing = numbers_of(column), column.isna().to_numpy()
    area = _auc(missing.astype(np.float64), event)
    if values is None:
        return area
    return float(np.fmax(area, _auc(values[~missing], event[~missing])))


def _auc(values: Floats, event: NDArray[np.bool_]) -> float:
    """Area under the ROC curve in the better direction, from mean ranks (Mann and Whitney)."""
    if fewest_of_either(event) < FEWEST_OF_EITHER:
        return np.nan
    n, m = int(event.sum()), int((~event).sum())
    above = (rankdata(values)[event].sum() - n * (n + 1) / 2) / (n * m)
    return float(max(above, 1 - above))
