"""BG/BB likelihood and P(alive) against 40 digits."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from clv.datasets import donations
from clv.models._maths import bg_bb as maths
from clv.models._maths.histories import Histories


def history(x: int, t_x: int, n: int) -> Histories:
    """Return a single customer."""
    one, none = np.ones(1), np.zeros(1, dtype=np.int64)
    return Histories(np.array([x]), t_x * one, n * one, one, none, np.zeros((0, 1)))


@st.composite
def cases(draw: st.DrawFn, longest: int) -> SimpleNamespace:
    """Return parameters far and wide, and a history."""
    logs = st.floats(np.log(1e-3), np.log(1e3))
    theta = np.exp([draw(logs) for _ in range(4)])
    n = draw(st.integers(0, longest))
    t_x = draw(st.integers(0, n))
    x = draw(st.integers(1, t_x)) if t_x else 0
    return SimpleNamespace(theta=theta, x=x, t_x=t_x, n=n)


def exact_terms(case: SimpleNamespace) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return the likelihood of being alive at n, and of having died before, as the paper has it."""
    alpha, beta, gamma, delta = map(mpmath.mpf, case.theta)
    x, t_x, n = case.x, case.t_x, case.n
    both = mpmath.beta(alpha, beta) * mpmath.beta(gamma, delta)
    alive = mpmath.beta(alpha + x, beta + n - x) * mpmath.beta(gamma, delta + n)
    died = mpmath.fsum(
        mpmath.beta(alpha + x, beta + i - x) * mpmath.beta(gamma + 1, delta + i)
        for i in range(t_x, n)
    )
    return alive / both, died / both


@pytest.mark.parametrize(("longest", "examples"), [(12, 100), (500, 10)])
def test_log_likelihood_is_exact(longest: int, examples: int) -> None:
    @settings(max_examples=examples)
    @given(case=cases(longest))
    def check(case: SimpleNamespace) -> None:
        value = maths.log_likelihood(history(case.x, case.t_x, case.n))(np.log(case.theta))[0]
        with mpmath.workdps(40):
            exact = float(mpmath.log(mpmath.fsum(exact_terms(case))))
        assert_allclose(value, exact, rtol=1e-11, atol=1e-12)

    check()


@given(case=cases(60))
def test_probability_alive_is_exact(case: SimpleNamespace) -> None:
    data = history(case.x, case.t_x, case.n)
    with mpmath.workdps(40):
        alive, died = exact_terms(case)
        exact = float(alive / (alive + died))
    ours = maths.alive(data.x, data.t_x, data.T, case.theta)
    assert_allclose(ours, exact, rtol=1e-10, atol=1e-290)


@given(logs=st.tuples(*[st.floats(np.log(0.02), np.log(50))] * 4))
def test_gradient_and_hessian_are_those_of_the_likelihood(logs: tuple[float, ...]) -> None:
    table = donations().sample(8, random_state=1)
    x, t_x, n = (table[name].to_numpy() for name in ("frequency", "recency", "periods"))
    weight, none = np.ones(len(table)), np.zeros((0, len(table)))
    data = Histories(x, t_x * 1.0, n * 1.0, weight, np.arange(len(table)), none)
    likelihood, point, step = maths.log_likelihood(data), np.array(logs), 1e-5
    _, gradient, hessian = likelihood(point)
    ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(4)]
    assert_allclose(gradient, [(up[0] - down[0]) / (2 * step) for up, down in ends], atol=1e-5)
    assert_allclose(hessian, [(up[1] - down[1]) / (2 * step) for up, down in ends], atol=1e-5)
    assert_allclose(hessian, hessian.T, atol=1e-12)


def test_whoever_bought_last_is_alive_and_whoever_never_could_is_too() -> None:
    data = [history(6, 6, 6), history(0, 0, 0)]
    alive = [maths.alive(d.x, d.t_x, d.T, np.array([1.2, 0.7, 0.6, 2.8])) for d in data]
    assert alive == [1, 1]


def test_parameters_may_differ_between_histories() -> None:
    x, t_x, n = np.array([0, 2, 6]), np.array([0.0, 4.0, 6.0]), np.array([6.0, 6.0, 9.0])
    theta = np.exp(np.random.default_rng(1).normal(size=(4, 3)))
    together = maths.alive(x, t_x, n, theta)
    alone = [maths.alive(x[[i]], t_x[[i]], n[[i]], theta[:, i])[0] for i in range(3)]
    assert_allclose(together, alone, rtol=1e-14)
