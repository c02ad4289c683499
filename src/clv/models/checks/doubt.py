"""How sure a fit is of its parameters."""

import numpy as np

from clv.models._maths.arrays import BoolArray, FloatArray
from clv.models.checks.check import applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close
from clv.models.checks.points import errors_of, moved, point_of

DRAWS = 2000

RIDGE = 1 / 9
"""Curvature below which a direction counts as a ridge: a standard error above 3 in logs."""


@applies()
def check_covariance_is_one(model: Model, data: CheckData) -> None:
    """The covariance of the log parameters is symmetric and has no negative eigenvalue."""
    covariance = data.fitted.posterior_covariance_
    labels = [list(covariance.index), list(covariance.columns)]
    demand(labels == [list(data.fitted.params_)] * 2, f"it is labelled {labels}")
    matrix = covariance.to_numpy()
    demand_close(matrix, matrix.T, "the covariance and its transpose", rtol=1e-8)
    least = np.linalg.eigvalsh((matrix + matrix.T) / 2).min()
    demand(least >= -1e-10 * np.abs(matrix).max(), f"an eigenvalue is {least:.3g}")


RIDGE = 1 / 9
"""Curvature below which a direction counts as a ridge: a standard error above 3 in logs."""


@applies()
def check_covariance_is_that_of_the_likelihood(model: Model, data: CheckData) -> None:
    """The covariance is the inverse of the curvature that the score shows, ridges apart."""
    varies = np.diag(data.fitted.posterior_covariance_) > 0  # the others are held by the box
    curvature, axes = np.linalg.eigh(-_curvature(data, varies))
    pinned = curvature > RIDGE
    errors = np.sqrt((axes[:, pinned] ** 2 / curvature[pinned]).sum(axis=1))
    known = ~np.isin(data.fitted.labels, data.fitted.held_)[varies]
    free = ~np.isin(data.fitted.labels, data.fitted.held_)
    demand_close(errors_of(data.fitted)[free], errors[known], "standard errors of logs", rtol=0.02)


def _curvature(data: CheckData, free: BoolArray) -> FloatArray:
    """Second differences of the log-likelihood along the free log parameters."""
    ways = 0.01 * np.eye(free.size)[free]

    def value(shift: FloatArray) -> float:
        return float(moved(data.fitted, shift).score(data.customers) * data.fitted.n_used_)

    rows = [
        [value(a + b) - value(a - b) - value(b - a) + value(-a - b) for b in ways] for a in ways
    ]
    return np.array(rows) / (4 * 0.01**2)


@applies()
def check_standard_errors_are_positive_or_missing(model: Model, data: CheckData) -> None:
    """Standard errors are positive, and missing for exactly the parameters on a boundary."""
    errors = data.fitted.standard_errors_
    demand(set(errors.index[errors.isna()]) == set(data.fitted.held_), f"missing in {errors}")
    demand_all(errors.dropna() > 0, "a standard error is not positive", errors.dropna())


@applies()
def check_standard_errors_shrink_with_the_root_of_the_customers(
    model: Model, data: CheckData
) -> None:
    """Four times the weight halves every standard error."""
    four = data.fit(weight=np.full(len(data.customers), 4.0)).standard_errors_
    once = data.fitted.standard_errors_
    known = once.notna() & four.notna()
    demand_close(2 * four[known], once[known], "standard errors", rtol=1e-3)


@applies()
def check_boundary_is_named_where_an_error_is_missing(model: Model, data: CheckData) -> None:
    """A converged fit has all standard errors, one on a boundary has not."""
    missing = bool(data.fitted.held_)
    demand(missing == (data.fitted.status_ != "converged"), f"held_ is {data.fitted.held_}")


@applies()
def check_intervals_hold_the_parameters(model: Model, data: CheckData) -> None:
    """The parameters lie inside their intervals, whose ends are positive."""
    limits = data.fitted.intervals_.dropna()
    params = np.array([data.fitted.params_[name] for name in limits.index])
    positive = (limits["lower"] > 0) | ~limits.index.isin(model.names)
    demand_all(positive, "a lower limit is not positive", limits["lower"])
    inside = (limits["lower"] < params) & (params < limits["upper"])
    demand_all(inside, "a parameter lies outside its interval", params)


@applies()
def check_posterior_draws_are_parameters(model: Model, data: CheckData) -> None:
    """Draws from the posterior are positive and finite, one column a parameter."""
    draws = data.fitted.sample_posterior(DRAWS, seed=1)
    demand(list(draws.columns) == list(data.fitted.params_), f"columns {list(draws.columns)}")
    demand(len(draws) == DRAWS, f"{len(draws)} draws instead of {DRAWS}")
    demand_all(np.isfinite(draws), "a draw is not finite", draws)
    natural = draws[list(model.names)]
    demand_all(natural > 0, "a draw of a parameter is not positive", natural)


@applies()
def check_posterior_draws_lie_around_the_parameters(model: Model, data: CheckData) -> None:
    """The mean of the draws lies within 5 standard errors of the parameters, in logs."""
    draws = _draws(data, seed=2)
    off = draws.mean(axis=0) - point_of(data.fitted)
    errors = off * np.sqrt(DRAWS) / np.maximum(draws.std(axis=0), 1e-9)
    demand_all(np.abs(errors) < 5, "standard errors between mean and parameter", errors)


def _draws(data: CheckData, seed: int) -> FloatArray:
    """Draws from the posterior on the scale of `point_of`."""
    draws = data.fitted.sample_posterior(DRAWS, seed=seed)
    names = list(data.fitted.names)
    return np.asarray(draws.assign(**np.log(draws[names])), dtype=np.float64)


@applies()
def check_posterior_draws_spread_like_the_covariance(model: Model, data: CheckData) -> None:
    """The draws have the covariance that the model states."""
    draws = _draws(data, seed=3)
    stated = np.sqrt(np.diag(data.fitted.posterior_covariance_))
    demand_close(draws.std(axis=0), stated, "standard deviations of the logs", rtol=0.1)


@applies()
def check_seed_decides_the_posterior_draws(model: Model, data: CheckData) -> None:
    """The same seed gives the same draws, another seed others."""
    first, again, other = (data.fitted.sample_posterior(5, seed=seed) for seed in (1, 1, 2))
    demand(first.equals(again), "one seed gave two samples")
    demand(not first.equals(other), "two seeds gave one sample")
