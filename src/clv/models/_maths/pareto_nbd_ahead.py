"""What lies ahead of a living customer of the Pareto/NBD model (see docs/models/pareto_nbd.md).

Somebody alive with history (x, t_x, T) has lambda ~ Gamma(r + x, rate alpha + T) and mu ~ Gamma(s,
rate beta + T), independently; a new customer is the case x = 0, T = 0. `Living` holds these four
as ``shape``, ``rate``, ``s`` and ``decay``.
"""

from collections.abc import Iterator
from typing import NamedTuple, Self

import numpy as np
from scipy.special import betaincinv, exprel

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models._maths.time_of_death import BLOCK, FALL, enough, legendre

__all__ = ["Living"]

ALL_POWER = 1e17
"""Times both scales together: from there on a product of powers is a single power."""
NEVER = 1e-22
"""Lives that are less probable than that do not count."""
BUMPS = 2.0
"""Further nodes, found by trial, for each inverse width of a bump: n purchases want their time."""


class Living(NamedTuple):
    """Distributions of the rates of purchase and of death, given alive; all of shape (m,)."""

    shape: FloatArray
    rate: FloatArray
    s: FloatArray
    decay: FloatArray

    @classmethod
    def of(cls, data: Histories, params: FloatArray) -> Self:
        """Update parameters, shape (4,) or (4, m), by m histories."""
        r, alpha, s, beta = params
        return cls(r + data.x, alpha + data.T, np.broadcast_to(s, data.T.shape), beta + data.T)

    def purchases(self, t: float) -> FloatArray:
        """Expected purchases within t; Fader and Hardie (2005), equation 41 without P(alive)."""
        lived = np.log1p(t / self.decay)
        # The mean length of life within t; (e^z - 1) / z is smooth where s = 1.
        alive = self.decay * lived * exprel((1 - self.s) * lived)
        return np.asarray(self.shape / self.rate * alive)

    def discounted(self, force: float, t: float) -> FloatArray:
        """Expected purchases within t, each at its worth ``exp(-force u)`` at its time u.

        For t infinite, with a force above 0, this is Tricomi's U(1, 2 - s, force decay) times the
        purchases per unit of time; Fader, Hardie and Lee (2005), "RFM and CLV", equation 8.
        """
        return np.concatenate([_discounted(block, force, t) for block in self.blocks()])

    def quiet(self, t: float | FloatArray) -> FloatArray:
        """Probability of no purchase within t, which may be infinite: alive throughout or dead."""
        t = np.broadcast_to(t, self.s.shape)
        parts = zip(self.blocks(), _split(t), strict=True)
        return np.concatenate([_quiet(block, part) for block, part in parts])

    def pmf(self, most: int, t: float) -> FloatArray:
        """Probability of 0 to ``most`` purchases within t, shape (m, most + 1)."""
        return np.concatenate([_pmf(block, most, t) for block in self.blocks()])

    def draw(self, t: float, rng: np.random.Generator) -> IntArray:
        """Draw purchases within t: arrivals at a drawn rate until a drawn time of death."""
        waited = rng.exponential(size=self.s.size) / self.s  # ln(1 + lifetime / decay)
        lived = self.decay * np.expm1(np.minimum(waited, np.log1p(t / self.decay)))
        return rng.poisson(rng.gamma(self.shape) / self.rate * lived)

    def blocks(self) -> Iterator["Living"]:
        """Yield parts of at most ``BLOCK`` customers."""
        return (Living(*parts) for parts in zip(*map(_split, self), strict=True))


def _split(array: FloatArray) -> Iterator[FloatArray]:
    return (array[start : start + BLOCK] for start in range(0, max(array.size, 1), BLOCK))


def _discounted(living: Living, force: float, t: float) -> FloatArray:
    """Sum over w = ln(1 + u / decay), u the time of purchase."""
    shape, rate, s, decay = living
    steepness = np.maximum(force * decay, 1e-300)
    length = np.minimum(np.log1p(t / decay), np.log1p(FALL / steepness))
    length = np.minimum(length, FALL / np.maximum(s - 1, FALL / 1e3))
    fall = np.maximum((s - 1) * length + force * decay * np.expm1(length), 0)
    nodes, rule = legendre(enough(fall, length))
    w = nodes * length
    worth = np.exp((1 - s) * w - force * decay * np.expm1(w))
    return np.asarray(shape / rate * decay * length * (rule @ worth))


def _quiet(living: Living, t: FloatArray) -> FloatArray:
    """Without a purchase, lives may be long: beyond ``far`` their sum is known."""
    shape, rate, s, decay = living
    far, power = ALL_POWER * (rate + decay), shape + s
    u, log_chance = _lives(living, 0, np.minimum(t, far))
    beyond = (s + shape * (np.maximum(t, far) / far) ** -power) / power
    log_chance[-1] += np.log(beyond)
    chance = np.exp(log_chance - shape * np.log1p(u / rate)).sum(axis=0)
    return np.asarray(np.minimum(chance, 1.0), dtype=np.float64)


def _pmf(living: Living, most: int, t: float) -> FloatArray:
    """Mix negative binomials over the length of life u within t; recurrence in n."""
    shape, rate, _, _ = living
    u, log_chance = _lives(living, most, np.full(shape.shape, t))
    log_chance -= shape * np.log1p(u / rate)
    with np.errstate(divide="ignore"):
        log_bought = np.log(u / (rate + u))
    table = np.empty((shape.size, most + 1))
    for n in range(most + 1):
        table[:, n] = np.exp(log_chance).sum(axis=0)
        log_chance += log_bought + np.log((shape + n) / (n + 1))
    return np.minimum(table, 1.0)


def _lives(living: Living, most: int, t: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return lengths of life within t, (q, m), with log probabilities; the last row is t itself."""
    shape, rate, s, decay = living
    c = np.minimum(rate, decay)
    # Hardly anybody lives longer than this, or buys as little as ``most`` in a longer life.
    all_dead = decay * np.expm1(np.minimum(FALL / s, 600.0))
    few = np.maximum(betaincinv(shape, most + 1, NEVER), 1e-300)
    end = np.minimum(t, np.minimum(all_dead, rate * (1 - few) / few))
    length = np.log1p(end / c)
    fall = shape * np.log1p(end / rate) + s * np.log1p(end / decay)
    bumps = BUMPS * np.sqrt(most * shape / (most + shape))
    nodes, rule = legendre(enough(fall, length) + bumps.max(initial=0))
    w = nodes * length
    u = c * np.expm1(w)
    with np.errstate(divide="ignore"):
        log_share = np.log(s * c / decay * length) + np.log(rule)[:, None]
    log_share = log_share + w - (s + 1) * np.log1p(u / decay)
    return np.vstack([u, t]), np.vstack([log_share, -s * np.log1p(t / decay)])
