"""Pareto/NBD: purchases at a steady rate until the customer is gone, at whatever moment."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import numpy as np

from clv.models._boundaries import ALIKE, rates_in_words, status_of
from clv.models._maths import pareto_nbd as maths
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Optimum, Problem
from clv.models._maths.pareto_nbd_ahead import Living
from clv.models._search import first_rates
from clv.models.purchase_model import PurchaseModel, Value

__all__ = ["ParetoNBD"]

# Shapes beyond 1e4 say that all customers are alike; alpha and beta are counted in mean ages.
LOWER = np.log([1e-4, 1e-8, 1e-4, 1e-8])
UPPER = np.log([1e4, 1e10, 1e4, 1e10])
HARDLY_ANY = 1e-3
"""Deaths for each customer within a mean age, below which nobody is said to die."""


class ParetoNBD(PurchaseModel):
    """The Pareto/NBD model of repeat purchases outside a contract.

    While a customer is alive, purchases arrive at a rate lambda ~ Gamma(r, rate alpha). The
    customer dies at a rate mu ~ Gamma(s, rate beta), independent of purchases.

    Parameters
    ----------
    rate_covariates
        Columns z of the customer table that move the purchase rate: alpha becomes
        ``alpha exp(-coefficient z)``, so that a positive coefficient means more purchases.
    dropout_covariates
        Columns that move the death rate: beta becomes ``beta exp(-coefficient z)``, so that a
        positive coefficient means an earlier death.

    References
    ----------
    D. C. Schmittlein, D. G. Morrison and R. Colombo (1987), Counting your customers: who are they
    and what will they do next?, Management Science 33(1), 1-24.

    P. S. Fader and B. G. S. Hardie (2005), A note on deriving the Pareto/NBD model and related
    expressions, http://www.brucehardie.com/notes/009/.

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.6, "alpha": 10.0, "s": 0.6, "beta": 12.0}
    >>> ages = np.full(4000, 39.0)
    >>> customers = simulate_customers(truth, ages, seed=1, model="pareto_nbd")
    >>> model = ParetoNBD().fit(customers)
    >>> model.status_, bool((model.intervals_["lower"] < list(truth.values())).all())
    ('converged', True)
    """

    kind: ClassVar[str] = "pareto_nbd"
    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    times: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    moves: ClassVar[dict[str, dict[str, float]]] = {
        "rate_covariates": {"alpha": -1.0},
        "dropout_covariates": {"beta": -1.0},
    }

    def __init__(
        self,
        rate_covariates: Sequence[str] = (),
        dropout_covariates: Sequence[str] = (),
    ) -> None:
        self.rate_covariates = rate_covariates
        self.dropout_covariates = dropout_covariates

    def _problem(self, data: Histories) -> Problem:
        return Problem(maths.log_likelihood(data), _starts(data), LOWER, UPPER)

    def _pointwise(self, data: Histories) -> Pointwise:
        return maths.pointwise(data)

    def _value(self, data: Histories) -> Value:
        return lambda point: float(data.weight @ maths.values(data, self._params_of(data, point)))

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        r, _, s, beta = theta.tolist()
        rates, deaths = (bool(pair.all()) for pair in optimum.firm[:4].reshape(2, 2))
        words = [] if rates else [rates_in_words(r)]
        words += [] if deaths else [_deaths_in_words(s, beta)]
        return ~np.repeat([rates, deaths], 2), status_of(words)

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return maths.alive(data, theta)

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return Living.of(data, theta).purchases(t)

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        return Living.of(data, theta).quiet(t)

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        return Living.of(data, theta).pmf(most, t)

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        return Living.of(data, theta).discounted(force, t)

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return Living.of(data, theta).draw(t, rng)


def _starts(data: Histories) -> Iterator[FloatArray]:
    """Yield what purchases and one-time buyers ask for, then three far corners."""
    yield np.log([*first_rates(data, 1.4, 0.2), 0.5, 0.4])
    age_per_purchase = float(data.weight @ data.T) / float(data.weight @ data.x)
    # The dead do not buy: while alive, customers buy about twice as often as it seems.
    for r, s, beta in ((5.0, 0.5, 0.5), (0.1, 5.0, 20.0), (20.0, 0.1, 3.0)):
        yield np.log([r, r * age_per_purchase / 2, s, beta])


def _deaths_in_words(s: float, beta: float) -> str:
    """Say what is known of death rates where s and beta are lost; beta in mean ages."""
    if s * np.log1p(1 / beta) < HARDLY_ANY:
        return "nobody dies (the NBD model)"
    if s > ALIKE:
        return "one death rate for everyone (s and beta to infinity)"
    if beta < 1 / ALIKE:
        return "some die at once, the others never (beta to 0)"
    return "the spread of death rates is unknown (s and beta only by their ratio)"
