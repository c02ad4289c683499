"""Odds of having died: against 18 digits, and against the hypergeometric form at 1,000 points."""

import mpmath
import numpy as np
import pytest
from mpmath import mpf
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from clv.models._maths.arrays import FloatArray
from clv.models._maths.time_of_death import Span, legendre, log_odds, moments

LongArray = NDArray[np.longdouble]


def random_span(seed: int, n: int) -> Span:
    """Return customers of every frequency with parameters over six orders of magnitude."""
    rng = np.random.default_rng(seed)
    r, alpha, s, beta = np.exp(rng.uniform(np.log(1e-3), np.log(1e3), (4, n)))
    x = np.floor(np.exp(rng.uniform(0, np.log(10_000), n))) * (rng.random(n) < 0.7)
    T = np.exp(rng.uniform(np.log(1e-2), np.log(1e4), n))
    share = np.where(rng.random(n) < 0.5, rng.random(n), np.exp(-rng.exponential(3, n)))
    return Span(r + x, alpha, s, beta, np.where(x > 0, T * share, 0.0), T)


def integrand(span: Span, u: mpf) -> mpf:
    """Return density of dying at u and buying until then, over that of surviving until T."""
    shape, alpha, s, beta, _, T = (mpf(float(value[0])) for value in span)
    kept = shape * mpmath.log((alpha + T) / (alpha + u))
    return s / (beta + T) * mpmath.exp(kept + (s + 1) * mpmath.log((beta + T) / (beta + u)))


def integral(span: Span, *features: str) -> mpf:
    """Integrate over u from t_x to T in the logarithm of c + u, times some features."""
    _, alpha, _, beta, t_x, T = (mpf(float(value[0])) for value in span)
    c = min(alpha, beta)
    known = {
        "log alpha": lambda u: mpmath.log((alpha + T) / (alpha + u)),
        "alpha": lambda u: alpha / (alpha + u) - alpha / (alpha + T),
        "log beta": lambda u: mpmath.log((beta + T) / (beta + u)),
        "beta": lambda u: beta / (beta + u) - beta / (beta + T),
    }

    def value(y: mpf) -> mpf:
        u = mpmath.exp(y) - c
        return integrand(span, u) * mpmath.exp(y) * mpmath.fprod(known[f](u) for f in features)

    edges = mpmath.linspace(mpmath.log(c + t_x), mpmath.log(c + T), 6)
    return mpmath.quad(value, edges, method="gauss-legendre")


def fraction(b: LongArray, c: LongArray, z: LongArray) -> LongArray:
    """Return 2F1(1, b; c; z) by the continued fraction of Gauss, from its far end."""
    steps = int(40 / np.sqrt(np.min(1 - z)))
    value = np.ones_like(z)
    for k in range(min(steps, 3000), 0, -1):
        value = 1 - k * (c - b + k - 1) / ((c + 2 * k - 2) * (c + 2 * k - 1)) * z / value
        j = k - 1
        value = 1 - (b + j) * (c - 1 + j) / ((c + 2 * j - 1) * (c + 2 * j)) * z / value
    return 1 / value


def log_sum_by_fraction(span: Span) -> FloatArray:
    """Return ln(1 + odds) as in Fader and Hardie (2005), from two hypergeometric functions."""
    shape, alpha, s, beta, t_x, T = (np.asarray(value, np.longdouble) for value in span)
    gap, far = abs(beta - alpha), np.maximum(alpha, beta)
    swapped = alpha < beta
    b = np.where(swapped, s + 1, shape)

    def share(u: LongArray) -> LongArray:
        """Return the part of those alive at u who die before they buy again."""
        f = fraction(b, shape + s + 1, np.asarray(gap / (far + u), np.longdouble))
        return s / (shape + s) * f * np.where(swapped, (alpha + u) / (beta + u), 1)

    fall = shape * np.log((alpha + T) / (alpha + t_x)) + s * np.log((beta + T) / (beta + t_x))
    total = fall + np.log(share(t_x) + np.exp(-fall) * (1 - share(T)))
    return np.asarray(total, dtype=np.float64)


def test_odds_agree_with_the_hypergeometric_form_at_a_thousand_points() -> None:
    span = random_span(1, 1000)
    alpha, beta, t_x = span.alpha, span.beta, span.t_x
    slow = np.minimum(alpha, beta) + t_x < 1e-4 * (np.maximum(alpha, beta) + t_x)
    some = Span(*(value[~slow] for value in span))
    ours, theirs = np.logaddexp(0, log_odds(some)), log_sum_by_fraction(some)
    assert some.T.size > 800
    # Of a logarithm of 1e4 the last digit is already 1e-12.
    assert_allclose(ours, theirs, rtol=1e-13, atol=1e-11)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_odds_and_moments_agree_with_many_digits(seed: int) -> None:
    span = random_span(seed, 1)
    some = [0, 3] if seed % 2 else [1, 2]
    names = [["log alpha", "alpha", "log beta", "beta"][i] for i in some]
    with mpmath.workdps(18):
        total = integral(span)
        mean = [float(integral(span, name) / total) for name in names]
        product = float(integral(span, *names) / total)
        odds = float(mpmath.log(total))
    found = moments(span)
    assert_allclose(found.log_odds[0], odds, rtol=1e-11, atol=1e-11)
    assert_allclose(found.mean[some, 0], mean, rtol=1e-9, atol=1e-15)
    assert_allclose(found.product[some, some[::-1], 0], product, rtol=1e-9, atol=1e-15)
    assert_allclose(log_odds(span), found.log_odds, rtol=1e-14)


def test_odds_are_one_formula_where_alpha_and_beta_are_equal() -> None:
    shape, s, v, t_x, T = np.array([2.5]), np.array([0.6]), np.array([11.0]), 20.0, 39.0
    power = shape + s
    expected = s / power * (((v + T) / (v + t_x)) ** power - 1)
    ours = log_odds(Span(shape, v, s, v, np.array([t_x]), np.array([T])))
    assert_allclose(np.exp(ours), expected, rtol=1e-13)


def test_nobody_dies_in_no_time() -> None:
    for end in (0.0, 39.0):
        span = random_span(3, 50)._replace(t_x=np.full(50, end), T=np.full(50, end))
        found = moments(span)
        assert (np.exp(found.log_odds) < 1e-280).all()
        assert np.isfinite(found.log_odds).all()
        assert_allclose(found.mean, 0, atol=1e-15)
        assert_allclose(found.product, 0, atol=1e-15)


def test_customers_do_not_depend_on_their_neighbours() -> None:
    """Blocks share the number of nodes, which must not show."""
    span = random_span(4, 1300)
    alone = [log_odds(Span(*(value[[i]] for value in span)))[0] for i in range(0, 1300, 13)]
    assert_allclose(log_odds(span)[::13], alone, rtol=1e-11, atol=1e-11)


def test_scalars_broadcast_and_nobody_is_nobody() -> None:
    span = random_span(5, 40)
    alpha, s, beta = span.alpha[0], span.s[0], span.beta[0]
    short = span._replace(alpha=alpha, s=s, beta=beta)
    one = span._replace(alpha=np.full(40, alpha), s=np.full(40, s), beta=np.full(40, beta))
    assert (log_odds(one) == log_odds(short)).all()
    nobody = Span(*(np.zeros(0) for _ in span))
    assert log_odds(nobody).shape == (0,)
    assert moments(nobody).product.shape == (4, 4, 0)


def test_rule_has_enough_nodes_and_integrates() -> None:
    nodes, weights = legendre(9.5)
    assert nodes.shape == (12, 1)
    assert_allclose(weights @ nodes[:, 0] ** 5, 1 / 6, rtol=1e-14)
