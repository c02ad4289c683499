import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs

from clv.evaluation.metrics import brier, count_log_loss, log_loss

CASES = st.lists(
    st.tuples(st.booleans(), st.floats(0, 1), st.integers(1, 3)), min_size=1, max_size=30
)


@given(CASES)
def test_both_scores_are_those_of_scikit_learn(cases: list[tuple[bool, float, int]]) -> None:
    event, probability, weight = (np.array(side) for side in zip(*cases, strict=True))
    loss = theirs.log_loss(event, probability, sample_weight=weight, labels=[False, True])
    assert float(log_loss(event, probability, weight)) == pytest.approx(loss, rel=1e-6, abs=1e-9)
    score = theirs.brier_score_loss(event, probability, sample_weight=weight)
    assert float(brier(event, probability, weight)) == pytest.approx(score)


def test_one_false_certainty_costs_much_but_not_everything() -> None:
    assert 30 < float(log_loss([True], [0.0])) < 40


def test_both_scores_are_best_at_the_true_probability() -> None:
    event = np.repeat([True, False], [3, 7])
    stated = np.linspace(0.05, 0.95, 19)
    for score in (log_loss, brier):
        values = [float(score(event, np.full(10, p))) for p in stated]
        assert stated[np.argmin(values)] == pytest.approx(0.3)


def test_the_loss_of_a_count_is_that_of_its_probability() -> None:
    chances = np.array([[0.7, 0.2], [0.7, 0.2], [0.7, 0.2]])
    told = -np.log([0.7, 0.2, 0.1])  # what is missing to 1 is left for every larger count
    assert float(count_log_loss([0, 1, 7], chances)) == pytest.approx(told.mean())
    assert float(count_log_loss([0, 1, 7], chances, [1, 0, 3])) == pytest.approx(
        told @ [1, 0, 3] / 4
    )


def test_of_an_event_the_loss_of_a_count_is_the_log_loss() -> None:
    event, chance = np.array([0, 1, 1]), np.array([0.2, 0.4, 0.9])
    both = np.column_stack([1 - chance, chance])
    assert float(count_log_loss(event, both)) == pytest.approx(float(log_loss(event, chance)))


def test_an_impossible_count_costs_much_but_not_everything() -> None:
    assert 20 < float(count_log_loss([5], [[0.5, 0.5]])) < 40
