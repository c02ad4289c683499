"""BG/NBD: purchases at a steady rate until, right after one of them, the customer is gone."""

from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from clv.models import _bg_nbd as maths
from clv.models._gate import check_horizon
from clv.models._histories import Histories
from clv.models._newton import Objective, Optimum
from clv.models._types import BoolArray, FloatArray, IntArray
from clv.models.purchase_model import PurchaseModel

__all__ = ["BGNBD"]

# Shapes beyond 1e4 say that all customers are alike, below 1e-4 that they are all or nothing;
# alpha is counted in mean ages and follows r.
LOWER = np.log([1e-4, 1e-8, 1e-4, 1e-4])
UPPER = np.log([1e4, 1e10, 1e4, 1e4])
ALIKE = 100.0


class BGNBD(PurchaseModel):
    """The BG/NBD model of repeat purchases outside a contract.

    While a customer is alive, purchases arrive at a rate lambda ~ Gamma(r, rate alpha). After each
    repeat purchase the customer drops out for good with probability p ~ Beta(a, b).

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

    def expected_purchases(self, t: float) -> float:
        """Return the expected repeat purchases of a new customer within t of the first purchase.

        Parameters
        ----------
        t
            Length of time in ``time_unit_``.

        Returns
        -------
        float
            Fader, Hardie and Lee (2005), equation 9.
        """
        shape, rate, a, b = self._theta()[:, None]
        return float(maths.purchases_if_alive(shape, rate, a[0], b, check_horizon(t))[0])

    def pmf(self, n: ArrayLike, t: float) -> FloatArray:
        """Return the probability of n repeat purchases of a new customer within t.

        Parameters
        ----------
        n
            Whole numbers from 0, of any shape.
        t
            Length of time since the first purchase, in ``time_unit_``.

        Returns
        -------
        array
            Of the shape of n; Fader, Hardie and Lee (2005), equation 8.
        """
        r, alpha, a, b = self._theta().tolist()
        return maths.pmf_if_alive(np.asarray(n, np.int64), r, alpha, a, b, check_horizon(t))

    def _problem(
        self, data: Histories
    ) -> tuple[Objective, list[FloatArray], FloatArray, FloatArray]:
        return maths.log_likelihood(data), _starts(data), LOWER, UPPER

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        r, _, a, b = theta.tolist()
        rates, dropout = (bool(pair.all()) for pair in optimum.firm.reshape(2, 2))
        words = [] if rates else [_rates_in_words(r)]
        words += [] if dropout else [_dropout_in_words(a, b)]
        status = f"boundary: {'; '.join(words)}" if words else "converged"
        return ~np.repeat([rates, dropout], 2), status

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return maths.alive(data.x, data.t_x, data.T, theta)

    def _active(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        r, alpha = theta[:2]
        return self._alive(data, theta) * maths.active_if_alive(r + data.x, alpha + data.T, t)

    def _expected(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        r, alpha, a, b = theta
        ahead = maths.purchases_if_alive(r + data.x, alpha + data.T, a, b + data.x, t)
        return self._alive(data, theta) * ahead

    def _draw(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        r, alpha, a, b = theta
        alive = rng.random(data.position.size) < self._alive(data, theta)[data.position]
        living = data.position[alive]
        x, T = data.x[living], data.T[living]
        counts = np.zeros(alive.size, dtype=np.int64)
        counts[alive] = maths.count_if_alive(r + x, alpha + T, a, b + x, t, rng)
        return counts


def _starts(data: Histories) -> list[FloatArray]:
    """Return the observed rate with moderate heterogeneity first, then three far corners."""
    age_per_purchase = float(data.weight @ data.T) / float(data.weight @ data.x)
    corners = [(0.5, 0.7, 2.0), (5.0, 0.5, 0.5), (0.1, 5.0, 20.0), (20.0, 0.1, 3.0)]
    return [np.log([r, r * age_per_purchase, a, b]) for r, a, b in corners]


def _rates_in_words(r: float) -> str:
    if r > ALIKE:
        return "one purchase rate for everyone (r and alpha to infinity)"
    return "the spread of purchase rates is unknown (r and alpha only by their ratio)"


def _dropout_in_words(a: float, b: float) -> str:
    share = a / (a + b)
    if share < 0.001:
        return "nobody drops out (the NBD model)"
    if share > 0.999:
        return "everybody drops out after the first repeat purchase"
    if a + b > ALIKE:
        return f"one dropout probability for everyone, {share:.4f} (a and b to infinity)"
    if a + b < 1 / ALIKE:
        return f"dropout is all or nothing, {share:.4f} of customers (a and b to 0)"
    return f"dropout has mean {share:.4f} and unknown spread (a and b only by their ratio)"
