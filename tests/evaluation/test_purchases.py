"""Purchase models judged by later purchases: by line or by customer, the scores are the same."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from clv.customers import outcomes
from clv.errors import InputError
from clv.evaluation import PURCHASE_METRICS, compare_purchase_models, score_purchase_models
from clv.evaluation.metrics import METRICS
from clv.models import BGNBD, NBD, PurchaseModel
from clv.transactions import Transactions

HORIZON = 39.0


@pytest.fixture(scope="module")
def actual(cdnow_sample_log: Transactions) -> "pd.Series[int]":
    return outcomes(cdnow_sample_log, "1997-10-01", "1998-07-01")["purchases_holdout"]


@pytest.fixture(scope="module")
def models(cdnow_sample_customers: pd.DataFrame) -> dict[str, PurchaseModel]:
    return {
        "BG": BGNBD().fit(cdnow_sample_customers),
        "NBD": NBD().fit(cdnow_sample_customers),
    }


@pytest.fixture(scope="module")
def scores(
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    actual: "pd.Series[int]",
) -> pd.DataFrame:
    return score_purchase_models(models, cdnow_sample_customers, actual, HORIZON, draws=200)


def test_scores_are_those_of_the_customers_one_by_one(
    scores: pd.DataFrame,
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    actual: "pd.Series[int]",
) -> None:
    for name, model in models.items():
        mean = model.predict(cdnow_sample_customers, HORIZON)
        chances = model.pmf(cdnow_sample_customers, HORIZON, int(actual.max())).to_numpy()
        given = chances[np.arange(len(actual)), actual]
        value = scores["value"].xs(name, level="competitor")
        assert value["bias"] == pytest.approx((mean - actual).mean())
        assert value["mae"] == pytest.approx((mean - actual).abs().mean())
        assert value["rmse"] == pytest.approx(((mean - actual) ** 2).mean() ** 0.5)
        assert value["spearman"] == pytest.approx(spearmanr(mean, actual).statistic)
        assert value["count_log_loss"] == pytest.approx(-np.log(given).mean())
        gini = float(METRICS["normalised_gini"](actual, mean))
        assert value["normalised_gini"] == pytest.approx(gini)


def test_differences_are_from_the_first_model_and_of_pairs(scores: pd.DataFrame) -> None:
    table = scores.loc["count_log_loss"]
    assert np.isnan(table["difference"]["BG"])
    gap = table["value"]["NBD"] - table["value"]["BG"]
    assert table["difference"]["NBD"] == pytest.approx(gap)
    assert table["difference_lower"]["NBD"] > 0
    assert table["clear"].to_dict() == {"BG": False, "NBD": True}
    alone = table["upper"]["NBD"] - table["lower"]["NBD"]
    assert table["difference_upper"]["NBD"] - table["difference_lower"]["NBD"] < alone


def test_a_model_without_dropout_forecasts_too_much(scores: pd.DataFrame) -> None:
    assert scores["lower"]["bias", "NBD"] > 0.3
    assert set(scores.index.get_level_values("metric")) == set(PURCHASE_METRICS)


def test_the_order_of_the_outcome_does_not_matter(
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    actual: "pd.Series[int]",
) -> None:
    one = {"BG": models["BG"]}
    first, other = (
        score_purchase_models(one, cdnow_sample_customers, given, HORIZON, draws=20)
        for given in (actual, actual[::-1])
    )
    pd.testing.assert_frame_equal(first, other)
    assert first["difference"].isna().all()


def test_customers_of_equal_history_and_outcome_are_one_line(
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    actual: "pd.Series[int]",
) -> None:
    twice = pd.concat([cdnow_sample_customers] * 2, ignore_index=True)
    twice.attrs = cdnow_sample_customers.attrs
    later = pd.concat([actual] * 2, ignore_index=True)
    once, double = (
        compare_purchase_models(models, table, given, HORIZON, draws=200).scores_on("rmse")
        for table, given in ((cdnow_sample_customers, actual), (twice, later))
    )
    assert double["value"].tolist() == pytest.approx(once["value"].tolist())
    width = [(table["upper"] - table["lower"])["BG"] for table in (once, double)]
    assert width[1] == pytest.approx(width[0] / 2**0.5, rel=0.2)


def test_other_customers_and_no_model_are_refused(
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    actual: "pd.Series[int]",
) -> None:
    with pytest.raises(InputError, match="2,?357 customers") as raised:
        compare_purchase_models(models, cdnow_sample_customers, actual.iloc[1:], HORIZON)
    assert raised.value.code == "E_INDEX"
    with pytest.raises(InputError) as raised:
        compare_purchase_models({}, cdnow_sample_customers, actual, HORIZON)
    assert raised.value.code == "E_COMPETITORS"
