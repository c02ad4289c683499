"""The climb to the highest likelihood of latent classes: steps, and leaps along their bend."""

import numpy as np
from scipy.special import expit

from clv.segments.mixtures._latent import (
    LEAST,
    Classes,
    Expected,
    FloatArray,
    Lines,
    expect,
    maximise,
)


def climb(
    lines: Lines, classes: Classes, rounds: int, tolerance: float
) -> tuple[Classes, list[float]]:
    """Climb until a round gains less than the tolerance per customer; the log likelihoods.

    A round is two steps and a leap along their bend (Varadhan and Roland 2008, SQUAREM). A leap
    that ends below the first step is not taken, so the path never falls.
    """
    enough = tolerance * lines.weight.sum()
    expected = expect(lines, classes)
    path = [_total(lines, expected)]
    for _ in range(rounds):
        once = maximise(lines, classes, expected)
        after_once = expect(lines, once)
        twice = maximise(lines, once, after_once)
        classes = _leap(classes, once, twice)
        expected = expect(lines, classes)
        if not _total(lines, expected) >= _total(lines, after_once):
            classes, expected = twice, expect(lines, twice)
        path.append(_total(lines, expected))
        if path[-1] - path[-2] < enough:
            break
    return classes, path


def _total(lines: Lines, expected: Expected) -> float:
    return float(lines.weight @ expected.loglik)


def _leap(start: Classes, once: Classes, twice: Classes) -> Classes:
    a, b, c = (_free(each) for each in (start, once, twice))
    bend = c - 2 * b + a
    length = max(1.0, float(np.linalg.norm(b - a)) / max(float(np.linalg.norm(bend)), 1e-12))
    return _bound(a + 2 * length * (b - a) + length**2 * bend, len(start.share))


def _free(classes: Classes) -> FloatArray:
    """Parameters on scales without ends."""
    odds = np.log(classes.dropout) - np.log1p(-classes.dropout)
    variances = np.log([classes.spread, classes.noise])
    return np.concatenate(
        [np.log(classes.share), np.log(classes.rate), odds, classes.level, variances]
    )


def _bound(free: FloatArray, k: int) -> Classes:
    share, rate, odds, level = free[: 4 * k].reshape(4, k)
    spread, noise = np.exp(np.clip(free[4 * k :], np.log(LEAST), 50))
    share = np.exp(np.maximum(share - share.max(), np.log(LEAST)))
    return Classes(
        share / share.sum(),
        np.exp(np.clip(rate, np.log(LEAST), 50)),
        np.clip(expit(odds), LEAST, 1 - LEAST),
        level,
        float(spread),
        float(noise),
    )
