"""The normalised Gini index against its definition by areas."""

import numpy as np
import pytest

from clv.evaluation.metrics import normalised_gini, roc_auc

RNG = np.random.default_rng(3)
AMOUNT, SCORE = RNG.poisson(RNG.gamma(0.5, 3, 200)), RNG.permutation(200)


def area(amount: np.ndarray, score: np.ndarray) -> float:
    """Between the concentration curve, best first, and the diagonal."""
    ranked = amount[np.argsort(-score, kind="stable")]
    curve = np.concatenate([[0], np.cumsum(ranked) / ranked.sum()])
    return float(np.trapezoid(curve, np.linspace(0, 1, curve.size)) - 0.5)


def test_it_is_the_ratio_of_two_areas() -> None:
    expected = area(AMOUNT, SCORE) / area(AMOUNT, AMOUNT)
    assert float(normalised_gini(AMOUNT, SCORE)) == pytest.approx(expected)


def test_of_an_event_it_is_the_gini_index_of_the_roc_curve() -> None:
    event = AMOUNT > 2
    auc = float(roc_auc(event, SCORE))
    assert float(normalised_gini(event, SCORE)) == pytest.approx(2 * auc - 1)


def test_the_wrong_order_is_minus_one_and_equal_amounts_have_none() -> None:
    assert float(normalised_gini([0, 1, 5], [3, 2, 1])) == -1
    assert np.isnan(float(normalised_gini([2, 2, 2], [3, 2, 1])))
