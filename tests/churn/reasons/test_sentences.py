import re

import numpy as np
import pandas as pd
import pytest

from clv.churn import (
    CHURN_MODELS,
    HISTORY_COLUMNS,
    HYBRID_COLUMNS,
    THEMES,
    HybridChurn,
    ModelChurn,
    churn_reasons,
    fit_churn_models,
    theme_contributions,
)
from clv.errors import InputError
from tests.churn.lessons import lesson

X, Y, WAITS = lesson(0)
FITTED = fit_churn_models(X, Y, WAITS)
FACTS = {"purchases": 7.0, "inactivity": 84.0, "tenure": 300.0, "usual_gap": 21.0}


def row(**values: float) -> pd.DataFrame:
    names = ("model_logit", *HISTORY_COLUMNS, *HYBRID_COLUMNS)
    return pd.DataFrame([dict.fromkeys(names, 0.0) | FACTS | values], index=["a"])


def fitted(**coefficients: float) -> HybridChurn:
    model = HybridChurn()
    model.mean_, model.scale_ = np.zeros(len(HYBRID_COLUMNS)), np.ones(len(HYBRID_COLUMNS))
    model.coef_ = pd.Series(0.0, index=list(HYBRID_COLUMNS))
    model.coef_.update(pd.Series(coefficients, dtype=float))
    model.intercept_, model.period_days_ = 0.0, None
    return model


def said(model: HybridChurn | ModelChurn, X: pd.DataFrame, language: str = "en") -> str:
    return str(churn_reasons(model, X, language).item())


def test_every_column_belongs_to_one_theme() -> None:
    columns = {*HYBRID_COLUMNS, *HISTORY_COLUMNS, "log_inactivity"}
    assert sorted(sum(THEMES.values(), ())) == sorted(columns)


def test_silence_is_told_beside_the_usual_gap() -> None:
    X = row(model_logit=-2.0, relative_logit=-2.0)
    assert said(fitted(), X) == "Silent for 84 days; usually buys about every 21 days."
    assert said(fitted(), X, "zh") == "已沉默 84 天；通常约每 21 天 购买一次。"
    once = row(model_logit=-2.0, relative_logit=-2.0, purchases=1.0)
    assert said(fitted(), once).startswith("Bought once, 84 days ago;")


def test_the_theme_with_the_largest_contribution_is_named() -> None:
    model = fitted(log_purchases=-1.0, log_mean_amount=-1.0)
    rare = {"log_purchases": -2.0, "log_pace": -2.0, "purchases": 2.0}
    assert "less often than the typical customer: 2 purchases in 300 days" in said(
        model, row(**rare)
    )
    assert "less at a time" in said(model, row(**rare | {"log_mean_amount": -3.0}))


def test_contributions_that_cancel_within_a_theme_are_no_reason() -> None:
    model = fitted(log_surprise=2.0, log_overdue=-2.0, log_mean_amount=-0.1)
    X = row(log_surprise=1.0, log_overdue=1.0, log_mean_amount=-1.0)
    assert "less at a time" in said(model, X)


def test_a_high_risk_that_everybody_shares_is_told_as_such() -> None:
    X = row(model_logit=-2.0)
    assert said(fitted(), X).startswith("At risk like most of these customers")


def test_a_customer_who_is_not_overdue_is_not_called_silent() -> None:
    X = row(model_logit=-2.0, relative_logit=-2.0, inactivity=5.0)
    assert said(fitted(), X).startswith("At risk by the whole history: 7 purchases")


def test_low_risk_is_a_reason_to_be_calm() -> None:
    calm = row(model_logit=2.0, relative_logit=1.0, inactivity=1.0)
    assert said(fitted(), calm).startswith("Likely to come back: bought 1 day ago, usually buys")
    worse_than_most = row(model_logit=2.0, relative_logit=-1.0)
    assert said(fitted(), worse_than_most).startswith("Likely to come back")


@pytest.mark.parametrize("name", CHURN_MODELS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_model_gives_every_customer_a_reason(name: str, language: str) -> None:
    reasons = churn_reasons(FITTED[name], X, language)
    assert reasons.index.equals(X.index)
    assert reasons.str.endswith("." if language == "en" else "。").all()
    assert reasons.str.contains(r"[{}]|nan").sum() == 0


@pytest.mark.parametrize("name", CHURN_MODELS)
def test_no_reason_contradicts_the_numbers(name: str) -> None:
    reasons = churn_reasons(FITTED[name], X)
    risky = FITTED[name].predict_proba(X)[:, 1] >= 0.5
    assert (reasons.str.startswith("Likely to come back") == ~risky).all()
    silent = reasons.str.startswith("Silent for")
    assert (X.loc[silent, "inactivity"] > X.loc[silent, "usual_gap"]).all()
    assert (X.loc[reasons.str.contains("less often"), "log_purchases"] < 0).all()
    assert (X.loc[reasons.str.contains("more often"), "log_purchases"] > 0).all()
    assert (X.loc[reasons.str.contains("less at a time"), "log_mean_amount"] < 0).all()
    told = zip(X["inactivity"], reasons, strict=True)
    assert all(re.search(rf"\b{days:.0f} days?\b", text) for days, text in told)


@pytest.mark.parametrize("name", ["purchase_model", "boosting", "hybrid_boosting"])
def test_a_theme_counts_by_what_the_risk_is_without_it(name: str) -> None:
    themes = theme_contributions(FITTED[name], X)
    assert list(themes) == list(THEMES)
    longest = themes.loc[X["log_overdue"].nlargest(100).index, "silence"]
    if name != "purchase_model":
        assert longest.mean() > themes["silence"].mean()
    else:
        np.testing.assert_allclose(themes["silence"], -X["relative_logit"], atol=1e-6)
        assert (themes[["frequency", "amount"]].abs() < 1e-12).all(axis=None)


def test_a_customer_alone_has_the_reason_that_he_has_among_all() -> None:
    for model in FITTED.values():
        alone = churn_reasons(model, X.iloc[[7]]).item()
        assert alone == churn_reasons(model, X).iloc[7]


@pytest.mark.parametrize("alarm", [0.0, 0.7])
def test_nobody_more_likely_to_leave_than_not_is_called_likely_to_come_back(alarm: float) -> None:
    with pytest.raises(InputError, match="E_ALARM"):
        churn_reasons(ModelChurn(), X, alarm=alarm)


def test_other_languages_and_tables_without_facts_are_refused() -> None:
    with pytest.raises(InputError, match="E_LANGUAGE"):
        churn_reasons(ModelChurn(), X, "la")
    with pytest.raises(InputError, match=r"E_COLUMNS.*usual_gap"):
        churn_reasons(ModelChurn(), X.drop(columns="usual_gap"))


def test_who_is_not_late_in_whole_days_is_not_called_silent() -> None:
    X = row(model_logit=-2.0, relative_logit=-2.0, inactivity=21.0, usual_gap=20.6)
    assert said(fitted(), X).startswith("At risk by the whole history")
    assert said(fitted(), X.assign(inactivity=22.0)).startswith("Silent for 22 days")


def test_a_risk_of_his_own_is_not_called_the_risk_of_most() -> None:
    # buys often, and that raises the risk by this model: no theme that the numbers bear out
    X = row(model_logit=0.1, log_purchases=1.0, log_pace=1.0)
    assert said(fitted(log_purchases=1.0), X).startswith("At risk by the whole history")
    once = X.assign(purchases=1.0)
    assert said(fitted(log_purchases=1.0), once) == "Bought only once, 84 days ago."


def test_where_all_spend_alike_nobody_spends_less() -> None:
    rounding = row(model_logit=-2.0, relative_logit=-2.0, log_mean_amount=-1e-16)
    assert "at a time" not in said(fitted(log_mean_amount=-1e20), rounding)


@pytest.mark.parametrize("name", CHURN_MODELS)
@pytest.mark.parametrize("alarm", [0.2, 0.5])
def test_both_languages_tell_the_same_numbers_and_no_money(name: str, alarm: float) -> None:
    english, chinese = (churn_reasons(FITTED[name], X, tongue, alarm) for tongue in ("en", "zh"))
    facts = X[["purchases", "inactivity", "tenure", "usual_gap"]].clip(lower=0).round().astype(int)
    for one, other, known in zip(english, chinese, facts.to_numpy(), strict=True):
        numbers = sorted(re.findall(r"\d+", one))
        assert numbers == sorted(re.findall(r"\d+", other))
        assert {int(n) for n in numbers} <= {*known.tolist(), 1}


def test_other_columns_of_a_table_do_not_matter() -> None:
    more = X.assign(cut=pd.Timestamp("2024-03-01"), city="x", vip=True)
    for model in FITTED.values():
        pd.testing.assert_series_equal(churn_reasons(model, more), churn_reasons(model, X))
