"""The Pareto/NBD likelihood against many digits, against differences, and on the hardest points."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf
from numpy.testing import assert_allclose

from clv.models._maths import pareto_nbd as maths
from clv.models._maths.histories import Histories

PAPER = np.array([0.553, 10.578, 0.606, 11.669])


def histories(x: list[int], t_x: list[float], T: list[float]) -> Histories:
    """Return some customers, one of each history."""
    m = len(x)
    return Histories(
        np.array(x), np.array(t_x), np.array(T), np.ones(m), np.arange(m), np.zeros((0, m))
    )


def log_uniform(low: float, high: float) -> st.SearchStrategy[float]:
    """Return positive numbers, spread over their orders of magnitude."""
    return st.floats(np.log(low), np.log(high)).map(lambda value: float(np.exp(value)))


@st.composite
def cases(draw: st.DrawFn, box: str) -> SimpleNamespace:
    """Return parameters and a history, realistic or far out."""
    real = box == "realistic"
    low, high = (0.05, 50.0) if real else (1e-3, 1e3)
    params = [draw(log_uniform(low, high)) for _ in range(4)]
    x = draw(st.integers(0, 300 if real else 10_000))
    T = draw(st.floats(5.0, 300.0) if real else log_uniform(0.1, 1e3))
    t_x = T * draw(st.floats(0.01, 1.0)) if x else 0.0
    return SimpleNamespace(theta=np.array(params), x=x, t_x=t_x, T=T)


def exact(theta: list[float], x: int, t_x: float, T: float) -> tuple[float, float]:
    """Return ln L and P(alive) by the hypergeometric function, Fader and Hardie (2005)."""
    with mpmath.workdps(30):
        r, alpha, s, beta, first, last = map(mpf, (*theta, t_x, T))

        def gone(u: mpf) -> mpf:
            f = mpmath.hyp2f1(r + x + s, s + 1, r + x + s + 1, (alpha - beta) / (alpha + u))
            return s / (r + x + s) * f / (alpha + u) ** (r + s + x)

        known = mpmath.rf(r, x) * alpha**r * beta**s
        living = 1 / ((alpha + last) ** (r + x) * (beta + last) ** s)
        total = living + gone(first) - gone(last)
        return float(mpmath.log(known * total)), float(living / total)


def test_likelihood_and_probability_alive_agree_with_30_digits_at_300_points() -> None:
    rng = np.random.default_rng(1)
    for _ in range(300):
        theta = np.exp(rng.uniform(np.log(0.05), np.log(50), 4))
        theta[1] = max(theta[1], theta[3])  # where the series of this form converges
        x, T = int(np.exp(rng.uniform(0, 6))) - 1, rng.uniform(5, 300)
        data = histories([x], [T * rng.random() if x else 0.0], [T])
        value, alive = exact(theta.tolist(), x, data.t_x[0], T)
        assert_allclose(maths.log_likelihood(data)(np.log(theta))[0], value, rtol=1e-12, atol=1e-11)
        assert_allclose(maths.alive(data, theta)[0], alive, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("box", ["realistic", "wide"])
def test_gradient_and_hessian_are_those_of_the_likelihood(box: str) -> None:
    @settings(max_examples=60)
    @given(case=cases(box))
    def check(case: SimpleNamespace) -> None:
        likelihood = maths.log_likelihood(histories([case.x], [case.t_x], [case.T]))
        point, step = np.log(case.theta), 1e-5
        value, gradient, hessian = likelihood(point)
        ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(4)]
        scale = 1 + abs(value) + np.abs(hessian).max()
        slopes = [(up[0] - down[0]) / (2 * step) for up, down in ends]
        bends = [(up[1] - down[1]) / (2 * step) for up, down in ends]
        assert_allclose(gradient, slopes, atol=1e-8 * scale)
        assert_allclose(hessian, bends, atol=1e-8 * scale)
        assert_allclose(hessian, hessian.T, atol=1e-13 * scale)

    check()


def test_weights_and_parameters_by_history_give_the_same() -> None:
    rng = np.random.default_rng(2)
    x, T = rng.integers(0, 40, 700), rng.uniform(1, 60, 700)
    weight = rng.integers(0, 4, 700).astype(float)
    t_x = np.where(x > 0, T * rng.random(700), 0.0)
    data = Histories(x, t_x, T, weight, np.arange(700), np.zeros((0, 700)))
    point = np.log([0.8, 30.0, 0.4, 5.0])
    value, gradient, hessian = maths.log_likelihood(data)(point)
    by_history = maths.pointwise(data)(np.repeat(point[:, None], 700, axis=1))
    assert_allclose(by_history[0] @ weight, value, rtol=1e-12)
    assert_allclose(by_history[1] @ weight, gradient, rtol=1e-10)
    assert_allclose(by_history[2] @ weight, hessian, rtol=1e-10)


def test_derivatives_stay_exact_between_parameters_by_history() -> None:
    """Histories with alpha above and below beta, in one call."""
    data = histories([0, 3, 9], [0.0, 12.0, 38.0], [39.0, 39.0, 39.0])
    points = np.log([[0.5, 2.0, 0.9], [10.0, 4.0, 30.0], [0.6, 0.3, 2.0], [12.0, 50.0, 3.0]])
    value, gradient, hessian = maths.pointwise(data)(points)
    for i in range(3):
        one = maths.log_likelihood(data.at(slice(i, i + 1)))(points[:, i])
        assert_allclose(value[i], one[0], rtol=1e-12)
        assert_allclose(gradient[:, i], one[1], rtol=1e-10)
        assert_allclose(hessian[:, :, i], one[2], rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("x", [161, 204, 221, 254, 10_000, 1_000_000])
def test_frequent_customers_are_alive_if_they_just_bought(x: int) -> None:
    """Frequencies at which ratios of gamma functions overflow."""
    theta = np.array([0.55, 10.58, 0.61, 11.67])
    data = histories([x, x], [200.0, 150.0], [200.0, 200.0])
    alive = maths.alive(data, theta)
    value, gradient, _ = maths.log_likelihood(data)(np.log(theta))
    assert alive[0] == 1
    assert 0 <= alive[1] < 1e-9
    assert np.isfinite([value, *gradient]).all()


def test_without_death_it_is_the_nbd_model() -> None:
    x, T = np.array([0, 2, 7]), np.array([39.0, 39.0, 20.0])
    data = histories(x.tolist(), [0.0, 30.0, 11.0], T.tolist())
    value = maths.log_likelihood(data)(np.log([0.4, 12.0, 1e-9, 1.0]))[0]
    rising = np.array([np.log(0.4 + np.arange(n)).sum() for n in x])
    nbd = rising + 0.4 * np.log(12 / (12 + T)) - x * np.log(12 + T)
    assert_allclose(value, nbd.sum(), rtol=1e-8)
    assert_allclose(maths.alive(data, np.array([0.4, 12.0, 1e-9, 1.0])), 1, atol=1e-6)


def test_probability_alive_falls_with_silence() -> None:
    t_x = np.linspace(0.5, 39, 40)
    data = histories([5] * 40, t_x.tolist(), [39.0] * 40)
    alive = maths.alive(data, PAPER)
    assert (np.diff(alive) > 0).all()
    assert alive[-1] == 1
