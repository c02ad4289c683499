"""Models in which k stages lie between two purchases, and dropout follows a purchase."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from clv.models._boundaries import rates_and_dropout
from clv.models._maths import cnbd as maths
from clv.models._maths import cnbd_ahead as ahead
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.cnbd_expected import purchases_if_alive
from clv.models._maths.discounting import discount_rule
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Optimum, Problem
from clv.models.purchase_model import PurchaseModel

__all__ = ["ErlangModel"]

# Shapes beyond 1e4 say that all customers are alike, below 1e-4 that they are all or nothing;
# alpha is counted in mean ages and follows r.
LOWER = np.log([1e-4, 1e-8, 1e-4, 1e-4])
UPPER = np.log([1e4, 1e10, 1e4, 1e4])


class ErlangModel(PurchaseModel):
    """Base of MBG/NBD, BG/CNBD-k and MBG/CNBD-k, which differ in two settings.

    While a customer is alive, stages are passed at a rate lambda ~ Gamma(r, rate alpha), and every
    k-th makes a purchase. After each repeat purchase, in the modified models after the first
    purchase too, the customer drops out for good with probability p ~ Beta(a, b).

    Attributes
    ----------
    k_ : int
        Stages between two purchases.
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    times: ClassVar[tuple[str, ...]] = ("alpha",)
    modified: ClassVar[bool]
    """Whether a customer can drop out right after the first purchase."""

    k_: int

    def _problem(self, data: Histories) -> Problem:
        likelihood = maths.log_likelihood(data, self.modified, self.k_)
        return Problem(likelihood, self._starts(data), LOWER, UPPER)

    def _starts(self, data: Histories) -> Iterator[FloatArray]:
        """Yield the observed rate with moderate heterogeneity first, then three far corners."""
        age_per_stage = float(data.weight @ data.T) / float(data.weight @ data.x) / self.k_
        # Many who never bought again were gone at once: those who were not bought more often.
        age_per_stage /= 1 + self.modified
        corners = [(0.5, 0.7, 2.0), (5.0, 0.5, 0.5), (0.1, 5.0, 20.0), (20.0, 0.1, 3.0)]
        for r, a, b in corners:
            yield np.log([r, r * age_per_stage, a, b])

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        once = "first purchase" if self.modified else "first repeat purchase"
        return rates_and_dropout(theta, optimum, once)

    def _living(self, data: Histories, theta: FloatArray) -> ahead.Living:
        return ahead.living(data, theta, self.modified, self.k_)

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return maths.alive(data, theta, self.modified, self.k_)

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return purchases_if_alive(self._living(data, theta), np.array([t]), np.ones(1))

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        return purchases_if_alive(self._living(data, theta), *discount_rule(force, t))

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        return ahead.quiet_if_alive(self._living(data, theta), t)

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        return ahead.pmf_if_alive(most, self._living(data, theta), t)

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return ahead.count_if_alive(self._living(data, theta), t, rng)
