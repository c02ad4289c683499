"""Newton's method inside a box, for likelihoods that know their own gradient and Hessian.

The likelihoods of this package have two to four parameters, so that one evaluation costs far more
than the algebra around it, and second derivatives pay at once: four to eleven evaluations suffice.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.linalg.lapack import dsyev

from clv.models._maths.arrays import BoolArray, FloatArray

__all__ = ["Objective", "Optimum", "Problem", "maximise"]

Objective = Callable[[FloatArray], tuple[float, FloatArray, FloatArray]]
"""Maps a point (k,) to value, gradient (k,) and Hessian (k, k) of a function to be maximised."""


class Problem(NamedTuple):
    """A maximisation: the objective, points to start from, and the box, shapes (k,).

    Starts may be a generator: to evaluate the objective nobody has to find any.
    """

    objective: Objective
    starts: Iterable[FloatArray]
    lower: FloatArray
    upper: FloatArray


LARGEST_STEP = 4.0
"""In log parameters: no step changes a parameter by more than a factor of e^4."""
MOST_EVALUATIONS = 200
SHORT = 3e-4
"""Of a step, in log parameters: the next one is about its square."""
VAGUE = 3.0


@dataclass(frozen=True)
class Optimum:
    """Where a maximisation ended.

    Parameters
    ----------
    point
        Shape (k,).
    value, gradient, hessian
        The objective there; shapes (), (k,), (k, k).
    free
        Shape (k,): False where the box holds a coordinate that would rise further outside.
    settled
        Whether a further step would gain less than rounding noise.
    evaluations
        Of the objective, in all starts.
    """

    point: FloatArray
    value: float
    gradient: FloatArray
    hessian: FloatArray
    free: BoolArray
    settled: bool
    evaluations: int

    @cached_property
    def _axes(self) -> tuple[FloatArray, FloatArray]:
        """Curvature (m,) along m directions (k, m) of the free coordinates."""
        curvature, axes, _ = dsyev(-_block(self.hessian, self.free))
        return curvature, np.eye(self.free.size)[:, self.free] @ axes

    @cached_property
    def covariance(self) -> FloatArray:
        """Shape (k, k): inverse of the negative Hessian over the directions that are pinned down.

        Along a ridge, and for coordinates that the box holds, nothing varies.
        """
        curvature, axes = self._axes
        pinned = curvature > VAGUE**-2
        return np.asarray((axes[:, pinned] / curvature[pinned]) @ axes[:, pinned].T)

    @cached_property
    def firm(self) -> BoolArray:
        """Shape (k,): coordinates that are free and lie across no ridge.

        A ridge is a direction with a standard error above 3. In log parameters that leaves an
        interval whose ends are a factor of 130,000 apart: the function has all but reached its
        limit, whether the box stops the climb or not.
        """
        curvature, axes = self._axes
        along_ridges = (axes[:, curvature <= VAGUE**-2] ** 2).sum(axis=1)
        return np.asarray(self.free & (along_ridges < 0.05), dtype=np.bool_)

    @property
    def interior(self) -> bool:
        """Whether this is a proper maximum inside the box, sharp in every direction."""
        return self.settled and bool(self.firm.all())


def maximise(
    objective: Objective, starts: Iterable[FloatArray], lower: FloatArray, upper: FloatArray
) -> Optimum:
    """Climb from the first start, and from the others too if that ends on the edge of the box.

    Parameters
    ----------
    objective
        Function to maximise, twice differentiable.
    starts
        At least one point, each of shape (k,).
    lower, upper
        The box, each of shape (k,).

    Returns
    -------
    Optimum
        The best end reached.
    """
    ends: list[Optimum] = []
    for start in starts:
        ends.append(_climb(objective, np.clip(start, lower, upper), lower, upper))
        if ends[-1].interior:
            break
    best = max(ends, key=lambda end: end.value)
    evaluations = sum(end.evaluations for end in ends)
    return best if len(ends) == 1 else replace(best, evaluations=evaluations)


def _climb(
    objective: Objective, point: FloatArray, lower: FloatArray, upper: FloatArray
) -> Optimum:
    value, gradient, hessian = objective(point)
    if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
        nowhere = np.zeros(point.size, dtype=np.bool_)
        return Optimum(point, -np.inf, gradient, -np.eye(point.size), nowhere, False, 1)
    radius, settled, evaluations = LARGEST_STEP / 2, False, 1
    while not settled and evaluations < MOST_EVALUATIONS:
        step = _step(gradient, hessian, _free(point, gradient, lower, upper), radius)
        # Where the gain drowns in rounding, a last step still doubles the digits of the point;
        # a short step does so a little earlier already.
        short = step @ step < SHORT**2
        settled = bool(gradient @ step < (1e-6 if short else 1e-8) + 1e-13 * abs(value))
        trial = np.minimum(np.maximum(point + step, lower), upper)
        reached = objective(trial)
        evaluations += 1
        moved = trial - point
        promised = float(gradient @ moved + moved @ hessian @ moved / 2)
        gained = reached[0] - value
        radius = _next_radius(radius, gained, promised, math.sqrt(moved @ moved))
        if gained > 0 or (settled and np.isfinite(reached[0])):
            point, (value, gradient, hessian) = trial, reached
    free = _free(point, gradient, lower, upper)
    return Optimum(point, value, gradient, hessian, free, settled, evaluations)


def _free(
    point: FloatArray, gradient: FloatArray, lower: FloatArray, upper: FloatArray
) -> BoolArray:
    """Coordinates that the box does not hold back."""
    within = (lower < point) & (point < upper)
    if within.all():
        return within
    outward = (point <= lower) & (gradient < 0) | (point >= upper) & (gradient > 0)
    return np.asarray(~outward, dtype=np.bool_)


def _block(hessian: FloatArray, free: BoolArray) -> FloatArray:
    return hessian if free.all() else hessian[np.ix_(free, free)]


def _step(gradient: FloatArray, hessian: FloatArray, free: BoolArray, radius: float) -> FloatArray:
    """Newton's step over the free coordinates, uphill even where the function is not concave."""
    step = np.zeros_like(gradient)
    if free.any():
        curvature, axes, _ = dsyev(_block(hessian, free))  # np.linalg.eigh takes thrice as long
        steepness = np.abs(curvature)
        steepness = np.maximum(steepness, 1e-12 * steepness.max() + 1e-300)
        step[free] = axes @ _within(axes.T @ gradient[free], steepness, radius)
    return step


def _within(slope: FloatArray, steepness: FloatArray, radius: float) -> FloatArray:
    """Divide slopes by steepness, all made steeper alike until the step is short enough.

    So a ridge, which asks for a giant's step, does not take away from the other directions (More
    and Sorensen 1983).
    """
    step = slope / steepness
    length = math.sqrt(step @ step)
    for _ in range(20):
        if length <= 1.01 * radius:
            break
        steepness = steepness + (length / radius - 1) * length**2 / (step @ (step / steepness))
        step = slope / steepness
        length = math.sqrt(step @ step)
    return step * min(1.0, radius / max(length, 1e-300))


def _next_radius(radius: float, gained: float, promised: float, moved: float) -> float:
    if not gained > 0.25 * promised:  # also where the gain is not a number
        return moved / 4
    return min(LARGEST_STEP, 2 * max(radius, moved)) if gained > 0.75 * promised else radius
