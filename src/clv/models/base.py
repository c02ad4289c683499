"""What every fitted model has: parameters with their uncertainty, a status, and notices."""

from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.errors import FitError, InputError, Notice
from clv.models._inputs.gate import check_draws
from clv.models._maths.arrays import BoolArray, FloatArray
from clv.models._maths.newton import Optimum

__all__ = ["FittedModel"]

NORMAL_975 = 1.959963984540054


class FittedModel(BaseEstimator):
    """Maximum likelihood on log parameters, in the form of a scikit-learn estimator.

    Standard errors and intervals are computed on the log scale, where the likelihood is close to
    quadratic and where an interval cannot reach below zero. Coefficients of covariates, which may
    have any sign, are computed as they are.

    Attributes
    ----------
    params_ : dict of str to float
        Natural scale, with the papers' symbols; then the coefficients of covariates, each under the
        parameter that it moves and the covariate, such as ``"alpha[age]"``.
    loglik_ : float
        Of the full sample, not averaged.
    status_ : str
        ``"converged"``, or ``"boundary: ..."`` with the nested model the fit fell to.
    held_ : tuple of str
        Parameters on a boundary, which have no standard error.
    posterior_covariance_ : DataFrame
        Of the log parameters and coefficients, over the directions that the data pin down: on a
        boundary where a and b are lost but a / (a + b) is not, it keeps the doubt about the latter.
    covariance_matrix_ : array
        The same without labels, shape (q, q).
    n_customers_, n_repeaters_, n_used_ : int
        Lines of the table, those with a repeat purchase, customers in the likelihood by weight.
    n_histories_ : int
        Terms of the likelihood; customers with the same history share one.
    evaluations_ : int
        Of the whole likelihood, in the last climb; rough climbs on a sample are not counted.
    time_unit_, as_of_ : str or None
        From the attrs of the customer table.
    notices_ : tuple of Notice
        Warnings to be printed with every result of the model.
    digest_ : str or None
        Of the data, on models that `load_model` read.
    """

    kind: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    """The positive parameters, with the papers' symbols."""
    moves: ClassVar[dict[str, dict[str, float]]] = {}
    """Which parameters, and in which direction, the covariates of an argument move."""
    own_facts: ClassVar[tuple[str, ...]] = ()
    """Numbers that only this kind of model has, without the final underscore."""

    params_: dict[str, float]
    loglik_: float
    status_: str
    held_: tuple[str, ...]
    covariance_matrix_: FloatArray
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
    def labels(self) -> tuple[str, ...]:
        """Names of all that is estimated: the parameters, then the coefficients of covariates."""
        return (*self.names, *(f"{target}[{column}]" for target, _, column in self._levers()))

    @property
    def posterior_covariance_(self) -> pd.DataFrame:
        """Covariance over the directions that are pinned down; a table made when asked for."""
        index = pd.Index(self.labels)
        return pd.DataFrame(self.covariance_matrix_.copy(), index=index, columns=index)

    @posterior_covariance_.setter
    def posterior_covariance_(self, covariance: pd.DataFrame) -> None:
        self.covariance_matrix_ = covariance.to_numpy(dtype=np.float64)

    @property
    def covariance_(self) -> pd.DataFrame:
        """Covariance of the log parameters and coefficients; NaN for those on a boundary."""
        check_is_fitted(self, "covariance_matrix_")
        free = ~np.isin(self.labels, self.held_)
        return self.posterior_covariance_.where(np.outer(free, free))

    @property
    def standard_errors_(self) -> pd.Series:
        """Standard errors on the natural scale by the delta method; NaN on a boundary."""
        errors = self._errors()
        errors[: len(self.names)] *= self._theta()
        return pd.Series(errors, index=list(self.labels), name="standard_error")

    @property
    def intervals_(self) -> pd.DataFrame:
        """95% intervals, for parameters on the log scale; columns ``lower`` and ``upper``."""
        reach = NORMAL_975 * self._errors()
        limits = {"lower": self._point() - reach, "upper": self._point() + reach}
        natural = {side: self._natural(values) for side, values in limits.items()}
        return pd.DataFrame(natural, index=list(self.labels))

    @property
    def n_parameters(self) -> int:
        """How many numbers were learnt from the data, for which aic and bic charge."""
        return len(self.labels)

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 loglik; smaller is better on the same data."""
        return 2 * self.n_parameters - 2 * self.loglik_

    @property
    def bic(self) -> float:
        """Schwarz's criterion, k ln(n_used_) - 2 loglik; smaller is better on the same data."""
        return self.n_parameters * float(np.log(self.n_used_)) - 2 * self.loglik_

    def sample_posterior(self, n: int, seed: int) -> pd.DataFrame:
        """Draw parameters from the normal approximation on the log scale (Laplace).

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
        draws = self._posterior(check_draws(n), np.random.default_rng(seed))
        return pd.DataFrame(self._natural(draws), columns=list(self.labels))

    def _levers(self) -> list[tuple[str, float, str]]:
        """Parameter, direction and covariate of each coefficient."""
        for argument in self.moves:
            if isinstance(columns := getattr(self, argument), str):
                remedy = f"give a tuple: {argument}=({columns!r},)"
                raise InputError("E_COVARIATES", f"{argument} is one text", remedy)
        return [
            (target, direction, column)
            for argument, targets in self.moves.items()
            for column in getattr(self, argument)
            for target, direction in targets.items()
        ]

    def _posterior(self, n: int, rng: np.random.Generator) -> FloatArray:
        """Draw points, shape (n, q): log parameters, then coefficients."""
        center = self._point()
        check_is_fitted(self, "covariance_matrix_")
        return rng.multivariate_normal(center, self.covariance_matrix_, size=n, method="eigh")

    def _theta(self) -> FloatArray:
        """Return the parameters without the coefficients, natural scale."""
        check_is_fitted(self, "params_")
        return np.array([self.params_[name] for name in self.names])

    def _point(self) -> FloatArray:
        """Return the log parameters, then the coefficients as they are."""
        logs = np.log(self._theta())
        return np.append(logs, [self.params_[label] for label in self.labels[len(self.names) :]])

    def _natural(self, points: FloatArray) -> FloatArray:
        """Return points of shape (..., q) with parameters on their natural scale."""
        k = len(self.names)
        return np.concatenate([np.exp(points[..., :k]), points[..., k:]], axis=-1)

    def _errors(self) -> FloatArray:
        """Return the standard errors of log parameters and coefficients."""
        check_is_fitted(self, "covariance_matrix_")
        errors = np.sqrt(np.diag(self.covariance_matrix_))
        return np.where(np.isin(self.labels, self.held_), np.nan, errors)

    def _keep(
        self,
        optimum: Optimum,
        shift: FloatArray,
        held: BoolArray,
        back: FloatArray | None = None,
    ) -> None:
        """Store an optimum, turned by ``back`` and shifted; those held get no error."""
        if not optimum.settled:
            raise FitError(
                "E_NO_OPTIMUM",
                f"the likelihood still rises after {optimum.evaluations} evaluations",
                "look at the customer table for values far out of line",
            )
        labels = list(self.labels)
        turn = np.eye(len(labels)) if back is None else back
        values = self._natural(turn @ optimum.point + shift)
        self.params_ = dict(zip(labels, values.tolist(), strict=True))
        self.held_ = tuple(np.array(labels)[held].tolist())
        self.covariance_matrix_ = turn @ optimum.covariance @ turn.T
        self.evaluations_ = optimum.evaluations

    def _remember(self, customers: pd.DataFrame) -> None:
        self.time_unit_ = customers.attrs.get("time_unit")
        self.as_of_ = customers.attrs.get("as_of")
