"""What every fitted model has: parameters with their uncertainty, a status, and notices."""

from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.errors import FitError, Notice
from clv.models._newton import Optimum
from clv.models._types import BoolArray, FloatArray

__all__ = ["FittedModel"]

NORMAL_975 = 1.959963984540054


class FittedModel(BaseEstimator):
    """Maximum likelihood on log parameters, in the form of a scikit-learn estimator.

    Standard errors and intervals are computed on the log scale, where the likelihood is close to
    quadratic and where an interval cannot reach below zero.

    Attributes
    ----------
    params_ : dict of str to float
        Natural scale, with the papers' symbols.
    loglik_ : float
        Of the full sample, not averaged.
    status_ : str
        ``"converged"``, or ``"boundary: ..."`` with the nested model the fit fell to.
    held_ : tuple of str
        Parameters on a boundary, which have no standard error.
    posterior_covariance_ : DataFrame
        Of the log parameters, over the directions that the data pin down: on a boundary where a
        and b are lost but a / (a + b) is not, it keeps the doubt about the latter.
    n_customers_, n_repeaters_, n_used_ : int
        Customers in the table, those with a repeat purchase, those in the likelihood.
    n_histories_ : int
        Terms of the likelihood; customers with the same history share one.
    evaluations_ : int
        Of the likelihood, until the optimum was found.
    time_unit_, as_of_ : str or None
        From the attrs of the customer table.
    notices_ : tuple of Notice
        Warnings to be printed with every result of the model.
    digest_ : str or None
        Of the data, on models that `load_model` read.
    """

    kind: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    own_facts: ClassVar[tuple[str, ...]] = ()
    """Numbers that only this kind of model has, without the final underscore."""

    params_: dict[str, float]
    loglik_: float
    status_: str
    held_: tuple[str, ...]
    posterior_covariance_: pd.DataFrame
    n_customers_: int
    n_repeaters_: int
    n_used_: int
    n_histories_: int
    evaluations_: int
    time_unit_: str | None
    as_of_: str | None
    notices_: tuple[Notice, ...]
    digest_: str | None

    @property
    def covariance_(self) -> pd.DataFrame:
        """Covariance of the log parameters; NaN for those on a boundary."""
        check_is_fitted(self, "posterior_covariance_")
        free = ~self.posterior_covariance_.index.isin(self.held_)
        return self.posterior_covariance_.where(np.outer(free, free))

    @property
    def standard_errors_(self) -> pd.Series:
        """Standard errors on the natural scale by the delta method; NaN on a boundary."""
        errors = self._theta() * self._log_errors()
        return pd.Series(errors, index=list(self.names), name="standard_error")

    @property
    def intervals_(self) -> pd.DataFrame:
        """95% intervals, symmetric on the log scale; columns ``lower`` and ``upper``."""
        factor = np.exp(NORMAL_975 * self._log_errors())
        limits = {"lower": self._theta() / factor, "upper": self._theta() * factor}
        return pd.DataFrame(limits, index=list(self.names))

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 loglik; smaller is better on the same data."""
        return 2 * len(self.names) - 2 * self.loglik_

    @property
    def bic(self) -> float:
        """Schwarz's criterion, k ln(n_used_) - 2 loglik; smaller is better on the same data."""
        return len(self.names) * float(np.log(self.n_used_)) - 2 * self.loglik_

    def sample_posterior(self, n: int, seed: int) -> pd.DataFrame:
        """Draw parameters from the normal approximation on the log scale.

        Parameters
        ----------
        n
            Number of draws.
        seed
            Of the generator.

        Returns
        -------
        DataFrame
            n rows, one column a parameter. On a boundary only what is known there varies.
        """
        draws = self._posterior(n, np.random.default_rng(seed))
        return pd.DataFrame(draws, columns=list(self.names))

    def _posterior(self, n: int, rng: np.random.Generator) -> FloatArray:
        center = np.log(self._theta())
        covariance = self.posterior_covariance_.to_numpy()
        return np.exp(rng.multivariate_normal(center, covariance, size=n, method="eigh"))

    def _theta(self) -> FloatArray:
        check_is_fitted(self, "params_")
        return np.array([self.params_[name] for name in self.names])

    def _log_errors(self) -> FloatArray:
        check_is_fitted(self, "posterior_covariance_")
        errors = np.sqrt(np.diag(self.posterior_covariance_.to_numpy()))
        return np.where(np.isin(self.names, self.held_), np.nan, errors)

    def _keep(self, optimum: Optimum, shift: FloatArray, held: BoolArray) -> None:
        """Store an optimum found in log parameters less ``shift``; those held get no error."""
        if not optimum.settled:
            raise FitError(
                "E_NO_OPTIMUM",
                f"the likelihood still rises after {optimum.evaluations} evaluations",
                "look at the customer table for values far out of line",
            )
        names = list(self.names)
        self.params_ = dict(zip(names, np.exp(optimum.point + shift).tolist(), strict=True))
        self.held_ = tuple(np.array(names)[held].tolist())
        self.posterior_covariance_ = pd.DataFrame(optimum.covariance, index=names, columns=names)
        self.evaluations_ = optimum.evaluations

    def _remember(self, customers: pd.DataFrame) -> None:
        self.time_unit_ = customers.attrs.get("time_unit")
        self.as_of_ = customers.attrs.get("as_of")
