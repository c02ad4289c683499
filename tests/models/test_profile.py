"""Profile intervals: exact where something exact is known, open where the data say nothing."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.models._likelihood import likelihood
from clv.models._maths.newton import maximise
from clv.models.profile import profile_interval
from clv.simulate import simulate_customers
from tests.models import cdnow

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SAMPLE = cdnow.customers("sample")
MODEL = BGNBD().fit(SAMPLE)


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers({**TRUTH, **changed}, ages, seed=seed)


@pytest.mark.parametrize("label", MODEL.labels)
def test_at_both_ends_the_likelihood_has_fallen_by_half_the_quantile(label: str) -> None:
    _, problem = likelihood(MODEL, SAMPLE)
    j = MODEL.labels.index(label)
    for end in profile_interval(MODEL, SAMPLE, label, level=0.9):
        # The narrowest box around the end holds the coordinate.
        lower, upper = problem.lower.copy(), problem.upper.copy()
        lower[j] = upper[j] = np.log(end)
        fallen = MODEL.loglik_ - maximise(problem.objective, problem.starts, lower, upper).value
        assert 2 * fallen == pytest.approx(chi2.ppf(0.9, 1), rel=1e-4)


def test_with_many_customers_it_is_the_normal_interval() -> None:
    customers = cdnow.customers("master")
    model = BGNBD().fit(customers)
    interval = profile_interval(model, customers, "r")
    assert_allclose(interval, model.intervals_.loc["r"], rtol=1e-3)


def test_spend_and_covariates_have_intervals_too() -> None:
    spend = GammaGamma().fit(SAMPLE)
    lower, upper = profile_interval(spend, SAMPLE, "q")
    assert lower < spend.params_["q"] < upper
    assert_allclose([lower, upper], spend.intervals_.loc["q"], rtol=0.02)
    customers = simulated(800, 3)
    customers["z"] = np.random.default_rng(2).normal(size=800)
    model = BGNBD(rate_covariates=("z",)).fit(customers)
    interval = profile_interval(model, customers, "alpha[z]")
    assert_allclose(interval, model.intervals_.loc["alpha[z]"], atol=0.05)


@pytest.mark.parametrize(
    ("changed", "label", "lower_open"),
    [
        ({"a": 1e3, "b": 3e3}, "a", False),
        ({"a": 1e3, "b": 3e3}, "b", False),
        ({"r": 1e4, "alpha": 1e5}, "alpha", False),
        ({"a": 1e-3, "b": 1e-3}, "a", True),
    ],
)
def test_on_a_boundary_one_end_is_open(
    changed: dict[str, float], label: str, lower_open: bool
) -> None:
    customers = simulated(1000, 7, **changed)
    model = BGNBD().fit(customers)
    assert label in model.held_
    lower, upper = profile_interval(model, customers, label)
    assert (lower == 0) == lower_open
    assert np.isinf(upper) != lower_open


def test_what_is_known_beside_a_boundary_has_two_ends() -> None:
    customers = simulated(1000, 7, a=1e3, b=3e3)
    model = BGNBD().fit(customers)
    assert_allclose(profile_interval(model, customers, "r"), model.intervals_.loc["r"], rtol=0.05)


def test_a_higher_level_is_wider() -> None:
    narrow, wide = (profile_interval(MODEL, SAMPLE, "b", level) for level in (0.5, 0.99))
    assert wide.lower < narrow.lower < MODEL.params_["b"] < narrow.upper < wide.upper


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="E_LABEL"):
        profile_interval(MODEL, SAMPLE, "s")
    with pytest.raises(InputError, match="E_PROBABILITY"):
        profile_interval(MODEL, SAMPLE, "r", level=95)
