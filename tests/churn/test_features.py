import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from clv.churn import HISTORY_COLUMNS, HYBRID_COLUMNS, churn_features
from clv.churn._pace import pace_columns
from clv.errors import InputError
from tests.churn.tables import Given, features, given_model

TABLE = features()
MODEL = given_model(TABLE)
RELATIVE = [*dict.fromkeys((*HYBRID_COLUMNS, *HISTORY_COLUMNS))]


def test_the_model_is_asked_for_the_horizon_and_enters_as_log_odds() -> None:
    X = churn_features(TABLE, TABLE, MODEL, 19.5)
    assert MODEL.asked == 19.5
    np.testing.assert_allclose(expit(X["model_logit"]), MODEL.active, rtol=1e-12)


def test_relative_columns_say_how_a_customer_differs_from_the_mean_of_the_day() -> None:
    X = churn_features(TABLE, TABLE, MODEL, 39.0)
    np.testing.assert_allclose(X[RELATIVE].mean(), 0, atol=1e-12)
    np.testing.assert_allclose(
        X["log_silence"].diff().dropna(), X["log_inactivity"].diff().dropna(), atol=1e-12
    )


def test_a_log_that_ages_as_a_whole_does_not_move_the_columns_far() -> None:
    older = {name: 2 * TABLE[name] for name in ("inactivity", "tenure", "median_gap")}
    aged = TABLE.assign(**older)
    young, old = (churn_features(each, each, MODEL, 39.0) for each in (TABLE, aged))
    known = TABLE["tenure"] > 30
    moved = (young - old).loc[known, list(HYBRID_COLUMNS)].abs()
    assert (moved.mean() < 0.1).all()
    assert (moved[["relative_logit", "log_purchases", "active_share"]] < 1e-12).all(axis=None)


@given(unit=st.sampled_from([1e-6, 1e-3, 1e3, 1e9]))
@settings(max_examples=4, deadline=None)
def test_the_unit_of_money_does_not_matter(unit: float) -> None:
    other = TABLE.assign(mean_amount=TABLE["mean_amount"] * unit)
    here, there = (churn_features(each, each, MODEL, 39.0) for each in (TABLE, other))
    pd.testing.assert_frame_equal(here, there, rtol=1e-9, atol=1e-9)


def test_the_order_of_rows_does_not_matter() -> None:
    order = np.random.default_rng(0).permutation(len(TABLE))
    moved = TABLE.iloc[order]
    pd.testing.assert_frame_equal(
        churn_features(moved, moved, MODEL, 39.0),
        churn_features(TABLE, TABLE, MODEL, 39.0).iloc[order],
    )


def test_a_one_time_buyer_is_not_surprisingly_silent() -> None:
    columns = pace_columns(churn_features(TABLE, TABLE, MODEL, 39.0))
    once = TABLE["purchases"] == 1
    assert once.any()
    assert (columns["log_surprise"][once] == 0).all()
    assert (columns["log_surprise"][~once & (TABLE["inactivity"] > 0)] > 0).all()


def test_the_usual_gap_leans_on_the_population_where_there_is_little_to_go_by() -> None:
    table = TABLE.iloc[:3].assign(
        purchases=[1, 2, 9], median_gap=[np.nan, 10.0, 30.0], inactivity=[5, 5, 5], tenure=300
    )
    usual = churn_features(table, table, MODEL, 39.0)["usual_gap"]
    assert usual.tolist() == [20.0, (3 * 20 + 10) / 4, 30.0]


def test_where_nobody_bought_twice_the_usual_gap_is_the_mean_tenure() -> None:
    table = TABLE.assign(purchases=1, median_gap=np.nan)
    usual = churn_features(table, table, MODEL, 39.0)["usual_gap"]
    np.testing.assert_allclose(usual, TABLE["tenure"].mean())


def test_silence_grows_and_pace_slows_while_nothing_is_bought() -> None:
    X = churn_features(TABLE, TABLE, MODEL, 39.0)
    now, later = pace_columns(X), pace_columns(X, 30.0)
    assert (later["log_silence"] > now["log_silence"]).all()
    assert (later["log_overdue"] > now["log_overdue"]).all()
    assert (later["log_pace"] < now["log_pace"]).all()


def test_certainties_returns_and_first_days_stay_finite() -> None:
    extreme = TABLE.iloc[:3].assign(
        mean_amount=[-5.0, 0.0, np.nan], tenure=[0, 10, 10], inactivity=[0, 0, 10]
    )
    certain = Given(pd.Series([0.0, 1.0, 0.5], index=extreme.index))
    X = churn_features(extreme, extreme, certain, 39.0)
    assert np.isfinite(X.to_numpy()).all()


def test_a_log_without_money_has_the_same_amount_for_all() -> None:
    none = TABLE.assign(mean_amount=np.nan)
    assert (churn_features(none, none, MODEL, 39.0)["log_mean_amount"] == 0).all()


def test_the_length_of_a_period_and_of_the_horizon_travel_along() -> None:
    weeks = TABLE.copy()
    weeks.attrs["time_unit"] = "W"
    attrs = churn_features(TABLE, weeks, MODEL, 39.0).attrs
    assert (attrs["period_days"], attrs["horizon_days"]) == (30, 273)


def test_tables_about_other_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_INDEX"):
        churn_features(TABLE, TABLE.iloc[::-1], MODEL, 39.0)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*tenure"):
        churn_features(TABLE.drop(columns="tenure"), TABLE, MODEL, 39.0)
