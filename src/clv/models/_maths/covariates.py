"""Covariates: parameters that differ between customers by what is known of them beforehand.

The logarithm of a parameter is shifted for each history by coefficients times covariates, as in
Fader and Hardie (2007), "Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD
models". A coefficient is a real number; the parameter stays the one of a customer whose covariates
are all 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.newton import Objective

__all__ = ["Design", "Pointwise"]

Pointwise = Callable[[FloatArray], tuple[FloatArray, FloatArray, FloatArray]]
"""Maps log parameters (k, m) to value (m,), gradient (k, m) and Hessian (k, k, m) by history."""


@dataclass(frozen=True)
class Design:
    """Which coefficient moves which parameter by how much.

    Parameters
    ----------
    n_params
        k, the number of parameters.
    target
        Parameter that each coefficient moves; shape (c,).
    lever
        What a coefficient is multiplied with, by history; shape (c, m).
    weight
        Of each history; shape (m,).
    """

    n_params: int
    target: IntArray
    lever: FloatArray
    weight: FloatArray

    def spread(self, point: FloatArray) -> FloatArray:
        """Return log parameters by history, (k, m), from k log parameters and c coefficients."""
        k = self.n_params
        shifted = np.repeat(point[:k, None], self.lever.shape[1], axis=1)
        np.add.at(shifted, self.target, point[k:, None] * self.lever)
        return shifted

    @cached_property
    def _center(self) -> FloatArray:
        return np.asarray(self.lever @ self.weight / self.weight.sum())

    @cached_property
    def _scale(self) -> FloatArray:
        variance = (self.lever - self._center[:, None]) ** 2 @ self.weight / self.weight.sum()
        return np.asarray(np.sqrt(variance))

    def standardised(self) -> "Design":
        """Return the design with every lever of mean 0 and variance 1, in which steps are alike."""
        lever = (self.lever - self._center[:, None]) / self._scale[:, None]
        return Design(self.n_params, self.target, lever, self.weight)

    @property
    def back(self) -> FloatArray:
        """Matrix that turns a point of the standardised design into one of this design."""
        k, c = self.n_params, self.target.size
        matrix = np.eye(k + c)
        matrix[np.arange(k, k + c), np.arange(k, k + c)] = 1 / self._scale
        matrix[self.target, np.arange(k, k + c)] = -self._center / self._scale
        return matrix

    def objective(self, pointwise: Pointwise) -> Objective:
        """Prepare the weighted sum over histories as a function of parameters and coefficients."""
        k = self.n_params
        moved = np.concatenate([np.arange(k), self.target])
        levers = np.concatenate([np.ones((k, self.weight.size)), self.lever])

        def evaluate(point: FloatArray) -> tuple[float, FloatArray, FloatArray]:
            value, gradient, hessian = pointwise(self.spread(point))
            weighted = levers * self.weight
            slope = np.einsum("im,im->i", weighted, gradient[moved])
            bend = np.empty((moved.size, moved.size))
            for i, row in enumerate(moved):
                bend[i] = (levers * hessian[row, moved]) @ weighted[i]
            return float(self.weight @ value), slope, bend

        return evaluate
