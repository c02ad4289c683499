"""(M)BG/CNBD-k likelihoods against the story's integrals, 50 digits, differences and BG/NBD."""

from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import beta, erlang, gamma, poisson

from clv.models._maths import bg_nbd
from clv.models._maths import cnbd as maths
from clv.models._maths.histories import Histories


def histories(*lines: tuple[int, float, float]) -> Histories:
    x, t_x, T = (np.array(column) for column in zip(*lines, strict=True))
    weight = np.arange(1, x.size + 1, dtype=np.float64)
    return Histories(x, t_x, T, weight, np.arange(x.size), np.zeros((0, x.size)))


MANY = histories((0, 0.0, 9.0), (0, 0.0, 20.0), (1, 2.0, 9.0), (3, 4.0, 9.0), (40, 30.0, 31.0))


def log_uniform(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(np.log(low), np.log(high)).map(lambda value: float(np.exp(value)))


@st.composite
def cases(draw: st.DrawFn, box: str) -> SimpleNamespace:
    """Return a model, parameters and a history, realistic or far out."""
    real = box == "realistic"
    theta = [draw(log_uniform(*((0.05, 50.0) if real else (1e-3, 1e3)))) for _ in range(4)]
    x = draw(st.integers(0, 100 if real else 1000))
    T = draw(log_uniform(1.0, 300.0) if real else log_uniform(1e-3, 1e3))
    t_x = T * draw(st.floats(0.01, 1.0)) if x else 0.0
    modified, k = draw(st.booleans()), draw(st.integers(1, 6))
    return SimpleNamespace(theta=np.array(theta), x=x, t_x=t_x, T=T, modified=modified, k=k)


def exact_terms(case: SimpleNamespace) -> tuple[mpmath.mpf, mpmath.mpf]:
    """Return the probabilities (densities) of history and alive, of history and gone."""
    r, alpha, a, b, t_x, T = map(mpmath.mpf, (*case.theta, case.t_x, case.T))
    x, k = case.x, case.k
    stayed = x + case.modified
    even = (mpmath.mpf(t_x) / x) ** ((k - 1) * x) if x else mpmath.mpf(1)
    common = even / mpmath.gamma(k) ** x * alpha**r / mpmath.gamma(r)
    alive = sum(
        mpmath.gamma(r + k * x + j) / mpmath.factorial(j) * (T - t_x) ** j
        / (alpha + T) ** (r + k * x + j)
        for j in range(k)
    )  # fmt: skip
    alive *= mpmath.beta(a, b + stayed) / mpmath.beta(a, b)
    if stayed == 0:
        return common * alive, mpmath.mpf(0)
    gone = mpmath.gamma(r + k * x) / (alpha + t_x) ** (r + k * x)
    gone *= mpmath.beta(a + 1, b + stayed - 1) / mpmath.beta(a, b)
    return common * alive, common * gone


@pytest.mark.parametrize("box", ["realistic", "wide"])
def test_log_likelihood_and_alive_are_exact(box: str) -> None:
    @settings(max_examples=80)
    @given(case=cases(box))
    def check(case: SimpleNamespace) -> None:
        data = histories((case.x, case.t_x, case.T))
        likelihood = maths.log_likelihood(data, case.modified, case.k)
        with mpmath.workdps(50):
            alive, gone = exact_terms(case)
            value, share = float(mpmath.log(alive + gone)), float(alive / (alive + gone))
        assert_allclose(likelihood(np.log(case.theta))[0], value, rtol=1e-10, atol=1e-9)
        ours = maths.alive(data, case.theta, case.modified, case.k)[0]
        assert_allclose(ours, share, rtol=1e-8, atol=1e-290)

    check()


@pytest.mark.parametrize("modified", [False, True])
@pytest.mark.parametrize(("k", "x", "t_x"), [(1, 1, 2.5), (2, 0, 0.0), (3, 2, 4.0)])
def test_likelihood_is_the_integral_of_the_story(
    modified: bool, k: int, x: int, t_x: float
) -> None:
    """Over rate and dropout on a grid, with gaps of equal length."""
    T, (r, alpha, a, b) = 6.0, (2.0, 2.0, 2.0, 3.0)
    nodes, weights = np.polynomial.legendre.leggauss(100)
    p, rate = (nodes + 1) / 2, 20 * (nodes + 1)[:, None]
    chances = x + modified
    gaps = erlang.pdf(t_x / max(x, 1), k, scale=1 / rate) ** x
    waited = poisson.cdf(k - 1, rate * (T - t_x))
    gone = p * (1 - p) ** (chances - 1) if chances else 0.0
    density = gamma.pdf(rate, r, scale=1 / alpha) * beta.pdf(p, a, b)
    told = gaps * ((1 - p) ** chances * waited + gone) * density
    integral = 20 * weights @ told @ weights / 2
    value = maths.log_likelihood(histories((x, t_x, T)), modified, k)(np.log([r, alpha, a, b]))[0]
    assert_allclose(value, np.log(integral), rtol=1e-9)


@pytest.mark.parametrize("modified", [False, True])
@pytest.mark.parametrize("k", [1, 2, 6])
def test_gradient_and_hessian_are_those_of_the_likelihood(modified: bool, k: int) -> None:
    likelihood = maths.log_likelihood(MANY, modified, k)
    step = 1e-5
    for theta in ([0.5, 6.0, 0.9, 1.6], [7.0, 0.3, 0.02, 0.1], [0.02, 90.0, 30.0, 4.0]):
        point = np.log(theta)
        _, gradient, hessian = likelihood(point)
        ends = [(likelihood(point + d), likelihood(point - d)) for d in step * np.eye(4)]
        slopes = [(up[0] - down[0]) / (2 * step) for up, down in ends]
        bends = [(up[1] - down[1]) / (2 * step) for up, down in ends]
        assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-5)
        assert_allclose(hessian, bends, rtol=1e-6, atol=1e-5)
        assert_allclose(hessian, hessian.T, rtol=1e-12)


@given(case=cases("wide"))
def test_one_stage_without_dropout_at_the_start_is_bg_nbd(case: SimpleNamespace) -> None:
    data = histories((case.x, case.t_x, case.T), (0, 0.0, case.T), (3, case.T / 2, case.T))
    ours = maths.log_likelihood(data, False, 1)(np.log(case.theta))
    theirs = bg_nbd.log_likelihood(data)(np.log(case.theta))
    assert_allclose(ours[0], theirs[0], rtol=1e-10)
    for mine, other in ((ours[1], theirs[1]), (ours[2], theirs[2])):
        assert_allclose(mine, other, rtol=1e-10, atol=1e-10 * np.abs(other).max())
    alive = maths.alive(data, case.theta, False, 1)
    assert_allclose(alive, bg_nbd.alive(data.x, data.t_x, data.T, case.theta), rtol=1e-10)


def test_weights_count_customers() -> None:
    point = np.log([0.5, 6.0, 0.9, 1.6])
    lines = [(0, 0.0, 9.0), (3, 4.0, 9.0)]
    parts = [maths.log_likelihood(histories(line), True, 3)(point)[0] for line in lines]
    both = maths.log_likelihood(histories(*lines), True, 3)(point)[0]
    assert_allclose(both, parts[0] + 2 * parts[1])


def test_a_new_customer_is_alive_unless_gone_right_after_the_first_purchase() -> None:
    theta = np.array([0.5, 6.0, 0.9, 1.6])
    assert maths.alive(Histories.new(), theta, False, 2).tolist() == [1.0]
    assert_allclose(maths.alive(Histories.new(), theta, True, 2), 1.6 / 2.5)


def test_parameters_may_differ_between_histories() -> None:
    theta = np.array([0.5, 6.0, 0.9, 1.6])
    spread = np.repeat(theta[:, None], MANY.x.size, axis=1)
    for modified in (False, True):
        alike = maths.alive(MANY, theta, modified, 3)
        assert_allclose(maths.alive(MANY, spread, modified, 3), alike, rtol=1e-14)
