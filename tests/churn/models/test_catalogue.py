import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from clv.churn import (
    CHURN_MODELS,
    SurvivalChurn,
    churn_lessons,
    churn_model,
    days_to_purchase,
    fit_churn_models,
)
from clv.errors import InputError
from clv.transactions import Transactions
from tests.churn.lessons import lesson

X, Y, WAITS = lesson(0, 400)


@pytest.mark.parametrize("name", CHURN_MODELS)
def test_every_model_can_be_made_and_copied_by_name(name: str) -> None:
    model = churn_model(name)
    assert clone(model).get_params() == model.get_params()
    assert model.classes_.tolist() == [False, True]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"E_MODEL.*hybrid_boosting"):
        churn_model("oracle")


def test_waits_reach_the_model_that_asks_for_them() -> None:
    fitted = fit_churn_models(X, Y, WAITS)
    assert list(fitted) == list(CHURN_MODELS)
    assert isinstance(fitted["survival"], SurvivalChurn)
    assert fitted["survival"].step_days_ < X.attrs["horizon_days"]
    assert fit_churn_models(X, Y, names=["survival"])["survival"].step_days_ == 56


def test_all_models_learn_from_several_cuts(cdnow_sample_log: Transactions) -> None:
    cuts = ["1997-05-18", "1997-07-25"]
    stacked, churned = churn_lessons(cdnow_sample_log, cuts, 68, 30, until="1997-10-01")
    waits = pd.concat(
        [
            days_to_purchase(cdnow_sample_log, cut, end)
            for cut, end in zip(cuts, ["1997-07-25", "1997-10-01"], strict=True)
        ]
    )
    fitted = fit_churn_models(stacked, churned, waits)
    for name, model in fitted.items():
        chance = model.predict_proba(stacked)[:, 1]
        assert chance.mean() == pytest.approx(churned.mean(), abs=0.06), name


@pytest.mark.parametrize("name", CHURN_MODELS)
def test_every_model_stands_at_the_end_of_a_pipeline(name: str) -> None:
    chain = make_pipeline(FunctionTransformer(), churn_model(name)).fit(X, Y)
    alone = churn_model(name).fit(X, Y)
    np.testing.assert_array_equal(chain.predict_proba(X), alone.predict_proba(X))
    assert alone.predict_proba(X[:0]).shape == (0, 2)


@pytest.mark.parametrize("name", CHURN_MODELS)
def test_a_table_without_names_is_refused(name: str) -> None:
    fitted = churn_model(name).fit(X, Y)
    with pytest.raises(InputError, match="E_COLUMNS: the table is of type ndarray"):
        fitted.predict_proba(X.to_numpy())


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("recency", {"penalty": -1.0}),
        ("hybrid", {"penalty": np.inf}),
        ("hybrid", {"level": 1.5}),
        ("hybrid_boosting", {"level": np.nan}),
        ("survival", {"penalty": np.nan}),
        ("survival", {"period_days": 0.0}),
    ],
)
def test_a_setting_outside_its_range_is_refused(name: str, setting: dict[str, float]) -> None:
    with pytest.raises(InputError, match=f"E_PARAMETER: {next(iter(setting))} is not a finite"):
        churn_model(name, **setting).fit(X, Y)
