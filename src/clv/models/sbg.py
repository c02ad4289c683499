"""Shifted beta-geometric: contracts that are renewed or not, one decision a period."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import InputError
from clv.models._boundaries import chance_in_words, status_of
from clv.models._inputs.gate import check_rate, check_unit
from clv.models._inputs.opportunities import check_whole, check_whole_horizon
from clv.models._inputs.tenures import Tenures, read_tenures
from clv.models._maths import sbg as maths
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray
from clv.models._maths.newton import Optimum, maximise
from clv.models.base import FittedModel
from clv.periods import discount_force

__all__ = ["SBG"]

LOWER = np.log([1e-4, 1e-4])
UPPER = np.log([1e6, 1e6])


class SBG(FittedModel):
    """The shifted beta-geometric model of renewals under contract.

    At each renewal a customer leaves with probability theta ~ Beta(alpha, beta), which never
    changes; that retention rises with tenure is because those who leave easily leave first. Rows
    count by their weights: ``n_customers_``, ``n_used_`` and ``lost_`` are sums of them.

    Attributes
    ----------
    lost_ : float
        Customers who were lost.

    References
    ----------
    P. S. Fader and B. G. S. Hardie (2007), How to project customer retention, Journal of
    Interactive Marketing 21(1), 76-90.
    P. S. Fader and B. G. S. Hardie (2010), Customer-base valuation in a contractual setting: the
    perils of ignoring heterogeneity, Marketing Science 29(1), 85-93.

    Examples
    --------
    >>> from clv.models.cohorts import cohort_table
    >>> cohort = cohort_table([631, 468, 382, 326, 289, 262, 241], start=1000)
    >>> model = SBG().fit(cohort, sample_weight=cohort["weight"])
    >>> {name: round(value, 3) for name, value in model.params_.items()}
    {'alpha': 0.704, 'beta': 1.182}
    >>> model.survival([7, 12]).round(3).tolist()
    [0.239, 0.17]
    """

    kind: ClassVar[str] = "sbg"
    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    own_facts: ClassVar[tuple[str, ...]] = ("lost",)

    lost_: float

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        customers
            One row a customer, or a group of customers with a weight: ``lost`` says whether they
            have left, ``tenure`` is the number of the renewal at which they left, from 1, or the
            number of renewals made so far, from 0.
        sample_weight
            Shape (n,), not negative; a row of weight 2 counts as two customers.

        Returns
        -------
        SBG
            Itself, fitted.

        Raises
        ------
        FitError
            ``E_COLUMNS``, ``E_HISTORY``, ``E_WEIGHT``; ``E_TOO_FEW`` below 10 customers or 10 lost,
            ``E_NO_EXPOSURE``, ``E_NOBODY_LOST``, ``E_ALL_LOST_AT_ONCE``.
        """
        data = read_tenures(customers, sample_weight).informative()
        likelihood = maths.log_likelihood(data.tenure, data.lost, data.weight)
        optimum = maximise(likelihood, _starts(data), LOWER, UPPER)
        held, self.status_ = _classify(optimum)
        self._keep(optimum, np.zeros(2), held)
        self.loglik_, self.lost_ = optimum.value, data.n_lost
        self.n_customers_ = self.n_used_ = round(data.n)
        self.n_repeaters_ = 0
        self.n_histories_ = np.unique(2 * data.tenure + data.lost).size
        self.notices_ = tuple(data.notices())
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
            Per customer.
        """
        data = self._read(customers, sample_weight)
        likelihood = maths.log_likelihood(data.tenure, data.lost, data.weight)
        return likelihood(np.log(self._theta()))[0] / data.n

    def predict(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Return the probability that each customer is still there after more renewals.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Number of renewals ahead, whole.

        Returns
        -------
        Series
            ``probability_kept``, by customer; 0 for the lost. Equation 6 of the paper of 2007 for
            the posterior Beta(alpha, beta + tenure).
        """
        t = int(check_whole_horizon(horizon))
        data = self._read(customers)
        alpha, beta = self._theta().tolist()
        kept = maths.survival(alpha, beta, data.tenure, np.full(data.tenure.shape, t))
        return pd.Series(np.where(data.lost, 0.0, kept), customers.index, name="probability_kept")

    def survival(self, t: ArrayLike) -> FloatArray:
        """Return the share of new customers who are still there after t renewals.

        Parameters
        ----------
        t
            Whole numbers from 0, of any shape.

        Returns
        -------
        array
            Of the shape of t; equation 6 of the paper of 2007.
        """
        further = check_whole(t, least=0)
        alpha, beta = self._theta().tolist()
        return maths.survival(alpha, beta, np.zeros_like(further), further)

    def retention_rate(self, t: ArrayLike) -> FloatArray:
        """Return the share of those still there who make their t-th renewal.

        Parameters
        ----------
        t
            Whole numbers from 1, of any shape.

        Returns
        -------
        array
            Of the shape of t; equation 8 of the paper of 2007.
        """
        alpha, beta = self._theta()
        made = check_whole(t, least=1) - 1
        return np.asarray((beta + made) / (alpha + beta + made))

    def derl(
        self, customers: pd.DataFrame, annual_discount_rate: float, periods_per_year: float = 1.0
    ) -> pd.Series:
        """Return the discounted expected residual lifetime of each customer, in renewals.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        annual_discount_rate
            0.1 is 10% a year; above 0.
        periods_per_year
            Renewals a year, such as 12; positive.

        Returns
        -------
        Series
            ``derl``, by customer; 0 for the lost. The moment is that just before the next renewal,
            which therefore counts in full if it is made, the one after it with one period's
            discount, and so on for ever (equation 6 of the paper of 2010). Multiply it by the
            margin of a period. If the next renewal is a whole period away, divide it by
            ``(1 + annual_discount_rate) ** (1 / periods_per_year)``.

        Raises
        ------
        InputError
            ``E_RATE``.
        """
        discount = _discount(annual_discount_rate, periods_per_year)
        data = self._read(customers)
        alpha, beta = self._theta().tolist()
        made, place = np.unique(data.tenure, return_inverse=True)
        residual = maths.lifetime(alpha, beta + made, discount, np.inf) / discount
        return pd.Series(np.where(data.lost, 0.0, residual[place]), customers.index, name="derl")

    def simulate_future(self, customers: pd.DataFrame, horizon: float, seed: int) -> IntArray:
        """Draw how many of the next renewals each customer makes.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it. A new customer has tenure 0.
        horizon
            Number of renewals ahead, whole.
        seed
            Of the generator.

        Returns
        -------
        array
            Whole numbers from 0 to ``horizon`` of shape (n,); 0 for the lost.
        """
        t = check_whole_horizon(horizon)
        data, rng = self._read(customers), np.random.default_rng(seed)
        alpha, beta = self._theta().tolist()
        return np.where(data.lost, 0, maths.draw_lifetime(alpha, beta + data.tenure, t, rng))

    def _read(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Tenures:
        self._theta()
        check_unit(customers, self.time_unit_)
        return read_tenures(customers, sample_weight)


def _discount(annual_discount_rate: float, periods_per_year: float) -> float:
    """Return what a payment one period later is worth."""
    # The rate is checked as everywhere; the length of a period is not one of the units there.
    discount_force(check_rate(annual_discount_rate), "D")
    if not (annual_discount_rate > 0 and 0 < periods_per_year < np.inf):
        raise InputError(
            "E_RATE",
            "a residual lifetime without end needs an annual_discount_rate above 0 and a positive "
            "number of periods per year",
            "give 0.1 for ten per cent a year, and 12 for monthly renewals",
            [annual_discount_rate, periods_per_year],
        )
    return float(np.exp(-np.log1p(annual_discount_rate) / periods_per_year))


def _starts(data: Tenures) -> list[FloatArray]:
    """Return the observed churn with much heterogeneity first, then with little and with most."""
    churn = data.n_lost / float(data.weight @ data.tenure)
    share = np.clip([churn, 1 - churn], 0.01, 0.99)
    return [np.log(size * share) for size in (2.0, 100.0, 0.1)]


def _classify(optimum: Optimum) -> tuple[BoolArray, str]:
    """Which parameters are held by a boundary, and the status in words."""
    firm = bool(optimum.firm.all())
    alpha, beta = np.exp(optimum.point).tolist()
    words = [] if firm else [chance_in_words(alpha, beta, "churn", "alpha and beta")]
    return np.full(2, not firm), status_of(words)
