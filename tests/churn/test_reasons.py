import numpy as np
import pandas as pd

from clv.churn import HYBRID_COLUMNS, THEMES, HybridChurn, churn_reasons


def fitted(**coefficients: float) -> HybridChurn:
    model = HybridChurn()
    model.mean_, model.scale_ = np.zeros(6), np.ones(6)
    model.coef_ = pd.Series(0.0, index=list(HYBRID_COLUMNS)).add(
        pd.Series(coefficients), fill_value=0.0
    )[list(HYBRID_COLUMNS)]
    model.intercept_, model.period_days_ = 0.0, None
    return model


def row(**values: float) -> pd.DataFrame:
    return pd.DataFrame([dict.fromkeys(HYBRID_COLUMNS, 0.0) | values], index=["a"])


SILENT, FEW, SMALL = THEMES


def test_every_column_belongs_to_one_theme() -> None:
    assert sorted(sum(THEMES.values(), ())) == sorted(HYBRID_COLUMNS)


def test_the_theme_with_the_largest_contribution_is_named() -> None:
    model = fitted(model_logit=-1.0, log_purchases=-1.0)
    assert churn_reasons(model, row(model_logit=-2.0, log_purchases=-1.0)).item() == SILENT
    assert churn_reasons(model, row(model_logit=-1.0, log_purchases=-2.0)).item() == FEW


def test_contributions_that_cancel_within_a_theme_are_no_reason() -> None:
    model = fitted(inactive_share=2.0, log_overdue=-2.0, log_mean_amount=-0.1)
    X = row(inactive_share=1.0, log_overdue=1.0, log_mean_amount=-1.0)
    assert churn_reasons(model, X).item() == SMALL


def test_a_customer_below_the_average_risk_in_everything_has_no_reason() -> None:
    model = fitted(model_logit=-1.0)
    assert churn_reasons(model, row(model_logit=1.0)).item().startswith("nothing")
