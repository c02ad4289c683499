"""What customers are still worth: expected spend ahead, discounted, and totals with ranges.

``residual_value`` speaks of what lies ahead, never of what was paid before. It is revenue unless
the amounts given to the spend model were margins.
"""

from collections.abc import Iterable, Iterator
from itertools import tee
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.periods import DAYS_PER_UNIT

__all__ = [
    "PurchaseForecast",
    "SpendForecast",
    "forecast_customers",
    "forecast_total",
    "residual_value",
]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

DAYS_PER_YEAR = 365.25
NODES = 12
"""Of the quadrature over time: below 100% a year it errs by 1e-11 in 3 years, 1e-6 in 10."""


class PurchaseForecast(Protocol):
    """A fitted model of purchases, such as BGNBD."""

    time_unit_: str | None

    def predict(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Expected purchases by customer."""

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

    Every purchase is discounted from its own moment s, by ``(1 + rate)^(-s in years)``. With E(s)
    the expected purchases until s and k = ln(1 + rate) per unit of time, integration by parts gives
    ``exp(-k t) E(t) + k * integral of exp(-k s) E(s) from 0 to t``, a smooth integral that a dozen
    nodes of Gauss and Legendre settle, so that no step length has to be chosen.

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
    Series
        ``residual_value``, by customer, in the money of the log.

    Raises
    ------
    InputError
        ``E_RATE`` for a negative or unreadable rate, ``E_UNIT`` where discounting needs a time unit
        and the model knows none.
    """
    purchases = _discounted(purchase_model, customers, horizon, annual_discount_rate)
    value = purchases * spend_model.predict(customers).to_numpy()
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


def _discounted(
    model: PurchaseForecast, customers: pd.DataFrame, horizon: float, rate: float
) -> FloatArray:
    """Expected purchases, each multiplied by its discount."""
    k = _force_of_discount(rate, model.time_unit_)
    expected: FloatArray = np.exp(-k * horizon) * model.predict(customers, horizon).to_numpy()
    if k > 0:
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        for s, width in zip(horizon * (nodes + 1) / 2, horizon * weights / 2, strict=True):
            expected += k * width * np.exp(-k * s) * model.predict(customers, s).to_numpy()
    return expected


def _force_of_discount(rate: float, unit: str | None) -> float:
    if not (np.isfinite(rate) and rate >= 0):
        raise InputError(
            "E_RATE",
            "annual_discount_rate is no finite number from 0",
            "give 0.1 for ten per cent a year",
            [rate],
        )
    if rate == 0:
        return 0.0
    if unit not in DAYS_PER_UNIT:
        raise InputError(
            "E_UNIT",
            f"discounting by the year needs the model's time unit, and it is {unit!r}",
            'fit on a table with attrs["time_unit"] of D, W or M, as clv.customers.summarise makes',
        )
    return float(np.log1p(rate)) * DAYS_PER_UNIT[unit] / DAYS_PER_YEAR


def forecast_total(
    purchase_model: PurchaseForecast,
    spend_model: SpendForecast,
    customers: pd.DataFrame,
    horizon: float,
    draws: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Forecast what all customers together do in the next ``horizon``, with 95% intervals.

    Every draw takes parameters from the posterior of both models and then plays the future of
    each customer, so that the intervals hold the doubt about the parameters and plain chance. They
    do not hold the doubt whether the models are right.

    Parameters
    ----------
    purchase_model, spend_model
        Fitted.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value``.
    horizon
        In the time unit of the purchase model.
    draws
        Futures to play.
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        Rows ``purchases``, ``spend``, ``active_customers``; columns ``mean``, ``lower``, ``upper``.

    Raises
    ------
    InputError
        ``E_DRAWS`` below 2 draws, which show no spread.
    """
    if draws < 2:
        raise InputError("E_DRAWS", "an interval needs 2 draws or more", "draw 200", [draws])
    seeds = np.random.SeedSequence(seed).generate_state(2).tolist()
    futures, counted = tee(purchase_model.simulate_futures(customers, horizon, draws, seeds[0]))
    spends = spend_model.simulate_spends(customers, futures, seeds[1])
    totals = pd.DataFrame(
        {
            "purchases": float(counts.sum()),
            "spend": float(spend.sum()),
            "active_customers": float(np.count_nonzero(counts)),
        }
        for spend, counts in zip(spends, counted, strict=True)
    )
    lower, upper = totals.quantile(0.025), totals.quantile(0.975)
    return pd.DataFrame({"mean": totals.mean(), "lower": lower, "upper": upper})
