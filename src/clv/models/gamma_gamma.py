"""Gamma-Gamma: what a purchase of each customer costs, apart from how often there is one."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import Notice
from clv.models._boundaries import status_of
from clv.models._inputs.gate import check_design
from clv.models._inputs.spend import LOG_FREQUENCY, Spend, read_spend
from clv.models._maths import gamma_gamma as maths
from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import Objective, Optimum, maximise
from clv.models.base import NORMAL_975
from clv.models.purchase_model import WIDEST_COEFFICIENT
from clv.models.spend_forecast import NO_MEAN, SpendForecast, refuse_without_mean

__all__ = ["GammaGamma"]

LOWER = np.log([1e-4, 1e-4, 1e-12])
UPPER = np.log([1e6, 1e6, 1e12])
STARTS = [np.log([p, q, (q - 1) / p]) for p, q in ((2.0, 3.0), (20.0, 3.0), (2.0, 30.0))]
MANY_CUSTOMERS = 20_000
"""Above it a climb starts on a sample of one in so many, and only ends on all of them."""


class GammaGamma(SpendForecast):
    """The Gamma-Gamma model of spend per purchase.

    A purchase costs z ~ Gamma(p, rate nu), with nu ~ Gamma(q, rate gamma) between customers,
    whatever their frequency; ``dependence_`` says how far that last assumption holds. The fit uses
    the customers with repeat purchases of a positive mean spend; ``n_used_`` counts them.

    Parameters
    ----------
    spend_covariates
        Columns that shift ln gamma, and with it the mean, by a coefficient each; a positive one
        raises spend. ``"log_frequency"``, the remedy where spend goes with frequency, needs no
        column: customers without repeat purchases count as those with one.
    need_mean
        False lets a fit stand though its tail leaves the population without a mean (q <= 1). It
        forecasts medians and intervals then, and still refuses means.

    Attributes
    ----------
    dependence_ : float
        Spearman's correlation of frequency and mean spend among them, in [-1, 1]; above 100,000
        customers of one in so many.

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
    moves: ClassVar[dict[str, dict[str, float]]] = {"spend_covariates": {"gamma": 1.0}}
    own_facts: ClassVar[tuple[str, ...]] = ("dependence",)

    dependence_: float

    def __init__(self, spend_covariates: Sequence[str] = (), need_mean: bool = True) -> None:
        self.spend_covariates = spend_covariates
        self.need_mean = need_mean

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        customers
            One row a customer with ``frequency``, ``monetary_value``, the mean spend of the
            repeat purchases, and any covariates.
        sample_weight
            Shape (n,), not negative; a customer of weight 2 counts as two.

        Returns
        -------
        GammaGamma
            Itself, fitted.

        Raises
        ------
        FitError
            ``E_COLUMNS``, ``E_HISTORY``, ``E_WEIGHT``, ``E_NO_SPEND``, ``E_COVARIATES``;
            ``E_TOO_FEW`` below 10 customers to learn from; ``E_MEAN_UNDEFINED`` where spend has so
            heavy a tail (q <= 1) that the population has no mean.
        """
        everyone = read_spend(customers, sample_weight, self.spend_covariates)
        data = everyone.informative()
        scale = data.average
        optimum, back = self._climb(data.in_units_of(scale))
        if self.need_mean:
            refuse_without_mean(float(np.exp(optimum.point[1])))
        p_held, q_held, _, *others = (~optimum.firm).tolist()
        shift = np.zeros(optimum.point.size)
        shift[2] = np.log(scale)
        held = np.array([p_held, q_held, p_held or q_held, *others])
        self._keep(optimum, shift, held, back)
        p, q, _ = np.exp(optimum.point[:3]).tolist()
        self.status_ = _status(p, q, p_held, q_held)
        self.loglik_ = optimum.value - float(data.weight.sum() * np.log(scale))
        self.n_customers_ = everyone.x.size
        self.n_used_, self.n_histories_ = round(float(data.weight.sum())), data.x.size
        self.n_repeaters_ = data.unpaid + int(np.count_nonzero(everyone.x))
        self.dependence_ = data.dependence
        modelled = LOG_FREQUENCY in self.spend_covariates
        notices = data.notices(dependence_is_modelled=modelled)
        self.notices_ = (*notices, *_fragile_mean(optimum, q_held))
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
        data = self._read(customers, sample_weight).informative()
        return self._objective(data)(self._point())[0] / float(data.weight.sum())

    def _objective(self, data: Spend) -> Objective:
        design = self._design(data)
        if design is None:
            return maths.log_likelihood(data.x, data.mean, data.weight)
        return design.objective(partial(maths.pointwise, data.x, data.mean))

    def _climb(self, data: Spend) -> tuple[Optimum, FloatArray | None]:
        """Find the optimum, and the matrix that brings it back from standardised covariates."""
        design = self._design(data)
        if design is None:
            return _climb_alike(data), None
        check_design(design)
        wide = np.full(len(data.z), WIDEST_COEFFICIENT)
        optimum = maximise(
            design.standardised().objective(partial(maths.pointwise, data.x, data.mean)),
            [np.concatenate([_climb_alike(data).point, 0 * wide])],
            np.concatenate([LOWER, -wide]),
            np.concatenate([UPPER, wide]),
        )
        return optimum, design.back


def _climb_alike(data: Spend) -> Optimum:
    """Find the optimum for customers who differ by chance alone, not by covariates."""
    some = data.thinned(MANY_CUSTOMERS)
    starts = [maths.moment_start(some.x, some.mean, some.weight), *STARTS]
    if some is not data:
        sampled = maths.log_likelihood(some.x, some.mean, some.weight)
        starts = [maximise(sampled, starts, LOWER, UPPER).point, *STARTS]
    likelihood = maths.log_likelihood(data.x, data.mean, data.weight)
    return maximise(likelihood, starts, LOWER, UPPER)


def _fragile_mean(optimum: Optimum, q_held: bool) -> Iterator[Notice]:
    q = float(np.exp(optimum.point[1]))
    least = q * float(np.exp(-NORMAL_975 * np.sqrt(optimum.covariance[1, 1])))
    if q <= 1:
        yield Notice(
            "W_MEAN_UNDEFINED",
            NO_MEAN.format(q),
            "forecast medians and quantiles: totals of simulated spend have no mean either",
        )
    elif least <= 1 and not q_held:
        yield Notice(
            "W_MEAN_FRAGILE",
            f"the tail of spend is heavy: q = {q:.2f}, interval from {least:.2f}",
            "the mean spend of the population hangs on few large amounts: look at them",
        )


def _status(p: float, q: float, p_held: bool, q_held: bool) -> str:
    words = {
        "each customer always spends the same amount (p to infinity)": p_held and p > 1,
        "a customer's amounts have no scale (p to 0)": p_held and p <= 1,
        "all customers have one mean spend (q to infinity)": q_held and q > 1,
        "customers' mean spends have no scale (q to 0)": q_held and q <= 1,
    }
    return status_of([text for text, is_so in words.items() if is_so])
