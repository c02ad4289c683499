"""What customers are still worth: expected spend ahead, discounted."""

import numpy as np
import pandas as pd

from clv.models.purchase_forecast import PurchaseForecast
from clv.models.spend_forecast import SpendForecast

__all__ = ["forecast_customers", "residual_value", "value_if_alive"]


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


def value_if_alive(
    purchase_model: PurchaseForecast,
    spend_model: SpendForecast,
    customers: pd.DataFrame,
    horizon: float,
    annual_discount_rate: float = 0.0,
) -> pd.Series:
    """Return what each customer would still be worth if it were sure that he is one.

    What is lost with a customer who leaves, and so what keeping him may bring: the residual value
    without the doubt about his being alive, which has the risk of churn in it already.

    Parameters
    ----------
    purchase_model, spend_model, customers, horizon, annual_discount_rate
        As of `residual_value`.

    Returns
    -------
    Series
        ``value_if_alive``, by customer, in the money of the log; 0 where the probability of being
        alive is too small for a number.

    Raises
    ------
    InputError
        As `residual_value`.
    """
    value = residual_value(purchase_model, spend_model, customers, horizon, annual_discount_rate)
    alive = purchase_model.probability_alive(customers).to_numpy()
    worth = np.divide(value.to_numpy(), alive, out=np.zeros(len(alive)), where=alive > 0)
    return pd.Series(worth, customers.index, name="value_if_alive")


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
