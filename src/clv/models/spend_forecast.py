"""What a model of spend answers, for each customer whose purchases it has seen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, InputError
from clv.models._inputs.gate import check_counts, check_probability
from clv.models._inputs.spend import Spend, read_spend
from clv.models._maths import gamma_gamma as maths
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.covariates import Design
from clv.models.base import FittedModel

__all__ = ["NO_MEAN", "SpendForecast", "refuse_without_mean"]

NO_MEAN = "the population has no mean spend: its tail is too heavy (q = {:.3f}, no larger than 1)"


class SpendForecast(FittedModel):
    """Forecasts of what further purchases cost, from the number and mean of those so far."""

    names: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")

    spend_covariates: Sequence[str]

    def predict(self, customers: pd.DataFrame, statistic: str = "mean") -> pd.Series:
        """Return what a further purchase of each customer is expected to cost.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        statistic
            ``"mean"``, or ``"median"``: half of such purchases cost less. It exists for every q,
            but medians do not add up, and purchases times median is no expected revenue.

        Returns
        -------
        Series
            ``expected_spend`` or ``median_spend``, by customer. Customers without a repeat
            purchase, or whose repeat purchases have no positive mean, get that of the population;
            its mean is p gamma / (q - 1).

        Raises
        ------
        InputError
            ``E_STATISTIC`` for any other statistic.
        FitError
            ``E_MEAN_UNDEFINED`` for the mean of a fit with q <= 1.
        """
        if statistic not in ("mean", "median"):
            raise InputError("E_STATISTIC", "unknown", "ask for mean or median", [statistic])
        data, params = self._known(customers)
        if statistic == "mean":
            refuse_without_mean(self.params_["q"])
            spend = maths.expected_spend(data.x, data.mean, params)
            return pd.Series(spend, customers.index, name="expected_spend")
        one = np.ones(data.x.size, dtype=np.int64)
        spend = maths.total_spend_quantile(data.x, data.mean, one, 0.5, params)
        return pd.Series(spend, customers.index, name="median_spend")

    def interval(self, customers: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
        """Return between which limits each customer's own mean spend per purchase lies.

        That mean is p / nu, and nu is Gamma(q + p x, rate gamma + m x) after x purchases of mean m.
        The parameters are taken as known: with few customers the limits are too narrow.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        level
            Probability between the limits, in (0, 1).

        Returns
        -------
        DataFrame
            ``lower`` and ``upper``, money by customer.
        """
        tail = (1 - check_probability(level)) / 2
        data, params = self._known(customers)
        limits = {
            side: maths.mean_spend_quantile(data.x, data.mean, probability, params)
            for side, probability in (("lower", tail), ("upper", 1 - tail))
        }
        return pd.DataFrame(limits, index=customers.index)

    def density(self, customers: pd.DataFrame, at: ArrayLike) -> pd.Series:
        """Return the density of customers' mean spends, averaged over the customers.

        It is that of the mean of as many purchases as each has made: a mean of many spreads less
        than one of few.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it. Those without repeat purchases of a
            positive mean spend do not count.
        at
            Amounts of money above 0, shape (m,).

        Returns
        -------
        Series
            ``density``, per unit of money by amount.

        Raises
        ------
        InputError
            ``E_PARAMETER`` for an amount that is not positive and finite.
        FitError
            ``E_NO_SPEND`` where no customer counts.

        References
        ----------
        P. S. Fader and B. G. S. Hardie (2013), The Gamma-Gamma model of monetary value, equation
        1a.
        """
        amounts = np.asarray(at, dtype=np.float64)
        bad = ~((amounts > 0) & (amounts < np.inf))
        if amounts.ndim != 1 or bad.any():
            raise InputError(
                "E_PARAMETER",
                "a density of spend is asked for at amounts that are no list of positive numbers",
                "give a list of amounts above 0",
                amounts[bad],
            )
        everyone = self._read(customers)
        data = everyone.at(np.flatnonzero(everyone.x))
        if data.x.size == 0:
            raise FitError(
                "E_NO_SPEND",
                f"none of {len(customers)} customers has repeat purchases of a positive mean spend",
                "give customers who came back and paid",
            )
        values = maths.density(data.x, amounts, self._params_of(data, self._point()))
        return pd.Series(values, pd.Index(amounts, name="amount"), name="density")

    def spend_quantiles(
        self,
        customers: pd.DataFrame,
        purchases: ArrayLike,
        probabilities: Sequence[float] = (0.025, 0.5, 0.975),
    ) -> pd.DataFrame:
        """Return quantiles of what the given further purchases of each customer cost in total.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        purchases
            Whole numbers from 0, shape (n,) or one for everyone.
        probabilities
            In (0, 1).

        Returns
        -------
        DataFrame
            Money by customer, one column a probability; the parameters are taken as known.
        """
        data, params = self._known(customers)
        counts = check_counts(purchases, data.x.size)
        columns = {
            level: maths.total_spend_quantile(
                data.x, data.mean, counts, check_probability(level), params
            )
            for level in probabilities
        }
        return pd.DataFrame(columns, index=customers.index)

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
        data, params = self._known(customers)
        counts = check_counts(purchases, data.x.size)
        return maths.draw_spend(data.x, data.mean, counts, params, np.random.default_rng(seed))

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
        data = self._read(customers)
        rng = np.random.default_rng(seed)
        for counts in futures:
            params = self._params_of(data, self._posterior(1, rng)[0])
            yield maths.draw_spend(data.x, data.mean, counts, params, rng)

    def _read(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Spend:
        self._theta()
        return read_spend(customers, sample_weight, self.spend_covariates)

    def _known(self, customers: pd.DataFrame) -> tuple[Spend, FloatArray]:
        """What customers have shown, and the fitted parameters: (3,), or (3, n) by covariates."""
        data = self._read(customers)
        return data, self._params_of(data, self._point())

    def _params_of(self, data: Spend, point: FloatArray) -> FloatArray:
        design = self._design(data)
        return np.exp(point if design is None else design.spread(point))

    def _design(self, data: Spend) -> Design | None:
        """Say how covariates move gamma; ``None`` for a model without any."""
        if not self.spend_covariates:
            return None
        return Design(3, np.full(len(data.z), 2), data.z, data.weight)


def refuse_without_mean(q: float) -> None:
    """Refuse before anything is kept or told: a model without a mean must not forecast one.

    Parameters
    ----------
    q
        Shape of the spread between customers.

    Raises
    ------
    FitError
        ``E_MEAN_UNDEFINED`` where q is no larger than 1.
    """
    if q <= 1:
        raise FitError(
            "E_MEAN_UNDEFINED",
            NO_MEAN.format(q),
            "look for outliers among the amounts, or forecast medians: "
            'GammaGamma(need_mean=False) and predict(customers, statistic="median")',
        )
