import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit
from sklearn.metrics import average_precision_score, roc_auc_score

from clv.errors import InputError
from clv.evaluation import ChurnTrial, calibration_table, judge_churn

RNG = np.random.default_rng(0)
IDS = pd.Index([f"{i:04d}" for i in range(800)])
TRUE = pd.Series(RNG.uniform(0.05, 0.95, 800), IDS)
CHURNED = pd.Series(RNG.uniform(size=800) < TRUE, IDS)
STATED = {
    "recency": pd.Series(expit(logit(TRUE) + RNG.normal(0, 2, 800)), IDS),
    "hybrid": TRUE,
    "shifted": pd.Series(expit(logit(TRUE) + 1), IDS),
}


@pytest.fixture(scope="module")
def trial() -> ChurnTrial:
    return judge_churn(STATED, CHURNED, draws=200)


def test_rankings_are_judged_as_scikit_learn_judges_them(trial: ChurnTrial) -> None:
    value = trial.scores["value"]
    for name, stated in STATED.items():
        assert value["roc_auc", name] == pytest.approx(roc_auc_score(CHURNED, stated))
        assert value["pr_auc", name] == pytest.approx(average_precision_score(CHURNED, stated))


def test_the_better_probabilities_are_clearly_ahead(trial: ChurnTrial) -> None:
    verdict = trial.verdict()
    assert (verdict.winner, verdict.runner_up, verdict.clear) == ("hybrid", "recency", True)
    assert "by area under the ROC curve hybrid is ahead of recency" in verdict.details


def test_a_shift_spoils_the_probabilities_and_not_the_ranking(trial: ChurnTrial) -> None:
    clear = trial.differences["clear"]
    assert clear["log_loss", "shifted", "hybrid"]
    assert clear["bias", "shifted", "hybrid"]
    assert not clear["roc_auc", "shifted", "hybrid"]


def test_the_base_rate_is_the_share_who_churned(trial: ChurnTrial) -> None:
    assert trial.base_rate == CHURNED.mean()


def test_the_order_of_the_customers_does_not_matter(trial: ChurnTrial) -> None:
    turned = {name: stated.iloc[::-1] for name, stated in STATED.items()}
    again = judge_churn(turned, CHURNED, draws=200)
    pd.testing.assert_frame_equal(again.scores, trial.scores)


def test_calibration_is_told_for_every_model(trial: ChurnTrial) -> None:
    for name, stated in STATED.items():
        rows = trial.calibration[trial.calibration["competitor"] == name]
        expected = calibration_table(np.asarray(stated), CHURNED.to_numpy())
        assert rows["observed"].tolist() == expected["observed"].tolist()
        assert rows["group"].tolist() == list(range(1, 11))


def test_a_model_that_scores_other_customers_is_named() -> None:
    with pytest.raises(InputError, match="E_INDEX: hybrid scores 799 customers"):
        judge_churn(STATED | {"hybrid": TRUE.iloc[1:]}, CHURNED)


@pytest.mark.parametrize("value", [-0.1, 1.1, np.nan])
def test_a_value_that_is_no_probability_is_refused(value: float) -> None:
    wrong = TRUE.copy()
    wrong.iloc[3] = value
    with pytest.raises(InputError, match="E_PROBABILITY: hybrid gives 1 customers"):
        judge_churn({"hybrid": wrong}, CHURNED)


def test_an_outcome_without_variety_cannot_judge() -> None:
    with pytest.raises(InputError, match="E_ONE_CLASS"):
        judge_churn(STATED, pd.Series(True, IDS))
