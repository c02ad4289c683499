import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.metrics import activity_gain, log_loss


def by_hand(event: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> float:
    """One customer at a time, with all copies left out."""
    losses = np.zeros(2)
    for i, (own, copies) in enumerate(zip(event, weights, strict=True)):
        rest = weights.astype(float).copy()
        rest[i] = 0
        base = (rest @ event + 0.5) / (rest.sum() + 1)
        same = rest * (groups == groups[i])
        told = (same @ event + base) / (same.sum() + 1)
        for column, p in enumerate((base, told)):
            losses[column] -= copies * np.log(p if own else 1 - p)
    return float((losses[0] - losses[1]) / weights.sum())


@given(seed=st.integers(0, 10_000))
def test_it_is_the_log_loss_saved_customer_by_customer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    event, groups = rng.integers(0, 2, 25), rng.integers(0, 4, 25)
    weights = rng.integers(0, 4, 25)
    weights[0] = 2
    assert float(activity_gain(event, groups, weights)) == pytest.approx(
        by_hand(event, groups, weights)
    )


def test_in_large_groups_it_is_the_log_loss_of_the_rates() -> None:
    event = np.repeat([1, 0, 1, 0], [6000, 4000, 1000, 9000])
    groups = np.repeat(["a", "b"], 10_000)
    rates = np.where(groups == "a", 0.6, 0.1)
    expected = log_loss(event, np.full(20_000, 0.35)) - log_loss(event, rates)
    assert float(activity_gain(event, groups)) == pytest.approx(float(expected), abs=2e-4)


def test_random_groups_gain_nothing_however_many_they_are() -> None:
    rng = np.random.default_rng(1)
    event = rng.uniform(size=5000) < 0.3
    for number in (2, 20, 200):
        assert float(activity_gain(event, rng.integers(0, number, 5000))) < 0.002


def test_where_everybody_buys_there_is_nothing_to_gain() -> None:
    assert abs(float(activity_gain(np.ones(50), np.arange(50) % 4))) < 0.02
