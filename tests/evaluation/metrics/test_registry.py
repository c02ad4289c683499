"""Laws that hold for every metric."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from clv.evaluation.metrics import METRICS, Metric
from tests.evaluation.metrics.inputs import ABOUT_GROUPS, draw, flawless

EVERY = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


@EVERY
def test_a_metric_is_registered_under_its_own_name(metric: Metric) -> None:
    assert METRICS[metric.name] is metric
    assert metric.title


@EVERY
@given(seed=st.integers(0, 10_000), n=st.integers(2, 40))
def test_values_lie_in_the_declared_range(metric: Metric, seed: int, n: int) -> None:
    value = float(metric(*draw(metric, seed, n)))
    assert np.isnan(value) or metric.lower - 1e-12 <= value <= metric.upper + 1e-12


@EVERY
def test_a_perfect_prediction_has_the_perfect_value(metric: Metric) -> None:
    nearly = 1e-5 if metric.name == "activity_gain" else 1e-12
    assert float(metric(*flawless(metric))) == pytest.approx(metric.perfect, abs=nearly)


@EVERY
def test_a_useful_prediction_is_better_than_a_blind_one(metric: Metric) -> None:
    truth, prediction = draw(metric, 0, 400)
    blind = np.random.default_rng(1).permutation(prediction)
    if metric.name == "bias":
        blind = np.asarray(prediction) + 5
    useful_value, blind_value = (float(metric(truth, each)) for each in (prediction, blind))
    distance = {
        "higher": (-useful_value, -blind_value),
        "lower": (useful_value, blind_value),
        "zero": (abs(useful_value), abs(blind_value)),
    }[metric.direction]
    assert distance[0] < distance[1]


@EVERY
@given(seed=st.integers(0, 10_000))
def test_the_order_of_customers_does_not_matter(metric: Metric, seed: int) -> None:
    truth, prediction = draw(metric, seed, 60)
    order = np.random.default_rng(seed).permutation(60)
    weights = np.random.default_rng(seed).integers(0, 4, 60)
    shuffled = metric(truth[order], prediction[order], weights[order])
    np.testing.assert_allclose(shuffled, metric(truth, prediction, weights), atol=1e-9)


@EVERY
@given(seed=st.integers(0, 10_000))
def test_many_resamples_at_once_are_the_same_as_one_by_one(metric: Metric, seed: int) -> None:
    truth, prediction = draw(metric, seed, 50)
    weights = np.random.default_rng(seed).integers(0, 4, (2, 3, 50)).astype(float)
    together = metric(truth, prediction, weights)
    alone = [[float(metric(truth, prediction, row)) for row in block] for block in weights]
    np.testing.assert_allclose(together, alone, rtol=1e-9, atol=1e-12)


@EVERY
@given(seed=st.integers(0, 10_000))
def test_customers_with_weight_zero_do_not_count(metric: Metric, seed: int) -> None:
    truth, prediction = draw(metric, seed, 50)
    kept: NDArray[np.bool_] = np.random.default_rng(seed).uniform(size=50) < 0.8
    without = metric(truth[kept], prediction[kept])
    np.testing.assert_allclose(metric(truth, prediction, kept), without, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("metric", [m for n, m in METRICS.items() if n not in ABOUT_GROUPS])
@given(seed=st.integers(0, 10_000))
def test_a_weight_of_two_is_the_customer_twice(metric: Metric, seed: int) -> None:
    truth, prediction = draw(metric, seed, 50)
    weights = np.random.default_rng(seed).integers(0, 4, 50)
    repeated = metric(np.repeat(truth, weights), np.repeat(prediction, weights, axis=0))
    np.testing.assert_allclose(metric(truth, prediction, weights), repeated, rtol=1e-9, atol=1e-12)
