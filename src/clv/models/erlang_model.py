"""Models in which k stages lie between two purchases, and dropout follows a purchase."""

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
from clv.models._search import LOWER, UPPER, starts
from clv.models.purchase_model import PurchaseModel

__all__ = ["ErlangModel"]


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
        search = starts(data, modified=self.modified, k=self.k_)
        return Problem(likelihood, search, LOWER, UPPER)

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
