import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as theirs

from clv.evaluation.metrics import pr_auc, roc_auc, spearman

CASES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 9), st.integers(1, 3)), min_size=2, max_size=40
)


@given(CASES)
def test_both_areas_are_those_of_scikit_learn(cases: list[tuple[bool, int, int]]) -> None:
    event, score, weight = (np.array(side) for side in zip(*cases, strict=True))
    if event.all() or not event.any():
        assert np.isnan(roc_auc(event, score, weight))
        return
    area = theirs.roc_auc_score(event, score, sample_weight=weight)
    assert float(roc_auc(event, score, weight)) == pytest.approx(area)
    precision = theirs.average_precision_score(event, score, sample_weight=weight)
    assert float(pr_auc(event, score, weight)) == pytest.approx(precision)


@given(st.integers(0, 10_000))
def test_the_rank_correlation_is_that_of_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth, score = rng.integers(0, 9, (2, 30))
    truth[:2] = score[:2] = [0, 1]
    expected = stats.spearmanr(truth, score).statistic
    assert float(spearman(truth, score)) == pytest.approx(expected)


def test_only_the_order_of_the_scores_matters() -> None:
    rng = np.random.default_rng(0)
    event, score = rng.uniform(size=50) < 0.4, rng.normal(size=50)
    for metric in (roc_auc, pr_auc, spearman):
        assert metric(event, np.exp(score)) == metric(event, score)


def test_turning_the_score_round_turns_the_ranking_round() -> None:
    rng = np.random.default_rng(0)
    event, score = rng.uniform(size=50) < 0.4, rng.normal(size=50)
    assert float(roc_auc(event, -score)) == pytest.approx(1 - float(roc_auc(event, score)))
    assert float(spearman(event, -score)) == pytest.approx(-float(spearman(event, score)))


def test_what_does_not_vary_has_no_rank_correlation() -> None:
    assert np.isnan(spearman([1, 1, 1], [1, 2, 3]))
