"""Models of repeat purchases: their life from a customer table to fitted parameters."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError
from clv.models._inputs.enough import check_enough, few_repeaters, one_customer
from clv.models._inputs.gate import check_design
from clv.models._maths.arrays import BoolArray, FloatArray
from clv.models._maths.covariates import Pointwise
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective, Optimum, Problem, maximise
from clv.models.purchase_forecast import PurchaseForecast

__all__ = ["PurchaseModel", "Value"]

Value = Callable[[FloatArray], float]
"""Maps log parameters and coefficients to a log-likelihood."""
MANY_HISTORIES = 4_000
"""Above it a climb starts on a sample of the histories, and only ends on all of them."""
WIDEST_COEFFICIENT = 20.0
"""In standard deviations of the covariate."""


class PurchaseModel(PurchaseForecast):
    """Base of the models that forecast purchases from frequency, recency and T.

    A model supplies its likelihood and its formulas on distinct histories; all that has to do with
    tables, units and checks is here and in `PurchaseForecast`. Times are in the unit of the table
    the model was fitted on; a table in another unit is refused (``E_UNIT``).
    """

    times: ClassVar[tuple[str, ...]]
    """Names of the parameters that are lengths of time, and change with the unit."""
    discrete: ClassVar[bool] = False
    """Whether time is counted in opportunities, which cannot be rescaled."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        customers
            One row a customer with ``frequency``, ``recency``, ``T`` and any covariates;
            ``time_unit`` and ``as_of`` in its attrs are remembered.
        sample_weight
            Shape (n,), not negative; a customer of weight 2 counts as two.

        Returns
        -------
        PurchaseModel
            Itself, fitted.

        Raises
        ------
        FitError
            ``E_COLUMNS``, ``E_HISTORY``, ``E_WEIGHT``, ``E_COVARIATES``, ``E_TOO_FEW``,
            ``E_NO_EXPOSURE``, ``E_NO_REPEATERS`` or ``E_ONLY_REPEATERS``.
        """
        data = self._histories(customers, sample_weight)
        check_enough(data)
        age = 1.0 if self.discrete else data.mean_age
        scaled = data.in_units_of(age)
        optimum, back = self._climb(scaled)
        k = len(self.names)
        shift = np.zeros(optimum.point.size)
        shift[:k] = [np.log(age) if name in self.times else 0.0 for name in self.names]
        held, self.status_ = self._classify(np.exp(optimum.point[:k]), optimum)
        self._keep(optimum, shift, np.concatenate([held, ~optimum.firm[k:]]), back)
        self.loglik_ = optimum.value - float(data.weight @ data.x * np.log(age))
        self.n_customers_, self.n_used_ = data.n_customers, round(float(data.weight.sum()))
        self.n_repeaters_, self.n_histories_ = data.n_repeaters, data.x.size
        x = np.asarray(data.x, dtype=np.float64)
        few = few_repeaters(float(data.weight[data.x > 0].sum()))
        self.notices_ = (*few, *one_customer(x, data.weight, "repeat purchases"))
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
        if not data.weight.sum() > 0:
            raise FitError("E_TOO_FEW", "there is nobody to score", "give customers of some weight")
        return self._objective(data)(self._point())[0] / float(data.weight.sum())

    def _climb(self, data: Histories) -> tuple[Optimum, FloatArray | None]:
        """Find the optimum, and the matrix that brings it back from standardised covariates."""
        design = self._design(data)
        if design is None:
            return self._climb_without_covariates(data), None
        check_design(design)
        plain = self._climb_without_covariates(data)
        c = design.target.size
        problem = self._problem(data)
        wide = np.full(c, WIDEST_COEFFICIENT)
        standard = design.standardised()
        optimum = maximise(
            standard.objective(self._pointwise(data)),
            [np.concatenate([plain.point, np.zeros(c)])],
            np.concatenate([problem.lower, -wide]),
            np.concatenate([problem.upper, wide]),
        )
        return optimum, design.back

    def _climb_without_covariates(self, data: Histories) -> Optimum:
        problem = self._problem(data)
        if data.x.size > MANY_HISTORIES:
            sample = max(MANY_HISTORIES // 4, data.x.size // 30)
            rough = maximise(*self._problem(data.every(data.x.size // sample)))
            problem = problem._replace(starts=[rough.point, *problem.starts])
        return maximise(*problem)

    @abstractmethod
    def _problem(self, data: Histories) -> Problem:
        """Log-likelihood, starts and box in log parameters, for histories of mean age 1."""

    def _pointwise(self, data: Histories) -> Pointwise:
        """Log-likelihood by history, of models that take covariates."""
        raise TypeError(f"{type(self).__name__} takes no covariates")

    def _objective(self, data: Histories) -> Objective:
        """Log-likelihood by log parameters and coefficients, with derivatives."""
        design = self._design(data)
        return design.objective(self._pointwise(data)) if design else self._problem(data).objective

    def _value(self, data: Histories) -> Value:
        """Log-likelihood alone; for models whose derivatives cost far more than the value."""
        objective = self._objective(data)
        return lambda point: objective(point)[0]

    @abstractmethod
    def _classify(self, theta: FloatArray, optimum: Optimum) -> tuple[BoolArray, str]:
        """Which parameters are held by a boundary, and the status in words."""
