import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clv.churn import (
    HybridChurn,
    ModelChurn,
    RecencyChurn,
    churn_features,
    churn_probability,
)
from clv.errors import FitError, InputError
from tests.churn.tables import features, given_model


def scene(seed: int, n: int = 600) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    table = features(n, seed)
    X = churn_features(table, table, given_model(table, seed), 39.0)
    odds = -0.8 * X["model_logit"] + 0.5 * (X["log_overdue"] - 1)
    return X, np.random.default_rng(1000 + seed).uniform(size=n) < expit(odds)


X, Y = scene(0)
MODELS = [RecencyChurn(), ModelChurn(), HybridChurn()]


@pytest.mark.parametrize("model", MODELS)
def test_probabilities_of_staying_and_churning_add_up(model: RecencyChurn) -> None:
    both = model.fit(X, Y).predict_proba(X)
    assert both.shape == (len(X), 2)
    assert ((both > 0) & (both < 1)).all()
    np.testing.assert_allclose(both.sum(axis=1), 1)


@pytest.mark.parametrize("model", MODELS)
def test_who_is_predicted_to_churn_is_above_one_half(model: RecencyChurn) -> None:
    fitted = model.fit(X, Y)
    expected = churn_probability(fitted, X) > 0.5
    assert fitted.predict(X).tolist() == expected.tolist()
    assert fitted.score(X, Y) == pytest.approx((expected == Y).mean())


def test_the_purchase_model_speaks_for_itself() -> None:
    churning = churn_probability(ModelChurn().fit(X, Y), X)
    np.testing.assert_allclose(churning, 1 - expit(X["model_logit"]))


@pytest.mark.parametrize("model", [RecencyChurn(1e-9), HybridChurn(1e-9)])
def test_without_a_penalty_it_is_scikit_learns_logistic_regression(model: RecencyChurn) -> None:
    columns = list(model.columns)
    theirs = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, tol=1e-10))
    expected = theirs.fit(X[columns], Y).predict_proba(X[columns])
    np.testing.assert_allclose(model.fit(X, Y).predict_proba(X), expected, rtol=1e-4)


def test_under_a_heavy_penalty_the_hybrid_is_the_purchase_model() -> None:
    later, _ = scene(1)
    heavy = churn_probability(HybridChurn(penalty=1e9).fit(X, Y), later)
    np.testing.assert_allclose(heavy, churn_probability(ModelChurn(), later), rtol=1e-5)


def test_under_a_heavy_penalty_recency_says_the_same_of_everyone() -> None:
    heavy = churn_probability(RecencyChurn(penalty=1e9).fit(X, Y), X)
    np.testing.assert_allclose(heavy, Y.mean(), rtol=1e-5)


def test_the_prior_keeps_a_few_customers_from_overturning_the_purchase_model() -> None:
    later, _ = scene(1)
    model = churn_probability(ModelChurn(), later)
    far = {
        penalty: (churn_probability(HybridChurn(penalty).fit(*scene(2, 20)), later) - model).abs()
        for penalty in (10.0, 0.1)
    }
    assert far[10.0].mean() < far[0.1].mean() / 2


def test_contributions_and_intercept_add_up_to_the_log_odds() -> None:
    fitted = HybridChurn().fit(X, Y)
    odds = fitted.intercept_ + fitted.contributions(X).sum(axis=1)
    np.testing.assert_allclose(expit(odds), churn_probability(fitted, X))


def test_the_hybrid_finds_what_the_purchase_model_does_not_know() -> None:
    later, outcome = scene(1, 4000)
    fitted = HybridChurn().fit(*scene(2, 4000))
    loss = {
        name: np.mean((churn_probability(model, later) - outcome) ** 2)
        for name, model in {"hybrid": fitted, "model": ModelChurn()}.items()
    }
    assert loss["hybrid"] < loss["model"]
    assert fitted.coef_["log_overdue"] > 0 > fitted.coef_["model_logit"]


def test_recency_alone_orders_customers_by_inactivity() -> None:
    alone = X[["log_inactivity"]]
    rising = Y | (X["log_inactivity"] > 5)
    churning = churn_probability(RecencyChurn().fit(alone, rising), alone)
    assert churning.corr(X["log_inactivity"], method="spearman") == pytest.approx(1)


def test_a_constant_column_does_no_harm() -> None:
    flat = X.assign(log_mean_amount=0.0)
    assert HybridChurn().fit(flat, Y).coef_["log_mean_amount"] == pytest.approx(0, abs=1e-6)


def test_periods_of_another_length_are_refused() -> None:
    fitted = HybridChurn().fit(X, Y)
    other = X.copy()
    other.attrs["period_days"] = 91
    with pytest.raises(InputError, match=r"E_PERIOD.*91 days.*learned from 30"):
        fitted.predict_proba(other)


@pytest.mark.parametrize("outcome", [True, False])
def test_an_outcome_without_variety_teaches_nothing(outcome: bool) -> None:
    with pytest.raises(FitError, match="E_ONE_CLASS"):
        HybridChurn().fit(X, np.full(len(X), outcome))


def test_gaps_are_refused_by_column() -> None:
    gaps = X.assign(active_share=np.nan)
    with pytest.raises(InputError, match=r"E_NOT_FINITE.*active_share"):
        HybridChurn().fit(gaps, Y)
    with pytest.raises(InputError, match=r"E_COLUMNS.*active_share"):
        HybridChurn().fit(X.drop(columns="active_share"), Y)


def test_an_unfitted_copy_has_learned_nothing() -> None:
    fitted = HybridChurn(penalty=0.5).fit(X, Y)
    assert clone(fitted).get_params() == {"penalty": 0.5}
    with pytest.raises(NotFittedError):
        clone(fitted).predict_proba(X)
