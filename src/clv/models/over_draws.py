"""Forecasts once for each draw of the parameters, to carry doubt about them to the customers.

A draw is a row of a table with one column a label of the model, natural scale, such as
``posterior(...).draws`` or `FittedModel.sample_posterior` gives.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd

from clv.models._inputs.gate import check_rate
from clv.models._likelihood import points_of
from clv.models._maths import gamma_gamma
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models.gamma_gamma import GammaGamma
from clv.models.purchase_model import PurchaseModel
from clv.periods import discount_force

__all__ = [
    "amounts_over_draws",
    "expected_over_draws",
    "futures_over_draws",
    "spend_over_draws",
    "spends_over_draws",
]


def expected_over_draws(
    model: PurchaseModel,
    customers: pd.DataFrame,
    horizon: float,
    draws: pd.DataFrame,
    annual_discount_rate: float = 0.0,
) -> Iterator[FloatArray]:
    """Yield the expected purchases of each customer under one draw after the other.

    Parameters
    ----------
    model
        Fitted.
    customers
        As for `PurchaseModel.predict`.
    horizon
        In the time unit of the model; infinite only where purchases are discounted.
    draws
        Parameters, one row a draw.
    annual_discount_rate
        0.1 is 10% a year of 365.25 days; from 0.

    Yields
    ------
    array
        Shape (n,), in the order of the table; one for each draw, so that memory does not grow with
        their number.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(2000, 39.0), seed=1)
    >>> model = BGNBD().fit(customers)
    >>> draws = model.sample_posterior(3, seed=1)
    >>> [expected.shape for expected in expected_over_draws(model, customers, 52.0, draws)]
    [(2000,), (2000,), (2000,)]
    """
    ahead = _ahead(model, horizon, annual_discount_rate)
    data = model._read(customers)
    # What lies ahead of the living is the same for all histories of one frequency and T.
    alike = model.memoryless and model._design(data) is None
    ages = data.without_recency() if alike else data
    back = ages.position if alike else slice(None)
    for point in points_of(model, draws):
        theta = model._params_of(data, point)
        expected = model._alive(data, theta) * ahead(ages, theta)[back]
        yield expected[data.position]


def _ahead(
    model: PurchaseModel, horizon: float, annual_discount_rate: float
) -> Callable[[Histories, FloatArray], FloatArray]:
    """Return what maps histories and parameters to purchases ahead of the living."""
    force = discount_force(check_rate(annual_discount_rate), model.time_unit_)
    t = horizon if horizon == np.inf and force > 0 else model._horizon(horizon)
    if force > 0:
        return lambda data, theta: model._discounted_ahead(data, theta, force, t)
    return lambda data, theta: model._ahead(data, theta, t)


def futures_over_draws(
    model: PurchaseModel,
    customers: pd.DataFrame,
    horizon: float,
    draws: pd.DataFrame,
    rng: np.random.Generator,
) -> Iterator[IntArray]:
    """Yield drawn purchases of each customer, one future for each draw of the parameters.

    Parameters
    ----------
    model, customers, horizon, draws
        As for `expected_over_draws`.
    rng
        Generator, used as the iteration goes on.

    Yields
    ------
    array
        Purchases of each customer, shape (n,).
    """
    t, data = model._horizon(horizon), model._read(customers)
    for point in points_of(model, draws):
        yield model._draw(data, model._params_of(data, point), t, rng)


def spend_over_draws(
    model: GammaGamma, customers: pd.DataFrame, draws: pd.DataFrame
) -> Iterator[FloatArray]:
    """Yield the expected spend of a further purchase of each customer under each draw.

    Parameters
    ----------
    model
        Fitted.
    customers
        As for `GammaGamma.predict`.
    draws
        Parameters, one row a draw.

    Yields
    ------
    array
        Money of shape (n,), infinite where a draw has no mean (p x + q no larger than 1).
    """
    data = model._read(customers)
    for point in points_of(model, draws):
        yield gamma_gamma.expected_spend(data.x, data.mean, model._params_of(data, point))


def spends_over_draws(
    model: GammaGamma,
    customers: pd.DataFrame,
    futures: Iterable[IntArray],
    draws: pd.DataFrame,
    rng: np.random.Generator,
) -> Iterator[FloatArray]:
    """Yield what drawn purchases cost each customer, one draw of the parameters for each future.

    Parameters
    ----------
    model, customers, draws
        As for `spend_over_draws`.
    futures
        Purchases, shape (n,), one array for each draw.
    rng
        Generator, used as the iteration goes on.

    Yields
    ------
    array
        Money of shape (n,), 0 where there are no purchases.
    """
    data = model._read(customers)
    for counts, point in zip(futures, points_of(model, draws), strict=True):
        params = model._params_of(data, point)
        yield gamma_gamma.draw_spend(data.x, data.mean, counts, params, rng)


def amounts_over_draws(
    model: GammaGamma,
    customers: pd.DataFrame,
    owners: Iterable[IntArray],
    draws: pd.DataFrame,
    rng: np.random.Generator,
) -> Iterator[FloatArray]:
    """Yield what every single drawn purchase costs, one draw of the parameters for each future.

    Parameters
    ----------
    model, customers, draws
        As for `spend_over_draws`.
    owners
        For each draw the row of the customer of each purchase, ascending.
    rng
        Generator, used as the iteration goes on.

    Yields
    ------
    array
        Money by purchase; the purchases of a customer share what that customer is used to spend.
    """
    data = model._read(customers)
    for owner, point in zip(owners, points_of(model, draws), strict=True):
        yield gamma_gamma.draw_amounts(data.x, data.mean, owner, model._params_of(data, point), rng)
