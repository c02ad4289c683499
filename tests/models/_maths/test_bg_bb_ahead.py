"""What lies ahead under BG/BB: against many digits, quadrature, and playing the story."""

from collections.abc import Callable
from typing import NamedTuple

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from clv.models._maths import bg_bb_ahead as maths
from clv.models._maths.arrays import FloatArray, IntArray

PAPER = np.array([1.204, 0.750, 0.657, 2.783])


class Case(NamedTuple):
    """Parameters, purchases and opportunities so far, and a horizon."""

    theta: FloatArray
    x: int
    n: int
    t: int

    @property
    def living(self) -> tuple[IntArray, FloatArray, FloatArray]:
        """The customer as the formulas take one."""
        return np.array([self.x]), np.array([float(self.n)]), self.theta


@st.composite
def cases(draw: st.DrawFn, low: float = 1e-3, high: float = 1e3) -> Case:
    """Return parameters far and wide."""
    theta = np.exp([draw(st.floats(np.log(low), np.log(high))) for _ in range(4)])
    n = draw(st.integers(0, 500))
    return Case(theta, draw(st.integers(0, n)), n, draw(st.integers(0, 60)))


def posterior(case: Case) -> list[mpmath.mpf]:
    """Return the shapes of a living customer."""
    alpha, beta, gamma, delta = map(mpmath.mpf, case.theta)
    return [alpha + case.x, beta + case.n - case.x, gamma, delta + case.n]


@given(case=cases())
def test_expected_purchases_are_those_of_the_closed_form(case: Case) -> None:
    with mpmath.workdps(60):
        a, b, g, d = posterior(case)
        g += mpmath.mpf(10) ** -25  # the closed form divides by gamma - 1
        rest = mpmath.rf(d + 1, case.t) / mpmath.rf(g + d, case.t)
        exact = float(a / (a + b) * d / (g - 1) * (1 - rest))
    assert_allclose(maths.purchases_if_alive(*case.living, case.t), exact, rtol=1e-11)


@pytest.mark.parametrize("gamma", [1 - 1e-12, 1.0, 1 + 1e-12])
def test_nothing_happens_where_the_closed_form_is_singular(gamma: float) -> None:
    theta = np.array([1.2, 0.7, gamma, 2.8])
    ours = maths.purchases_if_alive(np.array([2]), np.array([6.0]), theta, 5)
    harmonic = (8.8 / (8.8 + 1 + np.arange(5))).sum()
    assert_allclose(ours, 3.2 / 7.9 * harmonic, rtol=1e-10)


@settings(max_examples=50)
@given(case=cases(), force=st.floats(0.001, 2.0))
def test_discounted_purchases_for_ever_are_those_of_the_paper(case: Case, force: float) -> None:
    z = float(np.exp(-force))
    with mpmath.workdps(30):
        a, b, g, d = posterior(case)
        series = mpmath.hyp2f1(1, d + 1, g + d + 1, z)
        exact = float(a / (a + b) * d / (g + d) * z * series)
    ours = maths.purchases_if_alive(*case.living, np.inf, z)
    assert_allclose(ours, exact, rtol=1e-10)


@settings(max_examples=50)
@given(case=cases())
def test_the_probability_of_each_number_is_that_of_the_paper(case: Case) -> None:
    t, most = case.t % 12, 13
    with mpmath.workdps(40):
        a, b, g, d = posterior(case)
        both = mpmath.beta(a, b) * mpmath.beta(g, d)

        def bought(k: int, i: int) -> mpmath.mpf:
            return (
                mpmath.binomial(i, k) * mpmath.beta(a + k, b + i - k) if k <= i else mpmath.mpf(0)
            )

        exact = [
            bought(k, t) * mpmath.beta(g, d + t) / both
            + mpmath.fsum(bought(k, i) * mpmath.beta(g + 1, d + i) for i in range(t)) / both
            for k in range(most + 1)
        ]
    ours = maths.pmf_if_alive(*case.living, t, most)
    assert_allclose(ours[0], [float(value) for value in exact], rtol=1e-10, atol=1e-290)


@given(case=cases())
def test_probabilities_sum_to_one_and_have_the_expected_mean(case: Case) -> None:
    pmf = maths.pmf_if_alive(*case.living, case.t, case.t)[0]
    assert_allclose(pmf.sum(), 1, rtol=1e-12)
    mean = maths.purchases_if_alive(*case.living, case.t)[0]
    assert_allclose(pmf @ np.arange(case.t + 1), mean, rtol=1e-11)
    assert_allclose(pmf[0], maths.quiet_if_alive(*case.living, case.t)[0], rtol=1e-11)


def never(theta: FloatArray) -> float:
    """Return P(no purchase ever) as the mean over theta of the closed form given theta."""

    def given_logit(y: mpmath.mpf) -> mpmath.mpf:
        leaves = 1 / (1 + mpmath.exp(-y))
        race = leaves * mpmath.hyp2f1(1, beta, alpha + beta, 1 - leaves)
        return race * leaves**gamma * (1 - leaves) ** delta

    with mpmath.workdps(20):
        alpha, beta, gamma, delta = map(mpmath.mpf, theta)
        middle = mpmath.log(gamma / delta)
        ends = [middle + step for step in (-60 / gamma - 9, -9, -3, 0, 3, 9, 9 + 60 / delta)]
        return float(mpmath.quad(given_logit, ends) / mpmath.beta(gamma, delta))


@pytest.mark.parametrize(
    "theta", [PAPER, np.array([0.5, 4.0, 3.0, 0.6]), np.array([0.9, 0.7, 2.0, 40.0])]
)
def test_quiet_for_ever_is_the_mean_of_a_race(theta: FloatArray) -> None:
    ours = maths.quiet_if_alive(np.zeros(1, dtype=np.int64), np.zeros(1), theta, np.inf)
    assert_allclose(ours, never(theta), rtol=1e-10)


@settings(max_examples=15)
@given(case=cases(high=300.0))
def test_quiet_for_ever_does_not_hang_on_where_its_tail_begins(case: Case) -> None:
    """The recursion is exact, so that a tail begun elsewhere must lead to the same."""
    ours = maths.quiet_if_alive(*case.living, np.inf)
    x, n, theta = case.living
    later = maths.quiet_if_alive(x, n + 1, theta, np.inf)
    gone, idle, _ = maths.fates(x, n, theta)
    assert_allclose(ours, gone + idle * later, rtol=1e-9)
    assert (ours <= maths.quiet_if_alive(*case.living, 60)).all()


def test_horizons_may_differ_between_histories() -> None:
    x, n = np.array([0, 2, 2]), np.array([6.0, 6.0, 6.0])
    together = maths.quiet_if_alive(x, n, PAPER, np.array([3.0, np.inf, 0.0]))
    each = zip(x, n, (3, np.inf, 0), strict=True)
    alone = [maths.quiet_if_alive(np.array([i]), np.array([j]), PAPER, t)[0] for i, j, t in each]
    assert_allclose(together, alone, rtol=1e-12)


def test_waiting_is_the_first_opportunity_at_which_the_level_is_reached() -> None:
    x, n = np.arange(5), np.full(5, 6.0)
    quiet = np.array([maths.quiet_if_alive(x, n, PAPER, t) for t in range(100)])
    for level in (0.9, 0.5, 0.2):
        waits = maths.waiting_if_alive(x, n, PAPER, np.full(5, level))
        first = (quiet <= level).argmax(axis=0)
        assert_array_equal(waits, np.where((quiet <= level).any(axis=0), first, np.inf))


def played(x: int, n: int, t: int, size: int) -> IntArray:
    """Play the story literally: two coins at each opportunity."""
    alpha, beta, gamma, delta = PAPER
    rng = np.random.default_rng(5)
    p, theta = rng.beta(alpha + x, beta + n - x, size), rng.beta(gamma, delta + n, size)
    alive, count = np.ones(size, dtype=bool), np.zeros(size, dtype=np.int64)
    for _ in range(t):
        alive &= rng.random(size) >= theta
        count += alive & (rng.random(size) < p)
    return count


def test_formulas_agree_with_playing_the_story() -> None:
    x, n, t, size = 2, 6, 8, 200_000
    many = (np.full(size, x), np.full(size, float(n)), PAPER, t)
    drawn = maths.count_if_alive(*many, np.random.default_rng(6))
    one = (np.array([x]), np.array([float(n)]), PAPER, t)
    mean, pmf = maths.purchases_if_alive(*one)[0], maths.pmf_if_alive(*one, t)[0]
    for sample in (played(x, n, t, size), drawn):
        assert abs(sample.mean() - mean) < 4 * sample.std() / np.sqrt(size)
        shares = np.bincount(sample, minlength=t + 1) / size
        assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(size))


@settings(max_examples=20)
@given(case=cases())
def test_far_out_everything_is_finite_and_keeps_its_bounds(case: Case) -> None:
    for t in (0, 1, 1000):
        assert 0 <= maths.quiet_if_alive(*case.living, t)[0] <= 1
        assert 0 <= maths.purchases_if_alive(*case.living, t)[0] <= t
        drawn = maths.count_if_alive(*case.living, t, np.random.default_rng(1))
        assert 0 <= drawn[0] <= t
    assert 0 <= maths.quiet_if_alive(*case.living, np.inf)[0] <= 1


def test_parameters_may_differ_between_histories() -> None:
    x, n = np.array([0, 2, 6]), np.array([6.0, 6.0, 9.0])
    theta = np.exp(np.random.default_rng(1).normal(size=(4, 3)))
    ways: list[Callable[[IntArray, FloatArray, FloatArray], FloatArray]] = [
        lambda x, n, theta: maths.purchases_if_alive(x, n, theta, 5),
        lambda x, n, theta: maths.purchases_if_alive(x, n, theta, np.inf, 0.9),
        lambda x, n, theta: maths.quiet_if_alive(x, n, theta, 5),
        lambda x, n, theta: maths.quiet_if_alive(x, n, theta, np.inf),
        lambda x, n, theta: maths.pmf_if_alive(x, n, theta, 5, 3),
    ]
    for ask in ways:
        alone = [ask(x[[i]], n[[i]], theta[:, i])[0] for i in range(3)]
        assert_allclose(ask(x, n, theta), alone, rtol=1e-11)
