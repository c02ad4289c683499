import numpy as np
import pytest
from sklearn import metrics as theirs

from clv.evaluation.metrics import bias, mean_absolute_error, root_mean_squared_error

RNG = np.random.default_rng(0)
ACTUAL, FORECAST, WEIGHT = RNG.poisson(2, 50), RNG.gamma(2, 1, 50), RNG.integers(1, 4, 50)


def test_both_errors_are_those_of_scikit_learn() -> None:
    for ours, theirs_ in (
        (mean_absolute_error, theirs.mean_absolute_error),
        (root_mean_squared_error, theirs.root_mean_squared_error),
    ):
        expected = theirs_(ACTUAL, FORECAST, sample_weight=WEIGHT)
        assert float(ours(ACTUAL, FORECAST, WEIGHT)) == pytest.approx(expected)


def test_forecasting_too_much_is_a_positive_bias() -> None:
    assert float(bias(ACTUAL, ACTUAL + 0.5)) == pytest.approx(0.5)


def test_on_skewed_counts_forecasting_nothing_can_have_the_smaller_absolute_error() -> None:
    skewed = np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 10])
    nothing, mean = np.zeros(10), np.full(10, skewed.mean())
    assert mean_absolute_error(skewed, nothing) < mean_absolute_error(skewed, mean)
    assert root_mean_squared_error(skewed, nothing) > root_mean_squared_error(skewed, mean)
