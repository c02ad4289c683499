"""Gamma-Gamma: what a purchase of each customer costs, apart from how often there is one."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, Notice
from clv.models import _gamma_gamma as maths
from clv.models._newton import Optimum, maximise
from clv.models._spend import read_spend
from clv.models._types import FloatArray, IntArray
from clv.models.base import NORMAL_975, FittedModel

__all__ = ["GammaGamma"]

LOWER = np.log([1e-4, 1e-4, 1e-12])
UPPER = np.log([1e6, 1e6, 1e12])
STARTS = [np.log([p, q, (q - 1) / p]) for p, q in ((2.0, 3.0), (20.0, 3.0), (2.0, 30.0))]


class GammaGamma(FittedModel):
    """The Gamma-Gamma model of spend per purchase.

    A purchase costs z ~ Gamma(p, rate nu), with nu ~ Gamma(q, rate gamma) between customers,
    whatever their frequency; ``dependence_`` says how far that last assumption holds. The fit uses
    the customers with repeat purchases of a positive mean spend; ``n_used_`` counts them.

    Attributes
    ----------
    dependence_ : float
        Spearman's correlation of frequency and mean spend among them, in [-1, 1].

    References
    ----------
    P. S. Fader and B. G. S. Hardie (2013), The Gamma-Gamma model of monetary value,
    http://www.brucehardie.com/notes/025/.

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.5, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> spend = {"p": 6.0, "q": 4.0, "gamma": 15.0}
    >>> customers = simulate_customers(truth, np.full(2000, 39.0), seed=1, spend=spend)
    >>> model = GammaGamma().fit(customers)
    >>> model.status_, bool((model.intervals_["upper"] > pd.Series(spend)).all())
    ('converged', True)
    """

    kind: ClassVar[str] = "gamma_gamma"
    names: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")
    own_facts: ClassVar[tuple[str, ...]] = ("dependence",)

    dependence_: float

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        customers
            One row a customer with ``frequency`` and ``monetary_value``, the mean spend of the
            repeat purchases.
        sample_weight
            Shape (n,), not negative; a customer of weight 2 counts as two.

        Returns
        -------
        GammaGamma
            Itself, fitted.

        Raises
        ------
        FitError
            ``E_COLUMNS``, ``E_WEIGHT``, ``E_NO_SPEND``; ``E_TOO_FEW`` below 10 customers to learn
            from; ``E_MEAN_UNDEFINED`` where spend has so heavy a tail (q <= 1) that the population
            has no mean.
        """
        everyone = read_spend(customers, sample_weight)
        data = everyone.informative()
        scale = data.average
        likelihood = maths.log_likelihood(data.x, data.mean / scale, data.weight)
        optimum = maximise(likelihood, STARTS, LOWER, UPPER)
        self._refuse_unbounded(optimum)
        p_held, q_held = (~optimum.firm[:2]).tolist()
        self._keep(
            optimum,
            shift=np.log([1.0, 1.0, scale]),
            held=np.array([p_held, q_held, p_held or q_held]),
        )
        self.status_ = _status(p_held, q_held)
        self.loglik_ = optimum.value - float(data.weight.sum() * np.log(scale))
        self.n_customers_ = everyone.x.size
        self.n_used_ = self.n_histories_ = data.x.size
        self.n_repeaters_ = data.unpaid + int((everyone.x > 0).sum())
        self.dependence_ = data.dependence
        self.notices_ = (*data.notices(), *self._fragile_mean())
        self._remember(customers)
        return self

    def score(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> float:
        """Return the mean log-likelihood of customers: higher is better, on the same customers.

        Parameters
        ----------
        customers, sample_weight
            As for `fit`; they need not have been seen in it.

        Returns
        -------
        float
            Per customer with a repeat purchase of a positive mean spend.
        """
        data = read_spend(customers, sample_weight).informative()
        likelihood = maths.log_likelihood(data.x, data.mean, data.weight)
        return likelihood(np.log(self._theta()))[0] / float(data.weight.sum())

    def predict(self, customers: pd.DataFrame) -> pd.Series:
        """Return the expected spend of a further purchase of each customer.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.

        Returns
        -------
        Series
            ``expected_spend``, by customer. Customers without a repeat purchase, or whose repeat
            purchases have no positive mean, get that of the population, p gamma / (q - 1).
        """
        data = read_spend(customers)
        spend = maths.expected_spend(data.x, data.mean, self._theta())
        return pd.Series(spend, customers.index, name="expected_spend")

    def simulate_spend(
        self, customers: pd.DataFrame, purchases: ArrayLike, seed: int
    ) -> FloatArray:
        """Draw what the given further purchases of each customer cost in total.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        purchases
            Whole numbers of shape (n,).
        seed
            Of the generator.

        Returns
        -------
        array
            Money of shape (n,), 0 where there are no purchases.
        """
        data = read_spend(customers)
        counts = np.asarray(purchases, dtype=np.int64)
        rng = np.random.default_rng(seed)
        return maths.draw_spend(data.x, data.mean, counts, self._theta(), rng)

    def simulate_spends(
        self, customers: pd.DataFrame, futures: Iterable[IntArray], seed: int
    ) -> Iterator[FloatArray]:
        """Draw the cost of many futures, each with parameters of its own from the posterior.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        futures
            Purchases of each customer, shape (n,), as `BGNBD.simulate_futures` yields them.
        seed
            Of the generator.

        Yields
        ------
        array
            Money of shape (n,), one array for each future.
        """
        data = read_spend(customers)
        rng = np.random.default_rng(seed)
        for counts in futures:
            theta = self._posterior(1, rng)[0]
            yield maths.draw_spend(data.x, data.mean, counts, theta, rng)

    def _refuse_unbounded(self, optimum: Optimum) -> None:
        """Refuse before anything is kept: a model without a mean must not forecast."""
        q = float(np.exp(optimum.point[1]))
        if q <= 1:
            raise FitError(
                "E_MEAN_UNDEFINED",
                f"spend has so heavy a tail (q = {q:.3f}) that the population has no mean",
                "look for outliers among the amounts, or forecast purchases instead of money",
            )

    def _fragile_mean(self) -> Iterator[Notice]:
        q = self.params_["q"]
        least = q * float(np.exp(-NORMAL_975 * self._log_errors()[1]))
        if least <= 1:
            yield Notice(
                "W_MEAN_FRAGILE",
                f"the tail of spend is heavy: q = {q:.2f}, interval from {least:.2f}",
                "the mean spend of the population hangs on few large amounts: look at them",
            )


def _status(p_held: bool, q_held: bool) -> str:
    words = {
        "each customer always spends the same amount (p to infinity)": p_held,
        "all customers have one mean spend (q to infinity)": q_held,
    }
    held = [text for text, is_so in words.items() if is_so]
    return f"boundary: {'; '.join(held)}" if held else "converged"
