"""What every model of repeat purchases answers, for each customer with a history."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import InputError
from clv.models._inputs.gate import (
    check_draws,
    check_horizon,
    check_most,
    check_probability,
    check_rate,
    check_unit,
)
from clv.models._inputs.histories import read_histories
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.covariates import Design
from clv.models._maths.discounting import discount_rule
from clv.models._maths.histories import Histories
from clv.models._maths.waiting import waiting_times
from clv.models.base import FittedModel
from clv.periods import discount_force

__all__ = ["PurchaseForecast"]


class PurchaseForecast(FittedModel):
    """Forecasts of purchases, made once for each distinct history and joined back to customers.

    A model answers for a customer who is alive at the end of observation, and how probable that is;
    every forecast here is put together from these two. A new customer is the history with no
    repeat purchase at age 0.
    """

    memoryless: ClassVar[bool] = True
    """Whether what lies ahead of a living customer depends on frequency and T alone."""

    def predict(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Return the expected purchases of each customer in the next ``horizon``.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Length of time after the end of observation, in ``time_unit_``.

        Returns
        -------
        Series
            ``expected_purchases``, by customer.
        """
        t = self._horizon(horizon)
        return self._answer(
            customers, "expected_purchases", lambda data, theta: self._expected(data, theta, t)
        )

    def probability_alive(self, customers: pd.DataFrame) -> pd.Series:
        """Return the probability that each customer has not dropped out for good.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.

        Returns
        -------
        Series
            ``probability_alive``, by customer, in [0, 1]. BG/NBD says 1 for everyone without a
            repeat purchase: rank customers by `probability_active` instead.
        """
        return self._answer(customers, "probability_alive", self._alive)

    def probability_active(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        """Return the probability that each customer buys at least once in the next ``horizon``.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Length of time after the end of observation, in ``time_unit_``.

        Returns
        -------
        Series
            ``probability_active``, by customer, in [0, 1].
        """
        t = self._horizon(horizon)
        return self._answer(
            customers, "probability_active", lambda data, theta: self._active(data, theta, t)
        )

    def pmf(self, customers: pd.DataFrame, horizon: float, most: int) -> pd.DataFrame:
        """Return the probability of each number of purchases in the next ``horizon``.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Length of time after the end of observation, in ``time_unit_``.
        most
            Largest number to tell, from 0.

        Returns
        -------
        DataFrame
            One row a customer, columns 0, 1, ..., most; what is missing to 1 in a row is the
            probability of still more.
        """
        t, most = self._horizon(horizon), check_most(most)
        data = self._read(customers)
        table = self._pmf(data, self._params_of(data), t, most)[data.position]
        return pd.DataFrame(table, index=customers.index, columns=range(most + 1))

    def next_purchase(self, customers: pd.DataFrame, probability: float = 0.5) -> pd.Series:
        """Return the time by which each customer has bought again with a given probability.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        probability
            Between 0 and 1; 0.5 asks for the median of the time to the next purchase.

        Returns
        -------
        Series
            ``next_purchase`` in ``time_unit_`` after the end of observation, by customer; infinite
            for whom a further purchase is less probable than that.
        """
        wanted = check_probability(probability)
        return self._answer(
            customers, "next_purchase", lambda data, theta: self._waiting(data, theta, wanted)
        )

    def dert(
        self,
        customers: pd.DataFrame,
        annual_discount_rate: float,
        horizon: float = np.inf,
    ) -> pd.Series:
        """Return the discounted expected residual transactions of each customer.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        annual_discount_rate
            0.1 is 10% a year of 365.25 days; above 0 unless the horizon is finite.
        horizon
            Length of time after the end of observation, in ``time_unit_``; for ever by default.

        Returns
        -------
        Series
            ``dert``, by customer: each expected purchase counts its discounted worth at the end of
            observation.

        Raises
        ------
        InputError
            ``E_RATE``, ``E_UNIT``, ``E_HORIZON``.
        """
        self._theta()
        force = discount_force(check_rate(annual_discount_rate), self.time_unit_)
        t = horizon if horizon == np.inf and force > 0 else self._horizon(horizon)

        def evaluate(data: Histories, theta: FloatArray) -> FloatArray:
            ahead = self._once(data, theta, lambda d: self._discounted_ahead(d, theta, force, t))
            return self._alive(data, theta) * ahead

        return self._answer(customers, "dert", evaluate)

    def expected_purchases(self, t: float) -> float:
        """Return the expected repeat purchases of a new customer within t of the first purchase.

        Parameters
        ----------
        t
            Length of time in ``time_unit_``.

        Returns
        -------
        float
            Of a customer whose covariates are 0, if the model has any.
        """
        return float(self._expected(Histories.new(), self._theta(), self._horizon(t))[0])

    def new_customer_pmf(self, t: float, most: int) -> FloatArray:
        """Return the probability of 0 to ``most`` repeat purchases of a new customer within t.

        Parameters
        ----------
        t
            Length of time since the first purchase, in ``time_unit_``.
        most
            Largest number to tell, from 0.

        Returns
        -------
        array
            Shape (most + 1,). Of a customer whose covariates are 0, if the model has any.
        """
        t, most = self._horizon(t), check_most(most)
        table = self._pmf(Histories.new(), self._theta(), t, most)
        return np.asarray(table[0])

    def simulate_future(
        self,
        customers: pd.DataFrame,
        horizon: float,
        seed: int,
        params: dict[str, float] | None = None,
    ) -> IntArray:
        """Draw how often each customer buys in the next ``horizon``, given the history.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Length of time after the end of observation, in ``time_unit_``.
        seed
            Of the generator.
        params
            Parameters to draw with, such as a row of `sample_posterior`; by default the fitted.

        Returns
        -------
        array
            Whole numbers of shape (n,), in the order of the table.
        """
        t, data = self._horizon(horizon), self._read(customers)
        point = self._point() if params is None else self._point_of(params)
        return self._draw(data, self._params_of(data, point), t, np.random.default_rng(seed))

    def simulate_futures(
        self,
        customers: pd.DataFrame,
        horizon: float,
        draws: int,
        seed: int,
    ) -> Iterator[IntArray]:
        """Draw many futures, each with parameters of its own from the posterior.

        Parameters
        ----------
        customers
            As for `fit`; they need not have been seen in it.
        horizon
            Length of time after the end of observation, in ``time_unit_``.
        draws
            Number of futures.
        seed
            Of the generator.

        Yields
        ------
        array
            Purchases of each customer, shape (n,); one future at a time, so that memory does not
            grow with their number.
        """
        t = self._horizon(horizon)
        data = self._read(customers)
        rng = np.random.default_rng(seed)
        for point in self._posterior(check_draws(draws), rng):
            yield self._draw(data, self._params_of(data, point), t, rng)

    # From tables to histories and back.

    def _histories(
        self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None
    ) -> Histories:
        return read_histories(customers, sample_weight, self._covariates())

    def _read(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Histories:
        self._theta()
        check_unit(customers, self.time_unit_)
        return self._histories(customers, sample_weight)

    def _covariates(self) -> list[str]:
        return list(dict.fromkeys(column for _, _, column in self._levers()))

    def _horizon(self, horizon: float) -> float:
        return check_horizon(horizon)

    def _design(self, data: Histories) -> Design | None:
        """Say how covariates move the parameters; ``None`` for a model without any."""
        levers, columns = self._levers(), self._covariates()
        if not levers:
            return None
        target = np.array([self.names.index(name) for name, _, _ in levers])
        rows = [direction * data.z[columns.index(column)] for _, direction, column in levers]
        return Design(len(self.names), target, np.array(rows), data.weight)

    def _params_of(self, data: Histories, point: FloatArray | None = None) -> FloatArray:
        """Return parameters of shape (k,), or (k, m) where covariates tell histories apart."""
        point = self._point() if point is None else point
        design = self._design(data)
        return np.exp(point if design is None else design.spread(point))

    def _point_of(self, params: dict[str, float]) -> FloatArray:
        missing = [label for label in self.labels if label not in params]
        if missing:
            known = f"give all of {', '.join(self.labels)}"
            raise InputError("E_PARAMETER", "parameters are missing", known, missing)
        values = np.array([params[label] for label in self.labels])
        k = len(self.names)
        if not (np.isfinite(values).all() and (values[:k] > 0).all()):
            remedy = f"{', '.join(self.names)} are positive, all are finite"
            raise InputError("E_PARAMETER", "parameters out of range", remedy, values)
        return np.concatenate([np.log(values[:k]), values[k:]])

    def _answer(
        self,
        customers: pd.DataFrame,
        name: str,
        evaluate: Callable[[Histories, FloatArray], FloatArray],
    ) -> pd.Series:
        data = self._read(customers)
        none = np.zeros(0)
        values = evaluate(data, self._params_of(data)) if data.x.size else none
        return pd.Series(values[data.position], customers.index, name=name)

    # From what lies ahead of the living to forecasts.

    def _once(
        self, data: Histories, theta: FloatArray, evaluate: Callable[[Histories], FloatArray]
    ) -> FloatArray:
        """Evaluate what is the same for all histories of one frequency and T only once."""
        if not self.memoryless or theta.ndim > 1:
            return evaluate(data)
        ages = data.without_recency()
        return evaluate(ages)[ages.position]

    def _expected(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        ahead = self._once(data, theta, lambda d: self._ahead(d, theta, t))
        return self._alive(data, theta) * ahead

    def _active(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        quiet = self._once(data, theta, lambda d: self._quiet(d, theta, t))
        return self._alive(data, theta) * (1 - quiet)

    def _pmf(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        alive = self._alive(data, theta)
        table = self._once(data, theta, lambda d: self._pmf_ahead(d, theta, t, most))
        table = table * alive[:, None]
        table[:, 0] += 1 - alive
        return table

    def _waiting(self, data: Histories, theta: FloatArray, wanted: float) -> FloatArray:
        alive = self._alive(data, theta)
        with np.errstate(divide="ignore", over="ignore"):
            most_quiet = 1 - wanted / alive  # not reached by anybody for whom it is negative
        return waiting_times(lambda t: self._quiet(data, theta, t), most_quiet, data.mean_age)

    def _discounted_ahead(
        self, data: Histories, theta: FloatArray, force: float, t: float
    ) -> FloatArray:
        parts = zip(*discount_rule(force, t), strict=True)
        return np.asarray(sum(weight * self._ahead(data, theta, s) for s, weight in parts))

    def _draw(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        alive = rng.random(data.position.size) < self._alive(data, theta)[data.position]
        living = data.position[alive]
        own = theta[:, living] if theta.ndim > 1 else theta
        counts = np.zeros(alive.size, dtype=np.int64)
        counts[alive] = self._draw_ahead(data.at(living), own, t, rng)
        return counts

    # What a model supplies. theta has shape (k,), or (k, m) with covariates.

    @abstractmethod
    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        """P(alive) by history, shape (m,)."""

    @abstractmethod
    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        """Expected purchases within t of somebody alive, by history, shape (m,)."""

    @abstractmethod
    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        """P(no purchase within t | alive) by history, shape (m,); t may be infinite, or (m,)."""

    @abstractmethod
    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        """P(n purchases within t | alive), n = 0 to most, shape (m, most + 1)."""

    @abstractmethod
    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        """Purchases within t of living customers, one for each line of data, shape (m,)."""
