"""Expectation and maximisation for latent classes of purchase histories and spend.

In a class, repeat purchases come at a constant rate until the customer leaves, which happens with
a constant probability after each purchase. Mean spend is lognormal: customers' levels scatter
around the class's with variance ``spread``, and a mean of n purchases around the customer's level
with variance ``noise`` / n. The two variances are common to the classes, or else a class could
shrink to one price and the likelihood would have no bound.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LEAST = 1e-9  # of a rate per day, a probability, a share and a variance


@dataclass(frozen=True, eq=False)
class Lines:
    """Distinct customers, each with how many are like that; ages in days, shape (m,) each."""

    x: FloatArray
    t_x: FloatArray
    T: FloatArray
    log_spend: FloatArray
    spent: FloatArray  # 1 where there is a mean spend above zero, else 0
    weight: FloatArray


@dataclass(frozen=True, eq=False)
class Classes:
    """Parameters: shape (k,) each, and the two variances that all classes share."""

    share: FloatArray
    rate: FloatArray
    dropout: FloatArray
    level: FloatArray
    spread: float
    noise: float


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of the unseen, given parameters; shape (k, m) each but the last."""

    membership: FloatArray
    gone: FloatArray
    loglik: FloatArray  # (m,), of a line


def expect(lines: Lines, classes: Classes) -> Expected:
    """Memberships, and the probability of having left after the last purchase, by class."""
    rate, dropout = classes.rate[:, None], classes.dropout[:, None]
    stays = np.log1p(-dropout)
    odds = rate * (lines.T - lines.t_x) + (np.log(dropout) - stays)
    small = np.exp(-np.abs(odds))
    either = np.maximum(odds, 0) + np.log1p(small)  # log(1 + exp(odds))
    history = lines.x * (np.log(rate) + stays) - rate * lines.T + stays + either
    variance = classes.spread + classes.noise / (lines.x + 1)
    away = lines.log_spend - classes.level[:, None]
    spend = away**2 * (-0.5 * lines.spent / variance)
    joint = history + spend + np.log(classes.share)[:, None]
    highest = joint.max(axis=0)
    membership = np.exp(joint - highest)
    total = membership.sum(axis=0)
    membership /= total
    loglik = highest + np.log(total) - 0.5 * lines.spent * np.log(2 * np.pi * variance)
    return Expected(membership, np.where(odds > 0, 1.0, small) / (1 + small), loglik)


def maximise(lines: Lines, classes: Classes, expected: Expected) -> Classes:
    """Return the parameters that suit the expected memberships best."""
    r = expected.membership * lines.weight
    active = lines.T - expected.gone * (lines.T - lines.t_x)
    days = np.maximum((r * active).sum(axis=1), LEAST)
    leavings = (r * expected.gone).sum(axis=1) / np.maximum(r @ (lines.x + 1), LEAST)
    share = np.maximum(r.sum(axis=1) / lines.weight.sum(), LEAST)
    return Classes(
        share / share.sum(),
        np.maximum(r @ lines.x / days, LEAST),
        np.clip(leavings, LEAST, 1 - LEAST),
        *_spend(lines, classes, r * lines.spent),
    )


def _spend(lines: Lines, classes: Classes, r: FloatArray) -> tuple[FloatArray, float, float]:
    """Levels and variances; the customer's own level is unseen as well, and is expected first."""
    n = lines.x + 1
    trust = n * classes.spread / (n * classes.spread + classes.noise)
    own = classes.level[:, None] + trust * (lines.log_spend - classes.level[:, None])
    unsure = trust * classes.noise / n
    total = r.sum(axis=1)
    level = np.where(total > LEAST, (r * own).sum(axis=1) / np.maximum(total, LEAST), classes.level)
    customers = max(float(total.sum()), LEAST)
    spread = (r * ((own - level[:, None]) ** 2 + unsure)).sum() / customers
    noise = (r * n * ((lines.log_spend - own) ** 2 + unsure)).sum() / customers
    return level, max(float(spread), LEAST), max(float(noise), LEAST)


def start(lines: Lines, k: int, rng: np.random.Generator) -> Classes:
    """Let k customers drawn by chance stand for a class each."""
    drawn = rng.choice(len(lines.x), k, p=lines.weight / lines.weight.sum(), replace=False)
    spent = lines.weight * lines.spent
    customers = max(float(spent.sum()), LEAST)
    middle = float(spent @ lines.log_spend) / customers
    variance = max(float(spent @ (lines.log_spend - middle) ** 2) / customers, LEAST)
    seen = lines.spent[drawn] > 0
    return Classes(
        np.full(k, 1 / k),
        (lines.x[drawn] + 1) / (lines.T[drawn] + max(float(lines.T.mean()), 1.0)),
        np.full(k, 0.3),
        np.where(seen, lines.log_spend[drawn], middle),
        variance / 2,
        variance / 2,
    )


def ordered(classes: Classes, order: NDArray[np.intp]) -> Classes:
    """Put classes in another order."""
    return replace(
        classes,
        share=classes.share[order],
        rate=classes.rate[order],
        dropout=classes.dropout[order],
        level=classes.level[order],
    )


def doubt(lines: Lines, classes: Classes) -> float:
    """Entropy of the memberships, summed over customers: 0 where every class is certain."""
    membership = expect(lines, classes).membership
    logs = np.log(np.maximum(membership, 1e-300))
    return -float((lines.weight * membership * logs).sum())
