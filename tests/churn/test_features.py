import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from clv.churn import HYBRID_COLUMNS, churn_features
from clv.errors import InputError
from tests.churn.tables import Given, features, given_model

TABLE = features()
MODEL = given_model(TABLE)


def test_the_model_is_asked_for_the_horizon_and_enters_as_log_odds() -> None:
    X = churn_features(TABLE, TABLE, MODEL, 19.5)
    assert MODEL.asked == 19.5
    np.testing.assert_allclose(expit(X["model_logit"]), MODEL.active, rtol=1e-12)


def test_columns_for_the_hybrid_do_not_depend_on_the_age_of_everything() -> None:
    aged = TABLE.assign(inactivity=2 * TABLE["inactivity"], tenure=2 * TABLE["tenure"])
    young, old = (churn_features(each, each, MODEL, 39.0) for each in (TABLE, aged))
    known = TABLE["tenure"] > 0
    pd.testing.assert_frame_equal(
        young.loc[known, list(HYBRID_COLUMNS)], old.loc[known, list(HYBRID_COLUMNS)]
    )


def test_a_one_time_buyer_has_been_inactive_all_the_time() -> None:
    X = churn_features(TABLE, TABLE, MODEL, 39.0)
    once = (TABLE["purchases"] == 1) & (TABLE["tenure"] > 0)
    assert once.any()
    assert (X.loc[once, "inactive_share"] == 1).all()
    assert (X.loc[once, "log_overdue"] == np.log(2)).all()


def test_certainties_returns_and_first_days_stay_finite() -> None:
    extreme = TABLE.iloc[:3].assign(
        mean_amount=[-5.0, 0.0, np.nan], tenure=[0, 10, 10], inactivity=[0, 0, 10]
    )
    certain = Given(pd.Series([0.0, 1.0, 0.5], index=extreme.index))
    X = churn_features(extreme, extreme, certain, 39.0)
    assert np.isfinite(X.to_numpy()).all()
    assert (X["log_mean_amount"] == 0).all()


def test_the_length_of_a_period_travels_along() -> None:
    assert churn_features(TABLE, TABLE, MODEL, 39.0).attrs["period_days"] == 30


def test_tables_about_other_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_INDEX"):
        churn_features(TABLE, TABLE.iloc[::-1], MODEL, 39.0)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*tenure"):
        churn_features(TABLE.drop(columns="tenure"), TABLE, MODEL, 39.0)
