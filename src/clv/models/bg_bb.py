"""BG/BB: at each of many opportunities a living customer buys or not, and dies or not."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.models._boundaries import chance_in_words, status_of
from clv.models._inputs.opportunities import check_opportunities, check_whole_horizon
from clv.models._maths import bg_bb as maths
from clv.models._maths import bg_bb_ahead as ahead
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Optimum, Problem
from clv.models.purchase_model import PurchaseModel

__all__ = ["BGBB"]

# Shapes beyond 1e4 say that all customers are alike, below 1e-4 that they are all or nothing.
LOWER = np.log(np.full(4, 1e-4))
UPPER = np.log(np.full(4, 1e4))


class BGBB(PurchaseModel):
    """The BG/BB model of repeat purchases at fixed opportunities, outside a contract.

    Before each opportunity a living customer drops out for good with probability
    theta ~ Beta(gamma, delta); who is still alive buys at it with probability p ~ Beta(alpha,
    beta). One opportunity is one unit of time: ``frequency`` counts the opportunities taken,
    ``recency`` is the number of the last of them (0 for none) and ``T`` the number of all. Horizons
    are whole numbers of opportunities ahead, and the next one is one unit away.

    References
    ----------
    P. S. Fader, B. G. S. Hardie and J. Shang (2010), Customer-base analysis in a discrete-time
    noncontractual setting, Marketing Science 29(6), 1086-1108.

    Examples
    --------
    >>> from clv.datasets import donations
    >>> donors = donations().rename(columns={"periods": "T"})
    >>> model = BGBB().fit(donors, sample_weight=donors["weights"])
    >>> {name: round(value, 3) for name, value in model.params_.items()}
    {'alpha': 1.204, 'beta': 0.75, 'gamma': 0.657, 'delta': 2.783}
    >>> round(model.expected_purchases(10), 3)
    3.18
    """

    kind: ClassVar[str] = "bg_bb"
    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")
    times: ClassVar[tuple[str, ...]] = ()
    discrete: ClassVar[bool] = True

    def probability_alive_next(self, customers: pd.DataFrame) -> pd.Series:
        """Return the probability that each customer is alive at the next opportunity.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.

        Returns
        -------
        Series
            ``probability_alive_next``, by customer, in [0, 1]. This is P(alive) of the paper;
            `probability_alive` is that of having been alive at the last opportunity observed, and
            1 for whoever bought at it.
        """
        return self._answer(
            customers,
            "probability_alive_next",
            lambda data, theta: self._alive(data, theta) * ahead.stays_alive(data.T, theta),
        )

    def _histories(
        self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None
    ) -> Histories:
        return check_opportunities(super()._histories(customers, sample_weight))

    def _horizon(self, horizon: float) -> float:
        return check_whole_horizon(horizon)

    def _problem(self, data: Histories) -> Problem:
        return Problem(maths.log_likelihood(data), _starts(data), LOWER, UPPER)

    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        alpha, beta, gamma, delta = theta.tolist()
        buying, dropout = (bool(pair.all()) for pair in optimum.firm.reshape(2, 2))
        words = [] if buying else [chance_in_words(alpha, beta, "buying", "alpha and beta")]
        words += [] if dropout else [chance_in_words(gamma, delta, "dropout", "gamma and delta")]
        return ~np.repeat([buying, dropout], 2), status_of(words)

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return maths.alive(data.x, data.t_x, data.T, theta)

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return ahead.purchases_if_alive(data.x, data.T, theta, t)

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        return ahead.purchases_if_alive(data.x, data.T, theta, t, float(np.exp(-force)))

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        return ahead.quiet_if_alive(data.x, data.T, theta, t)

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        return ahead.pmf_if_alive(data.x, data.T, theta, t, most)

    def _waiting(self, data: Histories, theta: FloatArray, wanted: float) -> FloatArray:
        alive = self._alive(data, theta)
        with np.errstate(divide="ignore"):
            most_quiet = 1 - wanted / alive  # not reached by anybody for whom it is negative
        return ahead.waiting_if_alive(data.x, data.T, theta, most_quiet)

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return ahead.count_if_alive(data.x, data.T, theta, t, rng)


def _starts(data: Histories) -> Iterator[FloatArray]:
    """Yield moderate heterogeneity around observed shares first, then three far corners."""
    taken = float(data.weight @ data.x) / float(data.weight @ data.T)
    p = min(0.95, 2 * taken)  # the dead do not take theirs
    corners = [(2.0, 0.7, 2.0), (20.0, 0.5, 10.0), (0.5, 5.0, 20.0), (2.0, 0.1, 3.0)]
    for c, gamma, delta in corners:
        yield np.log([p * c, (1 - p) * c, gamma, delta])
