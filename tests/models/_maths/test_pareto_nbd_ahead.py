"""What lies ahead in the Pareto/NBD model: against many digits, itself, and played stories."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf
from numpy.testing import assert_allclose

from clv.models._maths import pareto_nbd_ahead
from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories
from clv.models._maths.pareto_nbd_ahead import Living
from clv.models._maths.time_of_death import legendre


def living(shape: float, rate: float, s: float, decay: float, n: int = 1) -> Living:
    """Return n customers alike."""
    return Living(*(np.full(n, value) for value in (shape, rate, s, decay)))


def some_living(seed: int, n: int) -> Living:
    """Return customers with parameters over six orders of magnitude."""
    rng = np.random.default_rng(seed)
    return Living(*np.exp(rng.uniform(np.log(1e-3), np.log(1e3), (4, n))))


def log_uniform(low: float, high: float) -> st.SearchStrategy[float]:
    """Return positive numbers, spread over their orders of magnitude."""
    return st.floats(np.log(low), np.log(high)).map(lambda value: float(np.exp(value)))


def exact_pmf(one: Living, n: int, t: float) -> float:
    """Return the probability of n purchases, by quadrature over the time of death."""
    with mpmath.workdps(20):
        shape, rate, s, decay, end = map(mpf, (*(float(v[0]) for v in one), t))

        def chance(u: mpf) -> mpf:
            arrivals = mpmath.rf(shape, n) / mpmath.factorial(n) * (u / (rate + u)) ** n
            return arrivals * (rate / (rate + u)) ** shape

        def dying(y: mpf) -> mpf:
            u = mpmath.exp(y) - decay
            return chance(u) * s / decay * (decay / (decay + u)) ** (s + 1) * mpmath.exp(y)

        edges = mpmath.linspace(mpmath.log(decay), mpmath.log(decay + end), 5)
        survived = chance(end) * (decay / (decay + end)) ** s
        return float(survived + mpmath.quad(dying, edges, method="gauss-legendre"))


@pytest.mark.parametrize("seed", range(6))
def test_pmf_agrees_with_many_digits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = living(*np.exp(rng.uniform(np.log(0.2), np.log(30), 4)))
    t, n = float(rng.uniform(1, 60)), int(rng.integers(0, 9))
    assert_allclose(one.pmf(n, t)[0, n], exact_pmf(one, n, t), rtol=1e-10, atol=1e-14)
    assert_allclose(one.quiet(t)[0], exact_pmf(one, 0, t), rtol=1e-10)


def test_pmf_has_enough_nodes_far_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to 200 purchases of customers who bought up to 1,000 times: four times as many agree."""
    rng = np.random.default_rng(8)
    for _ in range(60):
        shape, rate, s, decay, t = np.exp(rng.uniform(np.log(1e-3), np.log(1e3), 5)).tolist()
        one, most = living(shape, rate, s, decay), int(np.exp(rng.uniform(0, np.log(200))))
        found = one.pmf(most, t)
        with monkeypatch.context() as patch:
            patch.setattr(pareto_nbd_ahead, "legendre", lambda n: legendre(4 * n))
            assert_allclose(found, one.pmf(most, t), atol=1e-10)


def test_pmf_sums_to_one_and_has_the_expected_mean() -> None:
    one = living(2.55, 49.6, 0.6, 50.7)
    pmf = one.pmf(300, 39.0)[0]
    assert_allclose(pmf.sum(), 1, rtol=1e-12)
    assert_allclose(pmf @ np.arange(301), one.purchases(39.0)[0], rtol=1e-11)


@given(s=log_uniform(1e-3, 1e3), decay=log_uniform(1e-3, 1e3), t=log_uniform(1e-3, 1e4))
def test_expected_purchases_are_those_of_the_paper(s: float, decay: float, t: float) -> None:
    with mpmath.workdps(40):
        s_, d, t_ = mpf(s), mpf(decay), mpf(t)
        lived = (
            d / (s_ - 1) * (1 - (d / (d + t_)) ** (s_ - 1)) if s != 1 else d * mpmath.log1p(t_ / d)
        )
        assert_allclose(
            living(3.0, 7.0, s, decay).purchases(t)[0], float(3 * lived / 7), rtol=1e-11
        )


def test_expected_purchases_are_smooth_where_s_is_one() -> None:
    expected = [living(3.0, 7.0, s, 12.0).purchases(52.0)[0] for s in (1 - 1e-12, 1.0, 1 + 1e-12)]
    assert_allclose(expected, 3 / 7 * 12 * np.log1p(52 / 12), rtol=1e-11)


@settings(max_examples=60)
@given(
    s=log_uniform(0.01, 100), decay=log_uniform(0.1, 1e3), force=log_uniform(1e-5, 1.0),
)  # fmt: skip
def test_discounted_for_ever_is_tricomis_function(s: float, decay: float, force: float) -> None:
    with mpmath.workdps(30):
        z = mpf(force) * mpf(decay)
        exact = float(mpmath.exp(z) * mpmath.expint(mpf(s), z) * mpf(decay) * 3 / 7)
    assert_allclose(living(3.0, 7.0, s, decay).discounted(force, np.inf)[0], exact, rtol=1e-9)


@given(s=log_uniform(0.01, 100), decay=log_uniform(0.1, 1e3), force=log_uniform(1e-5, 1.0))
def test_discounting_for_some_time_is_for_ever_less_what_comes_later(
    s: float, decay: float, force: float
) -> None:
    one, t = living(3.0, 7.0, s, decay), 52.0
    later = living(3.0, 7.0, s, decay + t).discounted(force, np.inf)
    later *= np.exp(-force * t - s * np.log1p(t / decay))
    total = one.discounted(force, np.inf)
    assert_allclose(one.discounted(force, t) + later, total, rtol=1e-9)


def test_discounting_at_no_rate_counts_purchases() -> None:
    many = some_living(2, 300)
    for t in (0.0, 1e-3, 39.0, 1e4):
        assert_allclose(many.discounted(0.0, t), many.purchases(t), rtol=1e-10)


def test_silence_for_ever_is_death_before_the_next_purchase() -> None:
    """E[mu / (lambda + mu)], which for rate = decay is a mean of a beta distribution."""
    assert_allclose(living(1.5, 9.0, 0.5, 9.0).quiet(np.inf)[0], 0.5 / 2.0, rtol=1e-12)
    with mpmath.workdps(30):
        for shape, rate, s, decay in [(2.5, 40.0, 0.6, 12.0), (0.01, 3e-3, 0.02, 900.0)]:
            r_, a_, s_, b_ = map(mpf, (shape, rate, s, decay))
            f = mpmath.hyp2f1(1, r_, r_ + s_ + 1, 1 - b_ / a_)
            ours = living(shape, rate, s, decay).quiet(np.inf)[0]
            assert_allclose(ours, float(s_ / (r_ + s_) * f), rtol=1e-9)


def test_silence_falls_with_time_to_that_for_ever() -> None:
    many = some_living(4, 1100)
    times = [0.0, 1e-3, 1.0, 39.0, 1e4, np.inf]
    quiet = np.array([many.quiet(t) for t in times])
    assert (quiet[0] == 1).all()
    assert (np.diff(quiet, axis=0) <= 1e-12).all()
    assert (quiet > 0).all()
    own = many.quiet(np.linspace(0, 100, 1100))
    assert_allclose(own[-1], Living(*(v[-1:] for v in many)).quiet(100.0)[0], rtol=1e-9)


def test_nobody_has_nothing_ahead() -> None:
    nobody = living(1.0, 1.0, 1.0, 1.0, n=0)
    assert nobody.pmf(3, 10.0).shape == (0, 4)
    assert nobody.quiet(10.0).shape == nobody.discounted(0.1, np.inf).shape == (0,)


def test_history_and_parameters_make_the_living() -> None:
    m = np.ones(2)
    data = Histories(np.array([0, 3]), 0 * m, 39 * m, m, np.arange(2), np.zeros((0, 2)))
    theta = np.array([0.5, 10.0, 0.6, 12.0])
    found = Living.of(data, theta)
    assert_allclose(np.array(found), [[0.5, 3.5], [49.0, 49.0], [0.6, 0.6], [51.0, 51.0]])
    spread = Living.of(data, np.repeat(theta[:, None], 2, axis=1))
    assert_allclose(np.array(found), np.array(spread))


def played(one: Living, t: float, n: int) -> FloatArray:
    """Play the story literally: one gap after the other until death."""
    rng = np.random.default_rng(11)
    shape, rate, s, decay = (float(value[0]) for value in one)
    purchase, death = rng.gamma(shape, 1 / rate, n), rng.gamma(s, 1 / decay, n)
    end = np.minimum(rng.exponential(size=n) / death, t)
    clock, count, active = np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    while active.any():
        clock += rng.exponential(size=n) / purchase
        active &= clock < end
        count += active
    return count


def test_formulas_agree_with_playing_the_story() -> None:
    n, t = 200_000, 39.0
    one = living(2.55, 49.4, 0.6, 50.5)
    drawn = living(2.55, 49.4, 0.6, 50.5, n).draw(t, np.random.default_rng(12))
    pmf = one.pmf(7, t)[0]
    for sample in (played(one, t, n), drawn):
        assert abs(sample.mean() - one.purchases(t)[0]) < 4 * sample.std() / np.sqrt(n)
        shares = np.bincount(sample.astype(int), minlength=8)[:8] / n
        assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(n))
    assert_allclose(one.quiet(t)[0], pmf[0], rtol=1e-12)
