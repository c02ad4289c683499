"""What lies ahead of a living customer in the (M)BG/CNBD-k models (see docs/models/cnbd.md).

Of such a customer j stages have been passed since the last purchase, with the weights of
`cnbd.stage_weights`, and lambda ~ Gamma(s + j, rate A), p ~ Beta(a, b'). The n-th purchase from now
is made when k n - j stages more are passed, if none of n - 1 chances to drop out was taken, whose
probability is B(a, b' + n - 1) / B(a, b').
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaln

from clv.models._maths import bg_nbd_ahead
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.cnbd import stage_weights
from clv.models._maths.histories import Histories

__all__ = ["Living", "count_if_alive", "living", "pmf_if_alive", "quiet_if_alive"]


@dataclass(frozen=True)
class Living:
    """Customers known to be alive.

    Parameters
    ----------
    shape, rate
        s = r + k x and A = alpha + T; shape (m,), as all but the last.
    idle
        T - t_x.
    a, b
        Of dropout, given the history.
    k
        Stages between two purchases.
    """

    shape: FloatArray
    rate: FloatArray
    idle: FloatArray
    a: FloatArray
    b: FloatArray
    k: int

    def at(self, lines: IntArray) -> "Living":
        """Return some of them."""
        fields = (self.shape, self.rate, self.idle, self.a, self.b)
        shape, rate, idle, a, b = (values[lines] for values in fields)
        return Living(shape, rate, idle, a, b, self.k)

    def stages(self) -> FloatArray:
        """Probability of each number j of stages passed since the last purchase, (k, m)."""
        terms = stage_weights(self.shape, self.idle / self.rate, self.k)
        return np.asarray(terms / terms.sum(axis=0))

    def made(self, n: FloatArray, t: float) -> FloatArray:
        """Probability that stages enough for n purchases are passed within t, (m, n.size)."""
        arrive = (t / (self.rate + t))[:, None]
        reached = np.zeros((self.shape.size, n.size))
        for j, share in enumerate(self.stages()):
            reached += share[:, None] * betainc(self.k * n - j, self.shape[:, None] + j, arrive)
        return reached

    def stayed(self, n: FloatArray) -> FloatArray:
        """Probability of taking none of n chances to drop out, (m, n.size)."""
        a, b = self.a[:, None], self.b[:, None]
        return np.asarray(np.exp(betaln(a, b + n) - betaln(a, b)))


def living(data: Histories, params: FloatArray, modified: bool, k: int) -> Living:
    """Take histories as those of customers who are alive."""
    r, alpha, a, b = params
    x, T = data.x, data.T
    shared = np.broadcast_to(a, T.shape)
    return Living(r + k * x, alpha + T, T - data.t_x, shared, b + x + modified, k)


def quiet_if_alive(who: Living, t: float | FloatArray) -> FloatArray:
    """Probability of no purchase within t: fewer than k stages from t_x to T + t, given to T."""
    alone = bg_nbd_ahead.quiet_if_alive(who.shape, who.rate, t)
    if who.k == 1:
        return alone
    t = np.minimum(t, 1e300)
    before, after = (
        stage_weights(who.shape, w, who.k).sum(axis=0)
        for w in (who.idle / who.rate, (who.idle + t) / (who.rate + t))
    )
    return np.asarray(np.minimum(alone * (after / before), 1.0))


def pmf_if_alive(most: int, who: Living, t: float) -> FloatArray:
    """Probability of 0, 1, ..., most purchases within t, shape (m, most + 1).

    With N the purchases there are stages for, n are made if N = n and n - 1 chances to drop out
    passed by, or if N > n and the n-th was taken.
    """
    if who.k == 1:
        return bg_nbd_ahead.pmf_if_alive(most, who.shape, who.rate, who.a, who.b, t)
    n = np.arange(1.0, most + 2)
    made, stayed = who.made(n, t), who.stayed(n - 1)
    a, b = who.a[:, None], who.b[:, None]
    exactly = np.maximum(made[:, :-1] - made[:, 1:], 0.0)
    left = made[:, :-1] * stayed[:, :-1] * a / (a + b + n[:-1] - 1)
    return np.hstack([quiet_if_alive(who, t)[:, None], exactly * stayed[:, 1:] + left])


def count_if_alive(who: Living, t: float, rng: np.random.Generator) -> IntArray:
    """Draw purchases within t: stages at a drawn rate, cut off by the drawn dropout; (m,)."""
    if who.k == 1:
        return bg_nbd_ahead.count_if_alive(who.shape, who.rate, who.a, who.b, t, rng)
    j = (rng.random(who.shape.size) > np.cumsum(who.stages(), axis=0)[:-1]).sum(axis=0)
    stages = rng.poisson(rng.gamma(who.shape + j) * (t / who.rate))
    count = np.asarray((j + stages) // who.k, dtype=np.int64)
    open_end = count > 1  # the first purchase is never cut off: dropout only follows it
    p = rng.beta(who.a[open_end], who.b[open_end])
    with np.errstate(divide="ignore", over="ignore"):
        until_dropout = np.floor(rng.exponential(size=p.size) / -np.log1p(-p)) + 1
    count[open_end] = np.minimum(count[open_end], until_dropout)
    return count
