from typing import Any

import numpy as np
import pytest

from clv.errors import InputError
from clv.evaluation.metrics import (
    activity_gain,
    adjusted_rand,
    cramers_v,
    decision_value,
    normalised_gini,
    r2_log_spend,
    roc_auc,
    spearman,
    top_share,
)
from clv.evaluation.metrics.base import by_level, codes, counts


def test_levels_are_summed_from_the_lowest_up_in_every_resample() -> None:
    weights = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
    (summed,) = by_level([5, -1, 5], weights)
    assert summed.tolist() == [[2.0, 4.0], [1.0, 0.0]]


def test_codes_follow_the_sorted_labels() -> None:
    assert codes(["b", "a", "c", "a"]).tolist() == [1, 0, 2, 0]


def test_without_weights_everyone_counts_once() -> None:
    assert counts(None, 3).tolist() == [1, 1, 1]


@pytest.mark.parametrize("metric", [adjusted_rand, cramers_v, r2_log_spend, activity_gain])
def test_groups_with_gaps_are_refused(metric: Any) -> None:
    with pytest.raises(InputError, match="1 of 3 customers have no label"):
        metric([1, 0, 1], ["a", None, "b"])


@pytest.mark.parametrize("metric", [top_share, normalised_gini, spearman, roc_auc, decision_value])
def test_scores_with_gaps_are_refused(metric: Any) -> None:
    with pytest.raises(InputError, match="1 of 3 customers have no score"):
        metric([1, 0, 1], [0.1, np.nan, 0.3])
