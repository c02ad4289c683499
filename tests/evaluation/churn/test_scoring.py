import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.churn.scoring import CHURN_METRICS, rank_scorer, scorer
from clv.evaluation.metrics import METRICS


@given(st.integers(0, 10_000), st.integers(2, 60), st.sampled_from([2, 5, 1000]))
def test_one_sort_gives_what_the_metrics_give(seed: int, n: int, levels: int) -> None:
    rng = np.random.default_rng(seed)
    event, score = rng.uniform(size=n) < 0.5, rng.integers(0, levels, n) / levels
    weights = rng.integers(0, 4, (2, 3, n)).astype(float)
    weights[..., 0] += 1
    found = scorer(event, {"a": score, "b": 1 - score})(weights)
    assert found.shape == (2, 3, len(CHURN_METRICS), 2)
    for i, name in enumerate(CHURN_METRICS):
        for j, stated in enumerate((score, 1 - score)):
            expected = METRICS[name](event, stated, weights)
            np.testing.assert_allclose(found[..., i, j], expected, rtol=1e-9, atol=1e-9)


def test_a_perfect_ranking_has_the_perfect_areas() -> None:
    event = np.arange(20) >= 18
    roc, precision, lift = rank_scorer(event, np.arange(20.0))(np.ones(20))
    assert (roc, precision, lift) == pytest.approx((1, 1, 10))
