"""Formulas of every purchase model at thousands of random points, far beyond what data ask for.

A point is a model's parameters, a history and a time. Parameters are drawn log-uniformly from 1e-3
to 1e3, frequencies up to 1,000, ages and times up to 1e4, zeros included. No formula is compared
with itself: identities tie it to other formulas and to the likelihood, and mpmath tells the stories
anew in many digits.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import mpmath
import numpy as np
import pytest
from mpmath import beta, gamma, mpf
from numpy.testing import assert_allclose
from numpy.typing import ArrayLike

from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories
from clv.models.bg_bb import BGBB
from clv.models.bg_nbd import BGNBD
from clv.models.cnbd import BGCNBD, MBGCNBD
from clv.models.mbg_nbd import MBGNBD
from clv.models.nbd import NBD
from clv.models.pareto_nbd import ParetoNBD
from clv.models.purchase_model import PurchaseModel

SETTINGS, AGES = 250, 20
SLOW = {"bg_cnbd": 50, "mbg_cnbd": 50}
"""Of regular purchases expectations take long: 2,000 points instead of 10,000."""
MOST = 12


def with_k(model: BGCNBD | MBGCNBD, k: int) -> PurchaseModel:
    model.k_ = k
    return model


MODELS: dict[str, PurchaseModel] = {
    "bg_nbd": BGNBD(),
    "mbg_nbd": MBGNBD(),
    "bg_cnbd": with_k(BGCNBD(), 3),
    "mbg_cnbd": with_k(MBGCNBD(), 2),
    "pareto_nbd": ParetoNBD(),
    "nbd": NBD(),
    "bg_bb": BGBB(),
}


class Setting(NamedTuple):
    """Parameters, a time ahead, and histories."""

    theta: FloatArray
    t: float
    data: Histories


class Answers(NamedTuple):
    """What a model says of the histories of all settings, one line a setting."""

    alive: FloatArray
    ahead: FloatArray
    later: FloatArray
    quiet: FloatArray
    quieter: FloatArray
    pmf: FloatArray


def log_uniform(rng: np.random.Generator, low: float, high: float, size: int = 1) -> FloatArray:
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


def histories(rng: np.random.Generator, discrete: bool) -> Histories:
    """Return 40 histories, 20 of a low and 20 of any frequency, zeros and extremes among them."""
    t_x: FloatArray
    often = float(np.floor(log_uniform(rng, 1, 60 if discrete else 1000)[0]))
    x = np.repeat([float(rng.integers(0, 4)), often], AGES)
    if discrete:
        t_x = np.where(x > 0, x + rng.integers(0, 40, x.size), 0.0)
        T = t_x + rng.integers(0, 60, x.size) * (rng.random(x.size) < 0.8)
    else:
        T = log_uniform(rng, 1e-3, 1e4, x.size)
        T[0] = np.where(x[0] > 0, T[0], 0.0)
        share = np.where(rng.random(x.size) < 0.2, 1.0, 1 - log_uniform(rng, 1e-6, 1, x.size))
        t_x = np.where(x > 0, T * np.maximum(share, 1e-9), 0.0)
    m = x.size
    return Histories(
        x.astype(np.int64), t_x.astype(float), T.astype(float), np.ones(m), np.arange(m),
        np.zeros((0, m)),
    )  # fmt: skip


@cache
def settings(name: str) -> list[Setting]:
    model, rng = MODELS[name], np.random.default_rng(len(name))
    drawn = []
    for _ in range(SLOW.get(name, SETTINGS)):
        theta = log_uniform(rng, 1e-3, 1e3, len(model.names))
        t = float(log_uniform(rng, 1e-3, 1e4)[0])
        t = float(np.ceil(min(t, 500))) if model.discrete else t
        drawn.append(Setting(theta, t, histories(rng, model.discrete)))
    return drawn


@cache
def answers(name: str) -> Answers:
    model = MODELS[name]
    parts = [
        (
            model._alive(data, theta),
            model._ahead(data, theta, t),
            model._ahead(data, theta, 2 * t),
            model._quiet(data, theta, t),
            model._quiet(data, theta, 2 * t),
            model._pmf_ahead(data, theta, t, MOST),
        )
        for theta, t, data in settings(name)
    ]
    return Answers(*(np.array(part) for part in zip(*parts, strict=True)))


each_model = pytest.mark.parametrize("name", MODELS)


def demand(name: str, holds: ArrayLike, *values: FloatArray) -> None:
    """Show parameters, history and values of the first point where something does not hold."""
    if not np.all(holds):
        i, j = (int(k) for k in np.argwhere(~np.asarray(holds))[0][:2])
        theta, t, data = settings(name)[i]
        raise AssertionError(
            f"{int((~np.asarray(holds)).sum())} of {np.size(holds)} points, first with theta "
            f"{theta.tolist()}, x {data.x[j]}, t_x {data.t_x[j]!r}, T {data.T[j]!r}, t {t!r}: "
            f"{[value[i, j] for value in values]}"
        )


@each_model
def test_probabilities_are_probabilities(name: str) -> None:
    said = answers(name)
    assert said.alive.size == (2_000 if name in SLOW else 10_000)
    for values in (said.alive, said.quiet, said.quieter):
        demand(name, (values >= 0) & (values <= 1), values)
    demand(name, ((said.pmf >= 0) & (said.pmf <= 1 + 1e-9)).all(axis=2), said.pmf)
    demand(name, said.pmf.sum(axis=2) <= 1 + 1e-8, said.pmf.sum(axis=2))


@each_model
def test_expected_purchases_are_finite_and_grow_with_time(name: str) -> None:
    said = answers(name)
    demand(name, np.isfinite(said.ahead) & (said.ahead >= 0), said.ahead)
    demand(name, said.later >= said.ahead * (1 - 1e-9), said.ahead, said.later)
    demand(name, said.quieter <= said.quiet * (1 + 1e-12), said.quiet, said.quieter)


@each_model
def test_purchases_become_no_denser_with_time(name: str) -> None:
    """Of a memoryless model: the living only leave, and who is left buys at the same rate."""
    if MODELS[name].memoryless:
        said = answers(name)
        demand(name, said.later <= 2 * said.ahead * (1 + 1e-9), said.ahead, said.later)


@each_model
def test_silence_is_no_purchase(name: str) -> None:
    said = answers(name)
    none = said.pmf[:, :, 0]
    demand(name, np.isclose(none, said.quiet, rtol=1e-7, atol=1e-12), none, said.quiet)


@each_model
def test_expectation_is_that_of_the_distribution(name: str) -> None:
    """Equal where the numbers told are all there are, else at least what the missing ones need."""
    said = answers(name)
    n = np.arange(MOST + 1)
    told, missing = said.pmf @ n, np.maximum(1 - said.pmf.sum(axis=2), 0)
    least = told + (MOST + 1) * missing
    complete = missing < 1e-13
    demand(name, said.ahead >= least * (1 - 1e-6) - 1e-9, said.ahead, least)
    equal = np.isclose(said.ahead, told, rtol=1e-6, atol=1e-10)
    demand(name, equal | ~complete, said.ahead, told)
    assert complete.mean() > 0.1


@each_model
def test_nothing_happens_in_no_time_and_everything_ends(name: str) -> None:
    model = MODELS[name]
    for theta, _, data in settings(name)[::50]:
        assert_allclose(model._ahead(data, theta, 0.0), 0, atol=1e-300)
        assert_allclose(model._quiet(data, theta, 0.0), 1)
        nothing = [[1, 0, 0, 0]] * data.x.size
        assert_allclose(model._pmf_ahead(data, theta, 0.0, 3), nothing, atol=1e-200)
        for_ever = model._quiet(data, theta, np.inf)
        assert ((for_ever >= 0) & (for_ever <= model._quiet(data, theta, 1e4) + 1e-12)).all()


@each_model
def test_in_the_shortest_time_there_is_at_most_one_purchase(name: str) -> None:
    """The slope of the expectation at 0 is that at which silence ends."""
    model = MODELS[name]
    for theta, _, data in settings(name):
        unit = min([theta[model.names.index(time)] for time in model.times], default=1.0)
        t = 1.0 if model.discrete else 1e-7 * float(unit) / (1 + 10 * theta[0] + data.x.max())
        expected = model._ahead(data, theta, t)
        pmf = model._pmf_ahead(data, theta, t, 1)
        assert_allclose(expected, pmf[:, 1], rtol=1e-4, atol=1e-14)


@each_model
def test_recent_customers_are_rather_alive(name: str) -> None:
    model, said = MODELS[name], answers(name)
    nearer = []
    for theta, _, data in settings(name):
        half = data.t_x + (data.T - data.t_x) / 2
        t_x = np.where(data.x > 0, np.ceil(half) if model.discrete else half, 0.0)
        nearer.append(model._alive(replace(data, t_x=t_x), theta))
    demand(name, np.array(nearer) >= said.alive - 1e-9, said.alive, np.array(nearer))


@each_model
def test_parameters_by_history_give_what_one_for_all_gives(name: str) -> None:
    model = MODELS[name]
    for theta, t, data in settings(name)[::25]:
        some = data.at(slice(0, None, 5))
        spread = np.repeat(theta[:, None], some.x.size, axis=1)
        for one, own in (
            (model._alive(some, theta), model._alive(some, spread)),
            (model._ahead(some, theta, t), model._ahead(some, spread, t)),
            (model._quiet(some, theta, t), model._quiet(some, spread, t)),
            (model._pmf_ahead(some, theta, t, 3), model._pmf_ahead(some, spread, t, 3)),
        ):
            assert_allclose(own, one, rtol=1e-7, atol=1e-300)


@each_model
def test_drawn_purchases_are_whole_numbers(name: str) -> None:
    model, rng = MODELS[name], np.random.default_rng(1)
    for theta, t, data in settings(name)[::5]:
        drawn = model._draw_ahead(data, theta, t, rng)
        assert drawn.shape == data.x.shape
        assert drawn.dtype.kind == "i"
        assert (drawn >= 0).all()


def log_likelihood(model: PurchaseModel, theta: FloatArray, data: Histories) -> FloatArray:
    """Return the model's own log-likelihood of each history."""
    lines = (data.at(slice(i, i + 1)) for i in range(data.x.size))
    return np.array([model._problem(one).objective(np.log(theta))[0] for one in lines])


@each_model
def test_silence_is_what_the_likelihood_says(name: str) -> None:
    """L(x, t_x, T + t) / L(x, t_x, T) is the probability to be silent for t, alive or not."""
    model, said = MODELS[name], answers(name)
    for i, (theta, t, everybody) in list(enumerate(settings(name)))[::2]:
        lines = np.array([i % AGES, AGES + i % AGES])
        data = everybody.at(lines)
        now = log_likelihood(model, theta, data)
        later = log_likelihood(model, theta, replace(data, T=data.T + t))
        silent = 1 - said.alive[i, lines] * (1 - said.quiet[i, lines])
        noise = 1e-13 * np.abs(now)
        assert (np.abs(silent - np.exp(later - now)) <= 1e-8 + noise).all(), (theta, t)


# The stories in mpmath: densities of the history by the living, and by the living and the dead.

Parts = tuple[mpf, mpf]


def gamma_rates(r: mpf, alpha: mpf, x: int, T: mpf) -> mpf:
    """Density of x events at given times in T, of a Poisson process with a gamma rate."""
    return gamma(r + x) / gamma(r) * alpha**r / (alpha + T) ** (r + x)


def erlang(x: int, t_x: mpf, T: mpf, theta: list[mpf], k: int, modified: bool) -> Parts:
    """Story of (M)BG/CNBD-k with equal gaps, k = 1 that of (M)BG/NBD."""
    r, alpha, a, b = theta
    silence = T - t_x
    open_gap = mpmath.fsum(
        silence**j / mpmath.factorial(j) * gamma_rates(r, alpha, k * x + j, T) for j in range(k)
    )
    gaps = ((t_x / x) ** (k - 1) / gamma(k)) ** x if x else mpf(1)
    chances = x + modified
    living = gaps * open_gap * beta(a, b + chances) / beta(a, b)
    gone = mpf(0)
    if chances:
        left = beta(a + 1, b + chances - 1) / beta(a, b)
        gone = gaps * gamma_rates(r, alpha, k * x, t_x) * left
    return living, living + gone


def pareto(x: int, t_x: mpf, T: mpf, theta: list[mpf]) -> Parts:
    """Story of Pareto/NBD; the integral over the time of death as in its paper, by 2F1."""
    r, alpha, s, rate = theta
    m, far, near = r + x, max(alpha, rate), min(alpha, rate)

    def dying_after(time: mpf) -> mpf:
        power = s + 1 if alpha >= rate else m
        ratio = mpmath.hyp2f1(m + s, power, m + s + 1, (far - near) / (far + time))
        return ratio / ((m + s) * (far + time) ** (m + s))

    with mpmath.workdps(150):  # two tails that may be all but the same
        scale = gamma(m) / gamma(r) * alpha**r * rate**s
        dead = scale * s * (dying_after(t_x) - dying_after(T))
        living = scale * (alpha + T) ** -m * (rate + T) ** -s
    return living, living + dead


def steady(x: int, t_x: mpf, T: mpf, theta: list[mpf]) -> Parts:
    r, alpha = theta
    living = gamma_rates(r, alpha, x, T)
    return living, living


def chances(x: int, t_x: mpf, T: mpf, theta: list[mpf]) -> Parts:
    a, b, c, d = theta
    bought = [beta(a + x, b + n - x) / beta(a, b) for n in range(int(t_x), int(T) + 1)]
    living = bought[-1] * beta(c, d + T) / beta(c, d)
    died = (share * beta(c + 1, d + t_x + i) / beta(c, d) for i, share in enumerate(bought[:-1]))
    return living, living + mpmath.fsum(died)


STORIES: dict[str, Callable[[int, mpf, mpf, list[mpf]], Parts]] = {
    "bg_nbd": lambda x, t_x, T, theta: erlang(x, t_x, T, theta, 1, False),
    "mbg_nbd": lambda x, t_x, T, theta: erlang(x, t_x, T, theta, 1, True),
    "bg_cnbd": lambda x, t_x, T, theta: erlang(x, t_x, T, theta, 3, False),
    "mbg_cnbd": lambda x, t_x, T, theta: erlang(x, t_x, T, theta, 2, True),
    "pareto_nbd": pareto,
    "nbd": steady,
    "bg_bb": chances,
}


@each_model
def test_likelihood_and_probability_alive_are_those_of_the_story(name: str) -> None:
    """To 30 digits, at 250 points (at 50 where the story is a long sum)."""
    model, said = MODELS[name], answers(name)
    step = 5 if name == "bg_bb" else 1
    for i, (theta, _, data) in list(enumerate(settings(name)))[::step]:
        j = i % data.x.size
        with mpmath.workdps(30):
            exact = [mpf(value) for value in theta]
            history = int(data.x[j]), mpf(data.t_x[j]), mpf(data.T[j])
            living, total = STORIES[name](*history, exact)
            log_total, alive = float(mpmath.log(total)), float(living / total)
        ours = log_likelihood(model, theta, data.at(slice(j, j + 1)))
        point = f"{theta.tolist()}, {[float(value) for value in history]}"
        assert_allclose(ours, log_total, rtol=1e-9, atol=1e-8, err_msg=point)
        assert_allclose(said.alive[i, j], alive, rtol=1e-7, atol=1e-12, err_msg=point)


# Expected purchases of the living in closed form.


def expected_with_coins(theta: list[mpf], x: int, T: mpf, t: mpf, modified: bool) -> mpf:
    """Fader, Hardie and Lee (2005), equation 9, and the same with one chance to leave more."""
    r, alpha, a, b = theta
    m, v, b_x = r + x, alpha + T, b + x + modified
    ratio = mpmath.hyp2f1(m, b_x, a + b_x - 1, t / (v + t))
    return (a + b_x - 1) / (a - 1) * (1 - (v / (v + t)) ** m * ratio)


def expected_while_living(theta: list[mpf], x: int, T: mpf, t: mpf) -> mpf:
    """Fader and Hardie (2005), equation 41 over P(alive)."""
    r, alpha, s, rate = theta
    left = 1 - ((rate + T) / (rate + T + t)) ** (s - 1)
    return (r + x) * (rate + T) / ((alpha + T) * (s - 1)) * left


def expected_by_chance(theta: list[mpf], x: int, T: mpf, t: mpf) -> mpf:
    """Step by step: still alive at the i-th opportunity, and buying at it."""
    a, b, c, d = theta
    there, total = mpf(1), mpf(0)
    for i in range(int(t)):
        there *= (d + T + i) / (c + d + T + i)
        total += there
    return (a + x) / (a + b + T) * total


EXPECTED: dict[str, Callable[[list[mpf], int, mpf, mpf], mpf]] = {
    "bg_nbd": lambda theta, x, T, t: expected_with_coins(theta, x, T, t, False),
    "mbg_nbd": lambda theta, x, T, t: expected_with_coins(theta, x, T, t, True),
    "pareto_nbd": expected_while_living,
    "nbd": lambda theta, x, T, t: (theta[0] + x) * t / (theta[1] + T),
    "bg_bb": expected_by_chance,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_expected_purchases_are_those_of_the_closed_form(name: str) -> None:
    """In 200 digits, which the cancelling series of equation 9 needs, at 250 points."""
    said = answers(name)
    off = []
    for i, (theta, t, data) in enumerate(settings(name)):
        j = i % data.x.size
        with mpmath.workdps(200):
            exact = EXPECTED[name]([mpf(v) for v in theta], int(data.x[j]), mpf(data.T[j]), mpf(t))
        off.append((abs(said.ahead[i, j] / float(exact) - 1), i, j, float(exact)))
    worst, i, j, exact = max(off)
    theta, t, data = settings(name)[i]
    point = f"{theta.tolist()}, x {data.x[j]}, T {data.T[j]!r}, t {t!r}"
    assert worst < 1e-6, f"{point}: {said.ahead[i, j]} instead of {exact}"
