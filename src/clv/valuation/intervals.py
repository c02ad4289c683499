"""How far a customer's value is in doubt, and how far chance will carry the actual spend from it.

These are two questions. `value_intervals` speaks of an expectation, the average over many customers
of one history: its limits close in as data grow. `outcome_intervals` speaks of what one customer
is going to spend: its limits stay wide however much is known. Neither holds the doubt whether the
models are right.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray
from clv.models.gamma_gamma import GammaGamma
from clv.models.kinds import distinct_customers
from clv.models.over_draws import (
    expected_over_draws,
    futures_over_draws,
    spend_over_draws,
    spends_over_draws,
)
from clv.models.purchase_model import PurchaseModel
from clv.valuation._limits import Draws, limits, tables_of
from clv.valuation.forecasts import residual_value

__all__ = ["outcome_intervals", "value_intervals"]


def value_intervals(
    purchase_model: PurchaseModel,
    spend_model: GammaGamma,
    customers: pd.DataFrame,
    horizon: float,
    annual_discount_rate: float = 0.0,
    draws: Draws = 200,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the expected spend of each customer ahead, and the doubt about that expectation.

    The limits tell how far the parameters are known: what customers of this history spend ON
    AVERAGE lies between them. What one of them will actually spend varies far more, from 0 on: see
    `outcome_intervals`. The doubt whether the models are right is not in them.

    Parameters
    ----------
    purchase_model, spend_model
        Fitted on customers in the same time unit.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value`` and covariates.
    horizon, annual_discount_rate
        As for `residual_value`.
    draws
        How many draws of the parameters from the normal approximation of the fits, or the
        `Posterior` of both models, of equal size. With 200 draws a limit is off by a tenth of its
        distance from the middle, with 1000 by a twentieth.
    level
        Probability between the limits, in (0, 1).
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        ``residual_value`` (at the fitted parameters), ``lower`` and ``upper``, by customer, in the
        money of the log. An upper limit may be infinite: spend has no mean under some draws then.

    Raises
    ------
    InputError
        ``E_DRAWS``, ``E_PROBABILITY``, and as `residual_value`.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> money = {"p": 6.0, "q": 4.0, "gamma": 15.0}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1, spend=money)
    >>> models = BGNBD().fit(customers), GammaGamma().fit(customers)
    >>> table = value_intervals(*models, customers, horizon=39.0)
    >>> bool(table["residual_value"].between(table["lower"], table["upper"]).all())
    True
    """
    tables = tables_of((purchase_model, spend_model), draws, seed)

    def values(block: pd.DataFrame, _: np.random.Generator) -> Iterator[FloatArray]:
        ours = expected_over_draws(purchase_model, block, horizon, tables[0], annual_discount_rate)
        theirs = spend_over_draws(spend_model, block, tables[1])
        for expected, spend in zip(ours, theirs, strict=True):
            # No purchases cost nothing even where the spend has no mean.
            yield np.multiply(expected, spend, out=np.zeros(spend.size), where=expected > 0)

    rows, position = distinct_customers((purchase_model, spend_model), customers)
    lower, upper = limits(values, rows, level, seed)
    value = residual_value(purchase_model, spend_model, rows, horizon, annual_discount_rate)
    columns = {"residual_value": value.to_numpy(), "lower": lower, "upper": upper}
    by_customer = {name: column[position] for name, column in columns.items()}
    return pd.DataFrame(by_customer, index=customers.index)


def outcome_intervals(
    purchase_model: PurchaseModel,
    spend_model: GammaGamma,
    customers: pd.DataFrame,
    horizon: float,
    draws: Draws = 200,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return between which limits the ACTUAL spend of each customer ahead will lie.

    Every draw takes parameters from the posterior and plays a future with them, so that the limits
    hold chance as well as the doubt about the parameters, but not the doubt whether the models are
    right. The lower one is 0 for whoever may well not come back. Nothing is discounted. They are of
    single customers: chance evens out over a group, for which `forecast_total` is the answer.

    Parameters
    ----------
    purchase_model, spend_model, customers, horizon, level, seed
        As for `value_intervals`.
    draws
        As there; a future is played with each. Customers of one kind share their futures.

    Returns
    -------
    DataFrame
        ``lower_outcome`` and ``upper_outcome``, by customer, in the money of the log.

    Raises
    ------
    InputError
        As `value_intervals`.
    """
    tables = tables_of((purchase_model, spend_model), draws, seed)

    def values(block: pd.DataFrame, rng: np.random.Generator) -> Iterator[FloatArray]:
        futures = futures_over_draws(purchase_model, block, horizon, tables[0], rng)
        return spends_over_draws(spend_model, block, futures, tables[1], rng)

    rows, position = distinct_customers((purchase_model, spend_model), customers)
    lower, upper = limits(values, rows, level, seed)
    by_customer = {"lower_outcome": lower[position], "upper_outcome": upper[position]}
    return pd.DataFrame(by_customer, index=customers.index)
