"""What lies ahead in (M)BG/CNBD-k: against quadrature, BG/NBD, and playing the story."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import poisson

from clv.models._maths import bg_nbd_ahead
from clv.models._maths import cnbd_ahead as maths
from clv.models._maths.arrays import FloatArray
from clv.models._maths.cnbd_expected import purchases_if_alive
from clv.models._maths.histories import Histories


def one(shape: float, rate: float, idle: float, a: float, b: float, k: int) -> maths.Living:
    s, A, waited, left, stayed = (np.array([value]) for value in (shape, rate, idle, a, b))
    return maths.Living(s, A, waited, left, stayed, k)


CASES = [
    one(3.0, 8.0, 3.0, 2.0, 3.0, 2),
    one(4.5, 30.0, 0.0, 3.0, 2.0, 3),
    one(13.0, 20.0, 15.0, 2.0, 6.0, 6),
    one(3.0, 9.0, 2.0, 2.0, 3.0, 1),
]
"""Shapes with which quadrature has an easy time."""


def survival(who: maths.Living, t: float, most: int) -> FloatArray:
    """Probability that at least 1, ..., most purchases are made within t, by quadrature.

    Given the rate, stages since the last purchase are Poisson, fewer than k, and so are those to
    come; each purchase but the last asked for was survived.
    """
    s, A, idle, a, b = (v[0] for v in (who.shape, who.rate, who.idle, who.a, who.b))
    nodes, weights = np.polynomial.legendre.leggauss(300)
    rate, p = (s + 60) / A * (nodes + 1) / 2, (nodes + 1) / 2
    j = np.arange(who.k)[:, None]
    joint = weights * rate ** (s - 1) * np.exp(-rate * (A - idle)) * poisson.pmf(j, rate * idle)
    dropout = weights * p ** (a - 1) * (1 - p) ** (b - 1)
    n = np.arange(1, most + 1)
    reached = poisson.sf(who.k * n[:, None, None] - j - 1, rate * t)
    stayed = (1 - p) ** (n[:, None] - 1) @ dropout / dropout.sum()
    return np.asarray((reached * joint).sum(axis=(1, 2)) / joint.sum() * stayed)


@pytest.mark.parametrize("who", CASES)
@pytest.mark.parametrize("t", [0.5, 10.0])
def test_formulas_are_the_integrals_over_rate_and_dropout(who: maths.Living, t: float) -> None:
    at_least = survival(who, t, 80)
    expected = purchases_if_alive(who, np.array([t]), np.ones(1))
    assert_allclose(expected, at_least.sum(), rtol=1e-8)
    assert_allclose(maths.quiet_if_alive(who, t), 1 - at_least[0], rtol=1e-9)
    pmf = maths.pmf_if_alive(20, who, t)[0]
    assert_allclose(pmf[1:], at_least[:20] - at_least[1:21], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("who", CASES)
def test_pmf_sums_to_one_and_has_the_expected_mean(who: maths.Living) -> None:
    pmf = maths.pmf_if_alive(400, who, 12.0)[0]
    expected = purchases_if_alive(who, np.array([12.0]), np.ones(1))
    assert (pmf >= 0).all()
    assert_allclose(pmf.sum(), 1, rtol=1e-11)
    assert_allclose(pmf @ np.arange(401), expected, rtol=1e-10)


def test_time_none_and_for_ever() -> None:
    for who in CASES:
        assert maths.quiet_if_alive(who, 0.0).tolist() == [1]
        assert maths.quiet_if_alive(who, np.inf).tolist() == [0]
        assert maths.quiet_if_alive(who, np.array([np.inf])).tolist() == [0]
        assert maths.pmf_if_alive(2, who, 0.0).tolist() == [[1, 0, 0]]


def test_living_customers_have_met_one_more_chance_in_the_modified_models() -> None:
    theta = np.array([0.5, 6.0, 0.9, 1.6])
    data = Histories.new()
    assert maths.living(data, theta, False, 3).b == 1.6
    assert maths.living(data, theta, True, 3).b == 2.6
    spread = np.repeat(theta[:, None], 1, axis=1)
    assert maths.living(data, spread, True, 3).rate == 6.0


def played(who: maths.Living, t: float, n: int) -> FloatArray:
    """Play the story: one gap after the other, a coin after each purchase."""
    rng = np.random.default_rng(11)
    k = who.k
    j = rng.choice(k, n, p=who.stages()[:, 0])
    rate = rng.gamma(who.shape + j, 1 / who.rate)
    p = rng.beta(who.a, who.b, n)
    clock, count, alive = rng.gamma(k - j) / rate, np.zeros(n), np.ones(n, dtype=bool)
    while alive.any():
        alive &= clock < t
        count += alive
        alive &= rng.random(n) >= p
        clock += rng.gamma(k, size=n) / rate
    return count


@pytest.mark.parametrize("who", CASES[:3])
def test_formulas_agree_with_playing_the_story(who: maths.Living) -> None:
    n, t = 100_000, 15.0
    crowd = who.at(np.zeros(n, dtype=np.int64))
    drawn = maths.count_if_alive(crowd, t, np.random.default_rng(12))
    assert drawn.dtype == np.int64
    mean = purchases_if_alive(who, np.array([t]), np.ones(1))[0]
    pmf = maths.pmf_if_alive(7, who, t)[0]
    for sample in (played(who, t, n), drawn):
        assert abs(sample.mean() - mean) < 4 * sample.std() / np.sqrt(n)
        shares = np.bincount(sample.astype(int), minlength=8)[:8] / n
        assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(n))


def test_one_stage_is_left_to_bg_nbd() -> None:
    who = CASES[3]
    ahead = (who.shape, who.rate, who.a, who.b)
    assert (
        maths.pmf_if_alive(5, who, 7.0).tolist()
        == bg_nbd_ahead.pmf_if_alive(5, *ahead, 7.0).tolist()
    )
    drawn = maths.count_if_alive(who, 7.0, np.random.default_rng(1))
    assert drawn == bg_nbd_ahead.count_if_alive(*ahead, 7.0, np.random.default_rng(1))


@pytest.mark.parametrize("k", [2, 6])
def test_nothing_overflows_far_out(k: int) -> None:
    rng = np.random.default_rng(k)
    m = 300
    shape, rate, a, b = np.exp(rng.uniform(np.log(1e-3), np.log(1e3), (4, m)))
    x = rng.integers(0, 1000, m) * (rng.random(m) < 0.7)
    idle = rng.uniform(0, 1000, m) * (rng.random(m) < 0.7)
    x[0], shape[0] = 10_000, 0.3
    who = maths.Living(shape + k * x, rate + idle, idle, a, b + x, k)
    for t in (0.0, 1e-3, 1.0, 1e4):
        quiet, pmf = maths.quiet_if_alive(who, t), maths.pmf_if_alive(12, who, t)
        assert ((quiet >= 0) & (quiet <= 1)).all()
        assert (pmf >= 0).all()
        assert (pmf.sum(axis=1) <= 1 + 1e-9).all()
        assert (maths.count_if_alive(who, t, rng) >= 0).all()
