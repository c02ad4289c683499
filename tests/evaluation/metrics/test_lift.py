import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.metrics import lift


def test_it_is_the_rate_in_the_first_tenth_over_the_rate_of_all() -> None:
    rng = np.random.default_rng(0)
    event, score = rng.uniform(size=200) < 0.3, rng.permutation(200)
    assert float(lift(event, score)) == pytest.approx(event[score >= 180].mean() / event.mean())


def test_customers_at_the_edge_with_the_same_score_count_in_proportion() -> None:
    # two of the four in the middle are reached, with half of their two events
    assert float(lift([1, 1, 1, 0, 0, 0], [3, 2, 2, 2, 2, 1], top=0.5)) == pytest.approx(
        (1 + 1) / 3 / 0.5
    )


@given(st.integers(0, 10_000), st.floats(0.01, 1))
def test_a_ranking_without_information_has_lift_one(seed: int, top: float) -> None:
    event = np.random.default_rng(seed).uniform(size=30) < 0.5
    value = float(lift(event, np.ones(30), top=top))
    assert value == pytest.approx(1) if event.any() else np.isnan(value)


@given(st.integers(0, 10_000), st.sampled_from([0.05, 0.1, 0.5]))
def test_common_events_leave_little_to_gain(seed: int, top: float) -> None:
    rng = np.random.default_rng(seed)
    event = rng.uniform(size=40) < 0.7
    event[0] = True
    best = float(lift(event, event, top=top))
    assert best == pytest.approx(1 / max(top, event.mean()))
    assert float(lift(event, rng.integers(0, 5, 40), top=top)) <= best + 1e-12


def test_without_an_event_there_is_no_lift() -> None:
    assert np.isnan(lift([0, 0], [1, 2]))
