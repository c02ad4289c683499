"""What customers are still worth: expected spend ahead, discounted."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = [
    "PurchaseForecast",
    "SpendForecast",
    "forecast_customers",
    "residual_value",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class PurchaseForecast(Protocol):
    """A fitted model of purchases, such as BGNBD."""

    def predict(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Expected purchases by customer."""

    def dert(
        self, customers: pd.DataFrame, annual_discount_rate: float, horizon: float
    ) -> pd.Series:
        """Discounted expected purchases by customer."""

    def probability_active(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Probability of a purchase by customer."""

    def simulate_futures(
        self, customers: pd.DataFrame, horizon: float, draws: int, seed: int
    ) -> Iterator[IntArray]:
        """Drawn purchases by customer, one future after the other."""


class SpendForecast(Protocol):
    """A fitted model of spend per purchase, such as GammaGamma."""

    def predict(self, customers: pd.DataFrame) -> pd.Series:
        """Expected spend per purchase by customer."""

    def simulate_spends(
        self, customers: pd.DataFrame, futures: Iterable[IntArray], seed: int
    ) -> Iterator[FloatArray]:
        """Drawn total spend by customer, one for each array of purchases."""


def residual_value(
    purchase_model: PurchaseForecast,
    spend_model: SpendForecast,
    customers: pd.DataFrame,
    horizon: float,
    annual_discount_rate: float = 0.0,
) -> pd.Series:
    """Return the expected spend of each customer in the next ``horizon``, discounted to as_of.

    Every purchase is discounted from its own moment s, by ``(1 + rate)^(-s in years)``.

    Parameters
    ----------
    purchase_model, spend_model
        Fitted on customers in the same time unit.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value``.
    horizon
        In the time unit of the purchase model; ``math.inf`` for ever, if money is discounted.
    annual_discount_rate
        0.1 is 10% a year of 365.25 days; from 0.

    Returns
    -------
    Series
        ``residual_value``, by customer, in the money of the log.

    Raises
    ------
    InputError
        ``E_RATE`` for a negative or unreadable rate, ``E_UNIT`` where discounting needs a time unit
        and the model knows none.
    """
    purchases = purchase_model.dert(customers, annual_discount_rate, horizon)
    value = purchases.to_numpy() * spend_model.predict(customers).to_numpy()
    return pd.Series(value, customers.index, name="residual_value")


def forecast_customers(
    purchase_model: PurchaseForecast,
    spend_model: SpendForecast,
    customers: pd.DataFrame,
    horizon: float,
    annual_discount_rate: float = 0.0,
) -> pd.DataFrame:
    """Put what is expected of each customer beside what is known.

    Parameters
    ----------
    purchase_model, spend_model
        Fitted on customers in the same time unit.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value``.
    horizon
        In the time unit of the purchase model.
    annual_discount_rate
        0.1 is 10% a year of 365.25 days; from 0.

    Returns
    -------
    DataFrame
        The customers' own columns, then probability_active (at least one purchase in the horizon),
        expected_purchases and residual_value (money, discounted).

    Raises
    ------
    InputError
        As `residual_value`.
    """
    value = residual_value(purchase_model, spend_model, customers, horizon, annual_discount_rate)
    return customers.assign(
        probability_active=purchase_model.probability_active(customers, horizon),
        expected_purchases=purchase_model.predict(customers, horizon),
        residual_value=value,
    )
