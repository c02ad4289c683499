from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator

from clv.churn import Cuts, HybridChurn, ModelChurn, RecencyChurn, churn_table, slice_cuts
from clv.errors import FitError, InputError
from clv.evaluation import ChurnBacktest, backtest_churn
from clv.simulate import simulated_shop
from clv.transactions import Transactions, read_transactions

MODELS = {"recency": RecencyChurn(), "BG/NBD": ModelChurn(), "hybrid": HybridChurn()}


@pytest.fixture(scope="module")
def found(cdnow_sample_log: Transactions) -> ChurnBacktest:
    cuts = slice_cuts(cdnow_sample_log.first_day, "1998-07-01", 91, most=2)
    return backtest_churn(cdnow_sample_log, MODELS, cuts, lessons=2, period=30, draws=50)


def test_every_lesson_ends_by_the_cut_that_it_is_for(found: ChurnBacktest) -> None:
    assert found.lessons.index.tolist() == ["1997-12-31", "1998-04-01"]
    for cut, row in found.lessons.iterrows():
        last = pd.Timestamp(row["lesson_cuts"].split(", ")[-1])
        assert last + pd.Timedelta(days=row["lesson_horizon_days"]) <= pd.Timestamp(str(cut))


def test_models_are_judged_on_the_table_of_the_cut(
    found: ChurnBacktest, cdnow_sample_log: Transactions
) -> None:
    table = churn_table(cdnow_sample_log, "1998-04-01", 91, 30)
    pd.testing.assert_frame_equal(found.tables["1998-04-01"], table)
    by_model = ModelChurn().predict_proba(table)[:, 1]
    np.testing.assert_array_equal(found.probabilities["1998-04-01"]["BG/NBD"], by_model)


def test_the_hybrid_beats_recency_in_every_slice(found: ChurnBacktest) -> None:
    value = found.slices.scores["value"]
    for cut in found.lessons.index:
        assert value[cut, "log_loss", "hybrid"] < value[cut, "log_loss", "recency"]


def test_models_given_stay_unfitted(found: ChurnBacktest) -> None:
    assert not hasattr(MODELS["hybrid"], "coef_")
    first, second = (found.models[cut]["hybrid"].coef_ for cut in found.lessons.index)
    assert not first.equals(second)


class Oracle(BaseEstimator):
    """Knows what came later."""

    def __init__(self, churned: "pd.Series[bool] | None" = None) -> None:
        self.churned = churned

    def fit(self, X: pd.DataFrame, y: Any) -> "Oracle":
        return self

    def predict_proba(self, X: pd.DataFrame) -> Any:
        assert self.churned is not None
        p = self.churned.loc[X.index].to_numpy(float) * 0.8 + 0.1
        return np.column_stack([1 - p, p])


def test_a_model_that_knows_the_outcome_stops_the_run(
    found: ChurnBacktest, cdnow_sample_log: Transactions
) -> None:
    oracle = Oracle(found.churned["1998-04-01"])
    cuts = Cuts((pd.Timestamp("1998-04-01").date(),), 91)
    with pytest.raises(InputError, match="E_TOO_GOOD: oracle orders"):
        backtest_churn(
            cdnow_sample_log, {"oracle": oracle, "recency": RecencyChurn()}, cuts, draws=5
        )


@pytest.fixture(scope="module")
def thin_log() -> Transactions:
    """A log of which the first year holds next to nobody."""
    early, _ = simulated_shop("null", 8, date(2022, 1, 1), date(2024, 7, 1), seed=3)
    late, _ = simulated_shop("null", 400, date(2023, 1, 1), date(2024, 7, 1), seed=3)
    early["customer_id"] = "early " + early["customer_id"]
    return read_transactions(pd.concat([early, late]), as_of="2024-07-01")


def test_lessons_too_thin_to_learn_from_are_left_out_with_a_notice(thin_log: Transactions) -> None:
    cuts = Cuts((date(2023, 8, 1),), 180)
    found = backtest_churn(thin_log, MODELS, cuts, lessons=3, draws=20)
    assert {notice.code for notice in found.notices} == {"W_LESSON_LEFT_OUT"}
    assert len(found.lessons["lesson_cuts"].iloc[0].split(", ")) < 3


def test_a_cut_before_which_nothing_can_be_learned_is_left_out_unless_it_is_the_last(
    thin_log: Transactions,
) -> None:
    thin, last = date(2022, 10, 1), date(2024, 1, 1)
    found = backtest_churn(thin_log, MODELS, Cuts((thin, last), 91), lessons=1, draws=20)
    assert found.lessons.index.tolist() == [str(last)]
    assert "nobody is judged at 2022-10-01" in str(found.notices[0])
    with pytest.raises(FitError, match="E_TOO_FEW"):
        backtest_churn(thin_log, MODELS, Cuts((thin,), 91), lessons=1, draws=20)
