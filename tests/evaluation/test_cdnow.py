"""The whole comparison on CDNOW's one-in-ten sample: what is known of it, and what must hold."""

import pandas as pd
import pytest

from clv.churn import (
    HybridChurn,
    ModelChurn,
    RecencyChurn,
    churn_probability,
    churn_table,
    no_purchase,
)
from clv.customers import describe, outcomes
from clv.evaluation import (
    ChurnTrial,
    Contest,
    Protocol,
    backtest_by_frequency,
    forecast_errors,
    judge_churn,
    pitfalls,
    run_contest,
    standard_competitors,
)
from clv.models import BGNBD, GammaGamma
from clv.transactions import Transactions
from clv.valuation import residual_value

TRAINING_CUT, CUT, END = "1997-05-18", "1997-10-01", "1998-07-01"


@pytest.fixture(scope="module")
def trial(cdnow_sample_log: Transactions) -> ChurnTrial:
    training = churn_table(cdnow_sample_log, TRAINING_CUT, 136, 30)
    judged = churn_table(cdnow_sample_log, CUT, 273, 30)
    stayed_away = no_purchase(outcomes(cdnow_sample_log, TRAINING_CUT, CUT))
    models = {"recency": RecencyChurn(), "BG/NBD": ModelChurn(), "hybrid": HybridChurn()}
    stated = {
        name: churn_probability(model.fit(training, stayed_away), judged)
        for name, model in models.items()
    }
    return judge_churn(stated, no_purchase(outcomes(cdnow_sample_log, CUT, END)), draws=200)


@pytest.fixture(scope="module")
def contest(cdnow_sample_log: Transactions, cdnow_sample_customers: pd.DataFrame) -> Contest:
    customers = cdnow_sample_customers
    purchases, spend = BGNBD().fit(customers), GammaGamma().fit(customers)
    value = residual_value(purchases, spend, customers, 39.0)
    table = describe(cdnow_sample_log, CUT, period=30).assign(residual_value=value)
    protocol = Protocol(draws=200, stability_draws=2)
    after = outcomes(cdnow_sample_log, CUT, END)
    few = ("quadrants", "k-means", "value bands", "spend bands", "purchase classes")
    field = {name: standard_competitors()[name] for name in (*few, "random groups")}
    return run_contest(table, after, field, protocol)


@pytest.mark.parametrize("metric", ["log_loss", "brier", "roc_auc", "pr_auc"])
def test_no_other_churn_model_is_clearly_better_than_the_hybrid(
    trial: ChurnTrial, metric: str
) -> None:
    lead = trial.comparison.lead_of(metric, "hybrid")
    behind = lead["value"] > 0 if metric in ("log_loss", "brier") else lead["value"] < 0
    assert not (behind & lead["clear"]).any()


def test_recency_learned_on_a_shorter_window_expects_far_too_much_churn(trial: ChurnTrial) -> None:
    bias = trial.comparison.scores_on("bias")["value"]
    assert bias["recency"] > 0.1
    assert abs(bias["hybrid"]) < 0.03


def test_quadrants_and_segments_know_more_of_later_spend_than_chance(contest: Contest) -> None:
    lead = contest.comparison.lead_of("r2_log_spend", "random groups")
    assert (lead["upper"] < 0).all()
    assert lead["clear"].all()


def test_four_groups_of_each_kind_compete(contest: Contest) -> None:
    assert contest.notices == ()
    assert (contest.labels.nunique() == 4).all()


def test_bg_nbd_expects_more_of_those_who_came_back_more_often(
    cdnow_sample_log: Transactions, cdnow_sample_customers: pd.DataFrame
) -> None:
    customers = cdnow_sample_customers
    expected = BGNBD().fit(customers).predict(customers, 39.0)
    actual = outcomes(cdnow_sample_log, CUT, END)["purchases_holdout"]
    table = backtest_by_frequency(expected, customers["frequency"], actual, draws=50)
    assert table["customers"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert table["expected"].is_monotonic_increasing
    assert (table["actual"] * table["customers"]).sum() == pytest.approx(1882)
    assert forecast_errors(expected, actual, draws=50)["lower"]["spearman"] > 0.3


def test_the_known_pitfalls_of_the_data_are_named(cdnow_sample_customers: pd.DataFrame) -> None:
    codes = [notice.code for notice in pitfalls(cdnow_sample_customers, 39.0)]
    assert codes[0] == "CLV001"
    assert "CLV002" not in codes
