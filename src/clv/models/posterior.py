"""Draws from the posterior of a fitted model's parameters, with a check whether to trust them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats.qmc import Sobol

from clv.errors import InputError, Notice
from clv.models._inputs.gate import check_draws, check_probability
from clv.models._likelihood import likelihood, log_density, natural
from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import Problem
from clv.models._maths.pareto_smoothing import pareto_smoothed, resampled, student_points
from clv.models.base import FittedModel
from clv.models.purchase_model import Value

__all__ = ["Posterior", "posterior"]

DEGREES = 8.0
"""Of freedom of the proposal, whose tails have to be heavier than those of the posterior."""
FEWEST_PROPOSALS = 1024
LARGEST_K = 0.7
LogPrior = Callable[[pd.DataFrame], ArrayLike]


@dataclass(frozen=True)
class Posterior:
    """Draws of the parameters and what is to be thought of them.

    Parameters
    ----------
    draws
        One row a draw, one column a label of the model; natural scale, in random order.
    pareto_k
        Shape of the tail of the importance weights: good below 0.5, to be trusted below 0.7.
    effective_draws
        Independent draws that would tell as much.
    method
        How the draws were made.
    notices
        Warnings to be printed with every result of the draws.
    """

    draws: pd.DataFrame
    pareto_k: float
    effective_draws: float
    method: str
    notices: tuple[Notice, ...]

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """Return mean, sd, lower, median and upper of each parameter.

        Parameters
        ----------
        level
            Probability between ``lower`` and ``upper``, in (0, 1).

        Returns
        -------
        DataFrame
            One row a parameter, natural scale.
        """
        tail = (1 - check_probability(level)) / 2
        limits = {"lower": tail, "median": 0.5, "upper": 1 - tail}
        quantiles = {name: self.draws.quantile(p) for name, p in limits.items()}
        return pd.DataFrame({"mean": self.draws.mean(), "sd": self.draws.std(), **quantiles})


def posterior(
    model: FittedModel,
    customers: pd.DataFrame,
    n: int = 1000,
    seed: int = 0,
    sample_weight: ArrayLike | None = None,
    log_prior: LogPrior | None = None,
) -> Posterior:
    """Draw parameters from their posterior, with importance sampling of Vehtari et al. (2024).

    Points of a Student distribution around the fit are weighted by the exact likelihood. The prior
    is flat in the logarithms of the parameters, and in the coefficients of covariates, inside the
    box of the fit: it favours no order of magnitude. Where the fit lies on a boundary, no draws
    under such a prior mean much along it; they vary only where the data pin something down.

    Parameters
    ----------
    model
        A fitted model of purchases or of spend.
    customers, sample_weight
        What it was fitted on.
    n
        Draws, from 2.
    seed
        Of the generator.
    log_prior
        Log density of the parameters on the natural scale, up to a constant, in place of the flat
        prior: maps a table of one row a point and one column a label to shape (rows,).

    Returns
    -------
    Posterior
        With a notice ``W_POSTERIOR`` where the draws cannot be trusted.

    Raises
    ------
    InputError
        ``E_DRAWS``, ``E_MODEL`` or ``E_OTHER_CUSTOMERS``.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(1000, 39.0), seed=1)
    >>> found = posterior(BGNBD().fit(customers), customers)
    >>> found.draws.shape, found.pareto_k < 0.7, found.notices
    ((1000, 4), True, ())
    """
    n = check_draws(n, 2)
    data, problem = likelihood(model, customers, sample_weight)
    value = log_density(model, data)
    rng = np.random.default_rng(seed)
    proposals = max(FEWEST_PROPOSALS, 2 ** int(np.ceil(np.log2(n))))
    points, proposed = _propose(model, proposals, rng)
    weights, k = pareto_smoothed(_target(model, value, problem, points, log_prior) - proposed)
    draws = natural(model, points[resampled(weights, n, rng)])
    words = f"Pareto-smoothed importance sampling from {proposals} proposals"
    effective = float(1 / (weights @ weights))
    return Posterior(draws, k, effective, words, _notices(model, k))


def _propose(model: FittedModel, n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return points (n, q) around the fit, evenly spread, and their log density (n,)."""
    variance, axes = np.linalg.eigh(model.posterior_covariance_.to_numpy())
    known = variance > 1e-10 * variance[-1]
    uniform = Sobol(int(known.sum()) + 1, rng=rng).random(n)
    points, log_density = student_points(np.clip(uniform, 1e-12, 1 - 1e-12), DEGREES)
    return model._point() + points @ (axes[:, known] * np.sqrt(variance[known])).T, log_density


def _target(
    model: FittedModel,
    value: Value,
    problem: Problem,
    points: FloatArray,
    log_prior: LogPrior | None,
) -> FloatArray:
    """Log posterior by log parameters at each point, minus infinity outside the box."""
    inside = ((points >= problem.lower) & (points <= problem.upper)).all(axis=1)
    target = np.full(len(points), -np.inf)
    target[inside] = [value(point) for point in points[inside]]
    if log_prior is not None:
        by_log = points[:, : len(model.names)].sum(axis=1)  # of the change to log parameters
        prior = np.asarray(log_prior(natural(model, points)), dtype=np.float64)
        wrong = int((np.isnan(prior) | (prior == np.inf)).sum())
        if wrong or prior.shape != target.shape or not np.isfinite(target + prior).any():
            raise InputError(
                "E_PRIOR",
                f"log_prior gave {prior.size} values for {len(points)} draws, {wrong} of them no "
                "number, or leaves none of the draws possible",
                "return one number for each row, minus infinity only where nothing is possible",
            )
        target += prior + by_log
    return target


def _notices(model: FittedModel, k: float) -> tuple[Notice, ...]:
    remedy = "report the intervals of profile_interval, or resample customers with bootstrap_fits"
    reasons = {
        f"the tail of the importance weights is too heavy (k = {k:.2f}, 0.7 or more)": (
            not k < LARGEST_K
        ),
        f"the fit is on a {model.status_}: the draws do not vary along it": bool(model.held_),
    }
    return tuple(
        Notice("W_POSTERIOR", f"{why}, and do not show the doubt about the parameters", remedy)
        for why, is_so in reasons.items()
        if is_so
    )
