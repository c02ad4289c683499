"""Intervals from the profile of the likelihood, which need not be symmetric, nor end at all."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import chi2

from clv.errors import InputError
from clv.models._inputs.gate import check_probability
from clv.models._likelihood import likelihood
from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import Objective, Problem, maximise
from clv.models.base import FittedModel

__all__ = ["Interval", "profile_interval"]

CLOSE = 1e-7
"""In logs of a parameter."""
STEEP = 0.05
"""A larger slope in a coordinate on the edge of the box means that the edge makes the fall."""


class Interval(NamedTuple):
    """Ends of an interval; 0 or infinite where the data do not end it."""

    lower: float
    upper: float


def profile_interval(
    model: FittedModel,
    customers: pd.DataFrame,
    label: str,
    level: float = 0.95,
    sample_weight: ArrayLike | None = None,
) -> Interval:
    """Return all values of one parameter that the data do not reject, whatever the others are.

    The likelihood is maximised again over the other parameters for each value; those values are
    kept whose likelihood ratio stays below the quantile of the chi-square distribution with one
    degree of freedom. Nothing has to be near a normal distribution, and on a boundary one end is
    open. There the quantile of the chi-square is too large, and the interval on the safe side.

    Parameters
    ----------
    model
        A fitted model of purchases or of spend.
    customers, sample_weight
        What it was fitted on.
    label
        Of ``model.labels``.
    level
        Of confidence, in (0, 1).

    Returns
    -------
    Interval
        ``lower`` and ``upper`` on the natural scale: 0 and infinity (of coefficients minus and plus
        infinity) where the likelihood stays as high up to the edge of the box of the fit, or falls
        only because another parameter has reached that edge.

    Raises
    ------
    InputError
        ``E_LABEL``, ``E_PROBABILITY``, ``E_MODEL`` or ``E_OTHER_CUSTOMERS``.

    References
    ----------
    D. J. Venzon and S. H. Moolgavkar (1988), A method for computing profile-likelihood-based
    confidence intervals, Applied Statistics 37(1), 87-94.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1)
    >>> lower, upper = profile_interval(BGNBD().fit(customers), customers, "r")
    >>> lower < 0.25 < upper
    True
    """
    if label not in model.labels:
        known = ", ".join(model.labels)
        raise InputError(
            "E_LABEL", "the model has no such parameter", f"choose of {known}", [label]
        )
    _, problem = likelihood(model, customers, sample_weight)
    j, limit = model.labels.index(label), float(chi2.ppf(check_probability(level), df=1))
    top = maximise(*problem)
    spread = float(np.sqrt(model.posterior_covariance_.to_numpy()[j, j])) or 1.0
    step = float(np.sqrt(limit)) * spread
    below, above = (
        _Profile(problem, j, top.point, top.value, limit).end(float(edge), way * step)
        for edge, way in ((problem.lower[j], -1), (problem.upper[j], 1))
    )
    if label not in model.names:
        return Interval(below, above)
    return Interval(float(np.exp(below)), float(np.exp(above)))


class _Profile:
    """How far the likelihood falls along one coordinate, the others following."""

    def __init__(
        self, problem: Problem, j: int, point: FloatArray, top: float, limit: float
    ) -> None:
        self.problem, self.j, self.start, self.top, self.limit = problem, j, point[j], top, limit
        self.others, self.cut_off = np.delete(point, j), False

    def end(self, edge: float, step: float) -> float:
        """Return where the fall reaches the limit on the way to an edge, or infinity."""
        way = float(np.sign(step))
        inner, outer = float(self.start), float(self.start) + step
        while (edge - outer) * way > 0 and self.excess(outer) < 0:
            inner, outer, step = outer, outer + step, 2 * step
        outer = min(outer * way, edge * way) * way
        if (outer - inner) * way <= 0 or self.excess(outer) < 0:
            return way * np.inf
        found = float(brentq(self.excess, inner, outer, xtol=CLOSE))
        self.excess(found)
        return way * np.inf if self.cut_off else found

    def excess(self, value: float) -> float:
        """Signed root of the likelihood ratio, nearly a straight line, above its limit."""
        _, _, lower, upper = self.problem
        box = np.delete(lower, self.j), np.delete(upper, self.j)
        best = maximise(_held(self.problem.objective, self.j, value), [self.others], *box)
        self.others = best.point
        self.cut_off = bool((np.abs(best.gradient[~best.free]) > STEEP).any())
        return float(np.sqrt(max(2 * (self.top - best.value), 0.0)) - np.sqrt(self.limit))


def _held(objective: Objective, j: int, value: float) -> Objective:
    """Return the objective over all coordinates but one, which is held."""

    def evaluate(others: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        total, gradient, hessian = objective(np.insert(others, j, value))
        return total, np.delete(gradient, j), np.delete(np.delete(hessian, j, 0), j, 1)

    return evaluate
