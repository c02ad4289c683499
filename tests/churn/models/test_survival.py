from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from clv.churn import SurvivalChurn, churn_probability
from clv.errors import FitError, InputError
from tests.churn.lessons import HORIZON, lesson

X, Y, WAITS = lesson(0, 3000)
FITTED = SurvivalChurn().fit(X, Y, WAITS)


def horizon(X: pd.DataFrame, days: float) -> pd.DataFrame:
    other = X.copy()
    other.attrs["horizon_days"] = days
    return other


def test_the_longer_nothing_is_bought_the_less_likely_it_stays_so() -> None:
    chances = [FITTED.survival(X, days) for days in (1, 10, 56, 300)]
    for short, long in pairwise(chances):
        assert (long < short).all()
    assert all(((chance > 0) & (chance < 1)).all() for chance in chances)


def test_the_probability_of_churn_is_that_of_no_purchase_in_the_tables_horizon() -> None:
    np.testing.assert_allclose(churn_probability(FITTED, X), FITTED.survival(X, HORIZON))
    longer = horizon(X, 100)
    np.testing.assert_allclose(churn_probability(FITTED, longer), FITTED.survival(X, 100))


def test_a_lesson_of_four_weeks_forecasts_sixteen() -> None:
    known, _, waits = lesson(1, 6000)
    later, _, truth = lesson(2, 6000)
    learned = SurvivalChurn().fit(horizon(known, 28), waits >= 28, waits)
    chance = churn_probability(learned, horizon(later, 112))
    churned = truth >= 112
    assert chance.mean() == pytest.approx(churned.mean(), abs=0.04)
    assert roc_auc_score(churned, chance) > 0.65


def test_without_waits_it_is_a_logistic_regression_on_one_period() -> None:
    once = SurvivalChurn(penalty=1e-9).fit(X, Y)
    design = once._design(once._values(X), once._facts(X), 0.0)[:, 1:-1]
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(design, Y)
    np.testing.assert_allclose(once.predict_proba(X), theirs.predict_proba(design), rtol=2e-3)


def test_waits_of_customers_who_churned_are_not_looked_at() -> None:
    hidden = np.where(Y, np.nan, WAITS)
    np.testing.assert_array_equal(
        SurvivalChurn().fit(X, Y, hidden).predict_proba(X), FITTED.predict_proba(X)
    )


def test_the_order_of_rows_does_not_matter() -> None:
    order = np.random.default_rng(0).permutation(len(X))
    moved = SurvivalChurn().fit(X.iloc[order], Y[order], WAITS[order])
    np.testing.assert_allclose(moved.predict_proba(X), FITTED.predict_proba(X), rtol=1e-6)


def test_only_customers_silent_and_slow_are_held_to_be_leaving() -> None:
    silent = X["log_overdue"] > X["log_overdue"].quantile(0.9)
    chance = churn_probability(FITTED, X)
    assert chance[silent].mean() > chance[~silent].mean() + 0.1


def test_a_wait_beyond_the_window_is_refused() -> None:
    late = WAITS.copy()
    late[np.flatnonzero(~Y)[0]] = HORIZON
    with pytest.raises(InputError, match=r"E_WAIT.*1 of \d+ customers"):
        SurvivalChurn().fit(X, Y, late)


def test_waits_of_other_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_WAIT"):
        SurvivalChurn().fit(X, Y, WAITS[:-1])
    with pytest.raises(InputError, match="E_WAIT"):
        SurvivalChurn().fit(X, Y, pd.Series(WAITS, X.index[::-1]))


def test_a_table_that_does_not_say_its_horizon_is_refused() -> None:
    bare = X.copy()
    bare.attrs = {}
    with pytest.raises(InputError, match="E_HORIZON"):
        FITTED.predict_proba(bare)


def test_an_outcome_without_variety_teaches_nothing() -> None:
    with pytest.raises(FitError, match="E_ONE_CLASS"):
        SurvivalChurn().fit(X, np.ones(len(X), bool))


def test_a_copy_has_the_same_settings() -> None:
    assert clone(SurvivalChurn(2.0, 14.0)).get_params() == {"penalty": 2.0, "period_days": 14.0}


@pytest.mark.parametrize("days", [0, -7, np.nan, np.inf])
def test_a_horizon_that_is_no_length_of_time_is_refused(days: float) -> None:
    with pytest.raises(InputError, match="E_HORIZON"):
        FITTED.survival(X, days)
    with pytest.raises(InputError, match="E_HORIZON"):
        FITTED.predict_proba(horizon(X, days))
