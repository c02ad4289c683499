import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clv.churn import (
    HistoryChurn,
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
    odds = -0.8 * X["model_logit"] + 0.8 * X["log_overdue"]
    return X, np.random.default_rng(1000 + seed).uniform(size=n) < expit(odds.to_numpy())


X, Y = scene(0)
MODELS = [RecencyChurn(), HistoryChurn(), ModelChurn(), HybridChurn()]


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


@pytest.mark.parametrize(
    "model", [RecencyChurn(1e-9), HistoryChurn(1e-9), HybridChurn(1e-9, level=1.0)]
)
def test_without_a_penalty_it_is_scikit_learns_logistic_regression(model: RecencyChurn) -> None:
    columns = list(model.columns)  # of one day, the relative log odds span the log odds
    theirs = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, tol=1e-10))
    expected = theirs.fit(X[columns], Y).predict_proba(X[columns])
    np.testing.assert_allclose(model.fit(X, Y).predict_proba(X), expected, rtol=1e-4)


def test_under_a_heavy_penalty_the_hybrid_is_the_purchase_model() -> None:
    later, _ = scene(1)
    heavy = churn_probability(HybridChurn(penalty=1e12).fit(X, Y), later)
    np.testing.assert_allclose(heavy, churn_probability(ModelChurn(), later), rtol=1e-5)


def test_under_a_heavy_penalty_recency_says_the_same_of_everyone() -> None:
    heavy = churn_probability(RecencyChurn(penalty=1e9).fit(X, Y), X)
    np.testing.assert_allclose(heavy, Y.mean(), rtol=1e-5)


def test_the_prior_keeps_a_few_customers_from_overturning_the_purchase_model() -> None:
    later, _ = scene(1)
    model = churn_probability(ModelChurn(), later)
    far = {
        penalty: (churn_probability(HybridChurn(penalty).fit(*scene(2, 20)), later) - model).abs()
        for penalty in (5.0, 0.05)
    }
    assert far[5.0].mean() < far[0.05].mean() / 2


@pytest.mark.parametrize("model", [RecencyChurn(), HistoryChurn(), HybridChurn()])
def test_contributions_and_the_typical_customer_add_up_to_the_log_odds(
    model: RecencyChurn,
) -> None:
    fitted = model.fit(X, Y)
    odds = fitted.typical_log_odds(X) + fitted.contributions(X).sum(axis=1)
    np.testing.assert_allclose(expit(odds), churn_probability(fitted, X))


@pytest.mark.parametrize(("level", "missed"), [(0.0, 1.0), (1.0, 0.0)])
def test_the_level_says_whose_total_is_kept(level: float, missed: float) -> None:
    hybrid, model = HybridChurn(level=level).fit(X, Y), ModelChurn()
    said, by_model = (churn_probability(each, X).mean() for each in (hybrid, model))
    assert said == pytest.approx(Y.mean() + missed * (by_model - Y.mean()), abs=1e-3)


def test_half_of_the_error_in_the_total_is_carried_over() -> None:
    totals = [churn_probability(HybridChurn(level=k).fit(X, Y), X).mean() for k in (0, 0.5, 1)]
    assert min(totals[::2]) < totals[1] < max(totals[::2])


def test_what_ages_everybody_moves_the_hybrid_as_it_moves_the_purchase_model() -> None:
    fitted = HybridChurn().fit(X, Y)
    older = X.assign(model_logit=X["model_logit"] - 1)
    before, after = (churn_probability(fitted, each) for each in (X, older))
    np.testing.assert_allclose(logit(after) - logit(before), 1)


def test_the_hybrid_finds_what_the_purchase_model_does_not_know() -> None:
    later, outcome = scene(1, 4000)
    fitted = HybridChurn().fit(*scene(2, 4000))
    loss = {
        name: np.mean((churn_probability(model, later) - outcome) ** 2)
        for name, model in {"hybrid": fitted, "model": ModelChurn()}.items()
    }
    assert loss["hybrid"] < loss["model"]
    assert fitted.coef_["log_overdue"] > 0.1


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
    assert clone(fitted).get_params() == {"penalty": 0.5, "level": 0.5}
    with pytest.raises(NotFittedError):
        clone(fitted).predict_proba(X)


def test_outcomes_of_other_customers_are_refused() -> None:
    outcome = pd.Series(Y, index=X.index)
    with pytest.raises(InputError, match=r"E_OUTCOME.*600 customers and 600"):
        HybridChurn().fit(X, outcome.iloc[::-1])
    with pytest.raises(InputError, match=r"E_OUTCOME.*neither true nor false"):
        HybridChurn().fit(X, np.where(Y, 14.0, np.nan))


def test_the_order_of_rows_does_not_matter() -> None:
    order = np.random.default_rng(0).permutation(len(X))
    here = churn_probability(HybridChurn().fit(X, Y), X)
    there = churn_probability(HybridChurn().fit(X.iloc[order], Y[order]), X)
    np.testing.assert_allclose(here, there, rtol=1e-9)
