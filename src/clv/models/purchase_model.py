"""What all models of repeat purchases share: tables in, tables out, and the life of a fit."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.models._enough import check_enough, few_repeaters, one_customer
from clv.models._gate import check_horizon, check_unit
from clv.models._histories import Histories, read_histories
from clv.models._newton import Objective, Optimum, maximise
from clv.models._types import BoolArray, FloatArray, IntArray
from clv.models.base import FittedModel

__all__ = ["PurchaseModel"]


class PurchaseModel(FittedModel):
    """Base of the models that forecast purchases from frequency, recency and T.

    A model supplies its likelihood and its formulas on distinct histories; all that has to do with
    tables, units and checks is here. Times are in the unit of the table the model was fitted on;
    a table in another unit is refused (``E_UNIT``).
    """

    times: ClassVar[tuple[str, ...]]
    """Names of the parameters that are lengths of time, and change with the unit."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        customers
            One row a customer with ``frequency``, ``recency`` and ``T``; ``time_unit`` and
            ``as_of`` in its attrs are remembered.
        sample_weight
            Shape (n,), not negative; a customer of weight 2 counts as two.

        Returns
        -------
        PurchaseModel
            Itself, fitted.

        Raises
        ------
        FitError
            ``E_COLUMNS``, ``E_HISTORY``, ``E_WEIGHT``, ``E_TOO_FEW``, ``E_NO_EXPOSURE``,
            ``E_NO_REPEATERS`` or ``E_ONLY_REPEATERS``.
        """
        data = read_histories(customers, sample_weight)
        check_enough(data)
        age = data.mean_age
        optimum = maximise(*self._problem(data.in_units_of(age)))
        shift = [np.log(age) if name in self.times else 0.0 for name in self.names]
        held, self.status_ = self._classify(np.exp(optimum.point), optimum)
        self._keep(optimum, np.array(shift), held)
        self.loglik_ = optimum.value - float(data.weight @ data.x * np.log(age))
        self.n_customers_ = self.n_used_ = data.n_customers
        self.n_repeaters_, self.n_histories_ = data.n_repeaters, data.x.size
        purchases = one_customer(data.x[data.position].astype(float), "repeat purchases")
        self.notices_ = (*few_repeaters(data.n_repeaters), *purchases)
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
            Per customer. ``cross_validate(BGNBD(), customers)`` of scikit-learn uses it.
        """
        data = self._read(customers, sample_weight)
        likelihood = self._problem(data)[0]
        return likelihood(np.log(self._theta()))[0] / float(data.weight.sum())

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
        t = check_horizon(horizon)
        data = self._read(customers)
        expected = self._expected(data, self._theta(), t)
        return pd.Series(expected[data.position], customers.index, name="expected_purchases")

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
        data = self._read(customers)
        alive = self._alive(data, self._theta())
        return pd.Series(alive[data.position], customers.index, name="probability_alive")

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
        t = check_horizon(horizon)
        data = self._read(customers)
        active = self._active(data, self._theta(), t)
        return pd.Series(active[data.position], customers.index, name="probability_active")

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
        t = check_horizon(horizon)
        theta = self._theta() if params is None else np.array([params[k] for k in self.names])
        return self._draw(self._read(customers), theta, t, np.random.default_rng(seed))

    def simulate_futures(
        self, customers: pd.DataFrame, horizon: float, draws: int, seed: int
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
        t = check_horizon(horizon)
        data = self._read(customers)
        rng = np.random.default_rng(seed)
        for theta in self._posterior(draws, rng):
            yield self._draw(data, theta, t, rng)

    def _read(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Histories:
        self._theta()
        check_unit(customers, self.time_unit_)
        return read_histories(customers, sample_weight)

    @abstractmethod
    def _problem(
        self, data: Histories
    ) -> tuple[Objective, list[FloatArray], FloatArray, FloatArray]:
        """Log-likelihood, starts and box in log parameters, for histories of mean age 1."""

    @abstractmethod
    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        """Which parameters are held by a boundary, and the status in words."""

    @abstractmethod
    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        """P(alive) by history."""

    @abstractmethod
    def _active(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        """P(a purchase within t) by history."""

    @abstractmethod
    def _expected(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        """Expected purchases within t by history."""

    @abstractmethod
    def _draw(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        """Purchases within t, drawn for each customer."""
