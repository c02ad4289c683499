"""BG/NBD: purchases at a steady rate until, right after one of them, the customer is gone."""

from typing import ClassVar

import numpy as np

from clv.models._boundaries import rates_and_dropout
from clv.models._maths import bg_nbd as maths
from clv.models._maths import bg_nbd_ahead as ahead
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.discounting import discount_rule
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Optimum, Problem
from clv.models._search import LOWER, UPPER, starts
from clv.models.purchase_model import PurchaseModel

__all__ = ["BGNBD"]


class BGNBD(PurchaseModel):
    """The BG/NBD model of repeat purchases outside a contract.

    While a customer is alive, purchases arrive at a rate lambda ~ Gamma(r, rate alpha). After each
    repeat purchase the customer drops out for good with probability p ~ Beta(a, b).

    Parameters
    ----------
    rate_covariates
        Columns z of the customer table that move the purchase rate: alpha becomes
        ``alpha exp(-coefficient z)``, so that a positive coefficient means more purchases.
    dropout_covariates
        Columns that move dropout: a and b become ``a exp(coefficient z)`` and
        ``b exp(coefficient z)``, each with a coefficient of its own.

    References
    ----------
    P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model, Marketing Science 24(2), 275-284.

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1)
    >>> model = BGNBD().fit(customers)
    >>> model.status_
    'converged'
    >>> model.predict(customers.head(2), horizon=39.0).round(2).tolist()
    [0.2, 0.18]
    """

    kind: ClassVar[str] = "bg_nbd"
    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    times: ClassVar[tuple[str, ...]] = ("alpha",)

    moves: ClassVar[dict[str, dict[str, float]]] = {
        "rate_covariates": {"alpha": -1.0},
        "dropout_covariates": {"a": 1.0, "b": 1.0},
    }

    def __init__(
        self,
        rate_covariates: tuple[str, ...] = (),
        dropout_covariates: tuple[str, ...] = (),
    ) -> None:
        self.rate_covariates = rate_covariates
        self.dropout_covariates = dropout_covariates

    def _problem(self, data: Histories) -> Problem:
        return Problem(maths.log_likelihood(data), starts(data), LOWER, UPPER)

    def _pointwise(self, data: Histories) -> Pointwise:
        return maths.pointwise(data)

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        return rates_and_dropout(theta, optimum)

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return maths.alive(data.x, data.t_x, data.T, theta)

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return ahead.purchases_if_alive(*_living(data, theta), np.array([t]), np.ones(1))

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        return ahead.purchases_if_alive(*_living(data, theta), *discount_rule(force, t))

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        shape, rate, _, _ = _living(data, theta)
        return ahead.quiet_if_alive(shape, rate, t)

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        return ahead.pmf_if_alive(most, *_living(data, theta), t)

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return ahead.count_if_alive(*_living(data, theta), t, rng)


def _living(
    data: Histories, theta: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return shape, rate, a and b of customers who are alive, each of shape (m,)."""
    r, alpha, a, b = theta
    return r + data.x, alpha + data.T, np.broadcast_to(a, data.T.shape), b + data.x
