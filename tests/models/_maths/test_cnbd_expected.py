"""The sum of expected purchases against closed forms, itself, and its bounds."""

import mpmath
import numpy as np
import pytest
from numpy.testing import assert_allclose

from clv.models._maths import bg_nbd_ahead
from clv.models._maths import cnbd_expected as maths
from clv.models._maths.arrays import FloatArray
from clv.models._maths.cnbd_ahead import Living, quiet_if_alive


def random(m: int, k: int, seed: int, largest: int = 1000) -> Living:
    """Return customers far outside realistic parameters."""
    rng = np.random.default_rng(seed)
    shape, rate, a, b = np.exp(rng.uniform(np.log(1e-3), np.log(1e3), (4, m)))
    x = rng.integers(0, largest, m) * (rng.random(m) < 0.7)
    idle = np.exp(rng.uniform(-3, 7, m)) * (rng.random(m) < 0.7)
    return Living(shape + k * x, rate + idle, idle, a, b + x, k)


def at(who: Living, t: float) -> FloatArray:
    return maths.purchases_if_alive(who, np.array([t]), np.ones(1))


def closed_form(who: Living, i: int, t: float) -> float:
    """Return the expectation for k = 1, with the hypergeometric function in 60 digits."""
    with mpmath.workdps(60):
        fields = (who.shape[i], who.rate[i], who.a[i], who.b[i], t)
        m, v, a, b, t_ = map(mpmath.mpf, fields)
        f = mpmath.hyp2f1(m, b, a + b - 1, t_ / (v + t_))
        return float((a + b - 1) / (a - 1) * (1 - (v / (v + t_)) ** m * f))


@pytest.mark.parametrize("t", [0.01, 1.0, 100.0, 1e4])
def test_the_sums_for_one_stage_are_the_closed_form(t: float) -> None:
    """It is not used for k = 1, where quadrature is faster, but must agree."""
    who = random(25, 1, seed=3)
    top = maths._enough_terms(who, t)
    for i in range(25):
        some, exact = who.at(np.array([i])), closed_form(who, i, t)
        assert_allclose(maths._some_terms(some, int(top[i]), t), exact, rtol=1e-7)
        if top[i] <= maths.MANY_STAGES:
            assert_allclose(maths._every_term(some, int(top[i]), t), exact, rtol=1e-10)


@pytest.mark.parametrize("k", [2, 3, 6])
@pytest.mark.parametrize("t", [0.1, 3.0])
def test_both_sums_agree(k: int, t: float) -> None:
    who = random(100, k, seed=k)
    for lines, top in maths._alike(maths._enough_terms(who, t), k):
        if k * top <= maths.MANY_STAGES:
            some = who.at(lines)
            every = maths._every_term(some, top, t)
            assert_allclose(every, maths._some_terms(some, top, t), rtol=1e-10)


def test_no_more_is_left_out_than_promised() -> None:
    for k in (2, 6):
        who = random(60, k, seed=k + 10, largest=50)
        top = maths._enough_terms(who, 2.0).astype(int)
        for i in np.flatnonzero(top < 5000):
            some = who.at(np.array([i]))
            rest = np.arange(top[i] + 1.0, 3 * top[i] + 200)
            left_out = (some.made(rest, 2.0) * some.stayed(rest - 1)).sum()
            assert left_out < 1e-12 * at(some, 2.0)[0]


@pytest.mark.parametrize("k", [2, 6])
def test_far_out_it_stays_within_its_bounds_and_grows(k: int) -> None:
    who = random(300, k, seed=k + 20)
    before = np.zeros(300)
    for t in (1e-3, 1.0, 1e2, 1e4):
        expected = at(who, t)
        stages = (who.shape + k - 1) * t / who.rate + k - 1
        assert (expected >= 1 - quiet_if_alive(who, t) - 1e-9).all()
        assert (expected <= stages / k * (1 + 1e-9)).all()
        assert (expected >= before * (1 - 1e-8)).all()
        before = expected


def test_no_time_brings_nothing() -> None:
    assert at(random(5, 3, seed=1), 0.0).tolist() == [0] * 5


def test_one_stage_is_left_to_bg_nbd() -> None:
    who = random(50, 1, seed=5, largest=5)
    theirs = (who.shape, who.rate, who.a, who.b, np.array([9.0]), np.ones(1))
    assert (at(who, 9.0) == bg_nbd_ahead.purchases_if_alive(*theirs)).all()


def test_several_times_are_weighted() -> None:
    who = random(20, 3, seed=6, largest=20)
    both = maths.purchases_if_alive(who, np.array([2.0, 9.0]), np.array([0.5, 3.0]))
    assert_allclose(both, 0.5 * at(who, 2.0) + 3 * at(who, 9.0), rtol=1e-14)
