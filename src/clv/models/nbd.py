"""NBD: purchases at a steady rate, for ever."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from clv.models._boundaries import rates_in_words, status_of
from clv.models._maths import nbd as maths
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Optimum, Problem
from clv.models.purchase_model import PurchaseModel

__all__ = ["NBD"]

# A shape beyond 1e4 says that all customers are alike; alpha is counted in mean ages and follows r.
LOWER = np.log([1e-4, 1e-8])
UPPER = np.log([1e4, 1e10])


class NBD(PurchaseModel):
    """The NBD model of repeat purchases by customers who never leave.

    Purchases arrive at a rate lambda ~ Gamma(r, rate alpha). It is the model to beat: what a model
    with dropout gains over it is what dropout explains.

    References
    ----------
    A. S. C. Ehrenberg (1959), The pattern of consumer purchases, Applied Statistics 8(1), 26-41.
    D. C. Schmittlein, D. G. Morrison and R. Colombo (1987), Counting your customers: who are they
    and what will they do next?, Management Science 33(1), 1-24 (as the part without death).

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.5, "alpha": 10.0, "a": 1e-6, "b": 1.0}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1)
    >>> model = NBD().fit(customers)
    >>> model.status_
    'converged'
    >>> model.predict(customers.head(2), horizon=39.0).round(2).tolist()
    [1.2, 2.0]
    """

    kind: ClassVar[str] = "nbd"
    names: ClassVar[tuple[str, ...]] = ("r", "alpha")
    times: ClassVar[tuple[str, ...]] = ("alpha",)

    def _problem(self, data: Histories) -> Problem:
        return Problem(maths.log_likelihood(data), _starts(data), LOWER, UPPER)

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        firm = bool(optimum.firm.all())
        words = [] if firm else [rates_in_words(float(theta[0]))]
        return np.full(2, not firm), status_of(words)

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return np.ones(data.T.shape)

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return maths.purchases_ahead(*_ahead_of(data, theta), t)

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        return maths.discounted_ahead(*_ahead_of(data, theta), force, t)

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        return maths.quiet(*_ahead_of(data, theta), t)

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        return maths.pmf_ahead(most, *_ahead_of(data, theta), t)

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return maths.draw_ahead(*_ahead_of(data, theta), t, rng)


def _ahead_of(data: Histories, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return shape and rate of the purchase rates, given the histories, each of shape (m,)."""
    r, alpha = theta
    return r + data.x, alpha + data.T


def _starts(data: Histories) -> Iterator[FloatArray]:
    """Yield the observed rate with moderate heterogeneity first, then two far corners."""
    age_per_purchase = float(data.weight @ data.T) / float(data.weight @ data.x)
    for r in (0.5, 20.0, 0.05):
        yield np.log([r, r * age_per_purchase])
