"""Features of customers on comparable scales.

Counts, money and days enter as logarithms, because a tenth purchase matters less than a second
one; shares enter as they are. Money is measured in its own median first, so the unit of money
changes nothing. Every feature then has mean 0 and variance 1 in the table that was learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.segments._learning import money_unit
from clv.segments.feature_sets import feature_names, feature_values

__all__ = ["FeatureScales"]

_COUNTS = {"purchases"}
_DAYS = {"inactivity", "tenure", "median_gap"}
_MONEY = {"contribution", "mean_amount", "residual_value"}


@dataclass(frozen=True, eq=False)
class FeatureScales:
    """How features become points: units of money, means and standard deviations, once learned.

    Parameters
    ----------
    names
        Features.
    money_units
        Median of each money column among customers with any, in the log's unit of money.
    mean, scale
        Shape (features,): of the transformed features; the scale of a constant one is 1.
    """

    names: tuple[str, ...]
    money_units: dict[str, float]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]

    @classmethod
    def learn(cls, table: pd.DataFrame, features: str | Sequence[str]) -> Self:
        """Learn units and scales.

        Parameters
        ----------
        table
            One row a customer.
        features
            As `feature_names`.

        Returns
        -------
        FeatureScales
            Scales for this table and later ones.

        Raises
        ------
        InputError
            As `feature_names` and `feature_values`.
        """
        names = feature_names(features)
        values = feature_values(table, names)
        money = {name: money_unit(column) for name, column in zip(names, values.T, strict=True)}
        units = {name: size for name, size in money.items() if name in _MONEY}
        raw = _transformed(values, names, units)
        scale = raw.std(axis=0)
        return cls(names, units, raw.mean(axis=0), np.where(scale > 0, scale, 1.0))

    def points(self, table: pd.DataFrame) -> NDArray[np.float64]:
        """Place customers on the learned scales.

        Parameters
        ----------
        table
            One row a customer.

        Returns
        -------
        numpy.ndarray
            Shape (customers, features), in standard deviations from the mean customer.

        Raises
        ------
        InputError
            As `feature_values`.
        """
        raw = _transformed(feature_values(table, self.names), self.names, self.money_units)
        return np.asarray((raw - self.mean) / self.scale)


def _transformed(
    values: NDArray[np.float64], names: Sequence[str], units: dict[str, float]
) -> NDArray[np.float64]:
    columns = []
    for name, column in zip(names, values.T, strict=True):
        if name in _COUNTS:  # none in the window of the table counts as half a purchase
            columns.append(np.log(np.maximum(column, 0.5)))
        elif name in _DAYS:
            columns.append(np.log1p(column))
        elif name in _MONEY:
            columns.append(np.log1p(np.maximum(column, 0) / units[name]))
        else:
            columns.append(column)
    return np.column_stack(columns)
