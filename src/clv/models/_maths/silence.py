"""How the last purchase is followed by nothing, in discrete time, with derivatives.

Symbols as in `bg_bb`. Somebody alive after tau opportunities with x purchases is seen to buy no
more until opportunity n with the probability

    quiet(tau) = gone + idle * quiet(tau + 1),    quiet(n) = 1,
    gone = gamma / (gamma + delta + tau),
    idle = (delta + tau) / (gamma + delta + tau) * (beta + tau - x) / (alpha + beta + tau),

which replaces the sum over opportunities of death in the likelihood. It never falls below gone, so
that there is nothing to overflow, and one sweep from the last opportunity to the first serves all
histories. Derivatives follow from how many of the silent are expected to be gone and idle at each
opportunity (Louis 1982: the Hessian is the mean of what it would be if that were seen, plus the
variance of the gradient).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from clv.models._maths.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Silences"]


@dataclass(frozen=True)
class Silences:
    """Weighted sum over customers of ``ln quiet(t_x)`` as a function of the parameters.

    Parameters
    ----------
    idle
        Element (tau, i) is tau - x for the i-th distinct pair of x and n; negative ones, in which
        no customer is, are 0.
    open
        Whether tau < n.
    weight
        Of the customers of this pair with t_x = tau; all of shape (longest n, pairs).
    """

    idle: IntArray
    open: BoolArray
    weight: FloatArray

    @classmethod
    def of(cls, x: IntArray, t_x: IntArray, n: IntArray, weight: FloatArray) -> Self:
        """Gather histories; all of shape (m,)."""
        silent, longest = t_x < n, int(n.max(initial=0))
        pairs, place = np.unique((x * (longest + 1) + n)[silent], return_inverse=True)
        x_of, n_of = np.divmod(pairs, longest + 1)
        tau = np.arange(longest)[:, None]
        cells = t_x[silent] * pairs.size + place
        total = np.bincount(cells, weight[silent], minlength=longest * pairs.size)
        grid = total.astype(np.float64).reshape(longest, pairs.size)
        return cls(np.maximum(tau - x_of, 0), tau < n_of, grid)

    def __call__(self, params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Return value, gradient (4,) and Hessian (4, 4) at alpha, beta, gamma, delta."""
        gamma = float(params[2])
        seen, passed, lived, faced = inverses = self._inverses(params)
        dies = np.where(self.open, gamma * faced, 0.0)
        quiet = _backwards(dies, np.where(self.open, faced * seen / (lived * passed), 1.0), 1.0)
        gone = dies / quiet[:-1]
        idle = 1 - gone
        # Derivatives of ln idle, and those of ln gone less these.
        slope, apart = np.zeros((2, 4, *gone.shape))
        slope[0], slope[1], slope[2], slope[3] = -seen, passed - seen, -faced, lived - faced
        apart[0], apart[1], apart[2], apart[3] = seen, seen - passed, 1 / gamma, -lived
        steps = self.open * (slope + gone * apart)
        ahead = _backwards(steps.swapaxes(0, 1), idle, 0.0).swapaxes(0, 1)
        apart -= ahead[:, 1:]
        reached = self.open * _forwards(self.weight, idle)
        ends, stays = reached * gone, reached * idle
        rows = apart.reshape(4, -1)
        hessian = (rows * (ends * idle).ravel()) @ rows.T + _bend(ends, stays, inverses)
        hessian[2, 2] -= float(ends.sum()) / gamma**2
        gradient = (ahead[:, :-1] * self.weight).sum(axis=(1, 2))
        return float((self.weight * np.log(quiet[:-1])).sum()), gradient, hessian

    def _inverses(self, params: FloatArray) -> tuple[FloatArray, ...]:
        alpha, beta, gamma, delta = params.tolist()
        tau = np.arange(len(self.open))[:, None]
        passed = 1 / (beta + self.idle)
        return 1 / (alpha + beta + tau), passed, 1 / (delta + tau), 1 / (gamma + delta + tau)


def _bend(ends: FloatArray, stays: FloatArray, inverses: tuple[FloatArray, ...]) -> FloatArray:
    """Hessian if it were seen who ends and who stays, without the part of ln gamma."""
    seen, passed, lived, faced = inverses
    hessian = np.zeros((4, 4))
    hessian[:2, :2] += float((stays * seen**2).sum())
    hessian[1, 1] -= float((stays * passed**2).sum())
    hessian[2:, 2:] += float(((ends + stays) * faced**2).sum())
    hessian[3, 3] -= float((stays * lived**2).sum())
    return hessian


def _backwards(first: FloatArray, share: FloatArray, end: float) -> FloatArray:
    """Return y with ``y[t] = first[t] + share[t] * y[t + 1]`` and y[last + 1] = end."""
    y = np.full((len(first) + 1, *first.shape[1:]), end)
    for t in reversed(range(len(first))):
        y[t] = first[t] + share[t] * y[t + 1]
    return y


def _forwards(entering: FloatArray, share: FloatArray) -> FloatArray:
    """Return y with ``y[t + 1] = entering[t + 1] + share[t] * y[t]`` and y[0] = entering[0]."""
    y = entering.copy()
    for t in range(len(y) - 1):
        y[t + 1] += share[t] * y[t]
    return y
