import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import log_loss

from clv.churn import (
    BoostedChurn,
    BoostedHybridChurn,
    HybridChurn,
    churn_features,
    churn_probability,
)
from clv.errors import FitError, InputError
from tests.churn.lessons import lesson
from tests.churn.tables import features, given_model

Boosted = BoostedChurn | BoostedHybridChurn
X, Y, _ = lesson(0)
BOTH = [BoostedChurn(), BoostedHybridChurn()]


def bent(seed: int, n: int) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Churn that depends on a purchase model and on a bend, which no straight line follows."""
    table = features(n, seed)
    X = churn_features(table, table, given_model(table, seed), 39.0)
    odds = -X["model_logit"] + 3 * (X["active_share"].abs() > 0.25) - 1.5
    return X, np.random.default_rng(seed).uniform(size=n) < expit(odds)


@pytest.mark.parametrize("model", BOTH)
def test_probabilities_lie_between_0_and_1_and_add_up(model: Boosted) -> None:
    both = model.fit(X, Y).predict_proba(X)
    assert ((both > 0) & (both < 1)).all()
    np.testing.assert_allclose(both.sum(axis=1), 1)


@pytest.mark.parametrize("model", BOTH)
def test_neither_the_order_of_rows_nor_a_second_fit_changes_a_probability(model: Boosted) -> None:
    order = np.random.default_rng(0).permutation(len(X))
    here = churn_probability(clone(model).fit(X, Y), X)
    there = churn_probability(clone(model).fit(X.iloc[order], Y[order]), X)
    np.testing.assert_allclose(here, there, rtol=1e-6)
    again = churn_probability(clone(model).fit(X, Y), X)
    pd.testing.assert_series_equal(here, again, check_exact=True)


def test_trees_follow_a_bend_that_the_hybrid_cannot() -> None:
    (known, churned), (later, outcome) = bent(1, 3000), bent(2, 3000)
    loss = {
        type(model).__name__: log_loss(outcome, churn_probability(model.fit(known, churned), later))
        for model in (HybridChurn(), BoostedHybridChurn(), BoostedChurn())
    }
    assert loss["BoostedHybridChurn"] < loss["HybridChurn"] - 0.02
    assert loss["BoostedHybridChurn"] < loss["BoostedChurn"]


def test_with_few_customers_no_tree_grows_and_the_hybrid_remains() -> None:
    few, churned = X.iloc[:60], Y[:60]
    boosted = churn_probability(BoostedHybridChurn().fit(few, churned), X)
    hybrid = churn_probability(HybridChurn().fit(few, churned), X)
    np.testing.assert_allclose(boosted, hybrid, atol=1e-6)


def test_with_few_customers_boosting_alone_says_the_same_of_everyone() -> None:
    said = churn_probability(BoostedChurn().fit(X.iloc[:60], Y[:60]), X)
    np.testing.assert_allclose(said, Y[:60].mean(), rtol=1e-6)


@pytest.mark.parametrize("model", BOTH)
def test_an_outcome_without_variety_teaches_nothing(model: Boosted) -> None:
    with pytest.raises(FitError, match="E_ONE_CLASS"):
        model.fit(X, np.ones(len(X), bool))


@pytest.mark.parametrize("model", BOTH)
def test_gaps_and_other_periods_are_refused(model: Boosted) -> None:
    with pytest.raises(InputError, match=r"E_NOT_FINITE.*log_pace"):
        clone(model).fit(X.assign(log_pace=np.nan), Y)
    other = X.copy()
    other.attrs["period_days"] = 91
    with pytest.raises(InputError, match="E_PERIOD"):
        clone(model).fit(X, Y).predict(other)


@pytest.mark.parametrize("model", BOTH)
def test_an_unfitted_model_has_nothing_to_say(model: Boosted) -> None:
    with pytest.raises(NotFittedError):
        clone(model).predict_proba(X)
