"""Declared sets of features that learned segments may look at."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.segments.grouping import finite_values

__all__ = ["FEATURE_SETS", "feature_names", "feature_values"]

FEATURE_SETS = {
    "standard": ("purchases", "contribution", "inactivity", "active_share"),
    "rfm": ("inactivity", "purchases", "mean_amount"),
    "rhythm": ("purchases", "silent_share", "active_share"),
    "value": ("contribution", "residual_value"),
    "all": (
        "purchases", "contribution", "mean_amount", "inactivity", "silent_share", "active_share",
        "residual_value",
    ),
}  # fmt: skip
"""Features by name of the set: columns of `clv.customers.describe`, ``residual_value``, and
``silent_share``, the part of the time as a customer that has gone by since the last purchase."""


def feature_names(features: str | Sequence[str]) -> tuple[str, ...]:
    """Return the features of a set, or those that were named one by one.

    Parameters
    ----------
    features
        Name of one of `FEATURE_SETS`, or columns; a column that has no transformation of its own
        enters as it is.

    Returns
    -------
    tuple of str
        At least one.

    Raises
    ------
    InputError
        ``E_FEATURES`` for a set that is not declared, or for no feature.

    Examples
    --------
    >>> feature_names("rfm")
    ('inactivity', 'purchases', 'mean_amount')
    """
    names = FEATURE_SETS.get(features, ()) if isinstance(features, str) else tuple(features)
    if not names:
        raise InputError(
            "E_FEATURES",
            f"there is no set of features {features!r}",
            f"name one of {', '.join(FEATURE_SETS)}, or a list of columns",
        )
    return names


def feature_values(table: pd.DataFrame, names: Sequence[str]) -> NDArray[np.float64]:
    """Take features out of a customer table in their own units, before any transformation.

    Parameters
    ----------
    table
        One row a customer, with the columns; inactivity and tenure (days) for ``silent_share``.
    names
        Features.

    Returns
    -------
    numpy.ndarray
        Shape (customers, features), all finite.

    Raises
    ------
    InputError
        As `finite_values`.

    Examples
    --------
    >>> table = pd.DataFrame({"inactivity": [30, 0], "tenure": [120, 0]})
    >>> feature_values(table, ["silent_share"])[:, 0].tolist()
    [0.25, 0.0]
    """
    columns = [name for name in names if name != "silent_share"]
    derived = {}
    if len(columns) < len(names):
        inactivity, tenure = finite_values(table, ["inactivity", "tenure"]).T
        derived["silent_share"] = inactivity / np.maximum(tenure, 1)
    taken = dict(zip(columns, finite_values(table, columns).T, strict=True)) if columns else {}
    return np.column_stack([{**taken, **derived}[name] for name in names])
