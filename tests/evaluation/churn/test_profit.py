from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation import ProfitCurve, profit_curve

RNG = np.random.default_rng(0)
IDS = pd.Index([f"{i:04d}" for i in range(600)])
RISK = pd.Series(RNG.uniform(0.02, 0.98, 600), IDS)
CHURNED = pd.Series(RNG.uniform(size=600) < RISK, IDS)
WORTH = pd.Series(RNG.lognormal(3, 1, 600), IDS)
ASSUMED: dict[str, Any] = {"contact_cost": 1.0, "offer_cost": 4.0, "success": 0.3}


@pytest.fixture(scope="module")
def found() -> ProfitCurve:
    return profit_curve(RISK, CHURNED, WORTH, **ASSUMED, draws=200)


def gains(churn: pd.Series) -> pd.Series:
    return churn * 0.3 * (WORTH - 4) - (1 - churn) * 4 - 1


def test_the_plan_contacts_whoever_promises_a_gain_and_no_one_else(found: ProfitCurve) -> None:
    chosen = gains(RISK) > 0
    row = found.strategies.loc["expected gain"]
    assert row["contacts"] == chosen.sum()
    assert row["expected"] == pytest.approx(gains(RISK)[chosen].sum())
    assert row["profit"] == pytest.approx(gains(CHURNED.astype(float))[chosen].sum())


def test_everybody_nobody_and_lot_are_set_beside_it(found: ProfitCurve) -> None:
    profit = found.strategies["profit"]
    everybody = gains(CHURNED.astype(float)).sum()
    assert profit["nobody"] == 0
    assert profit["everybody"] == pytest.approx(everybody)
    share = found.strategies["share"]["expected gain"]
    assert profit["random"] == pytest.approx(share * everybody)


def test_curves_start_at_nothing_and_end_with_everybody(found: ProfitCurve) -> None:
    for _, rows in found.curve.groupby("ranking"):
        ends = rows.set_index("share").loc[[0.0, 1.0], "profit"].tolist()
        assert ends == pytest.approx([0, found.strategies.loc["everybody", "profit"]])


def test_hindsight_is_never_below_the_plan(found: ProfitCurve) -> None:
    for name in ("expected gain", "risk"):
        best = found.strategies.loc[f"hindsight: {name}"]
        assert best["profit"] >= found.strategies["profit"][name] - 1e-9
        assert np.isnan(best["expected"])
        curve = found.curve.loc[found.curve["ranking"] == name, "profit"]
        assert best["profit"] >= curve.max() - 1e-9


def test_whom_value_tells_apart_risk_does_not(found: ProfitCurve) -> None:
    lead = found.differences.loc["expected gain"].loc["risk"]
    assert lead["value"] > 0
    assert lead["clear"]
    both = found.strategies["profit"]
    assert lead["value"] == pytest.approx(both["expected gain"] - both["risk"])


def test_the_unit_of_money_only_scales() -> None:
    for unit in (1e-6, 1e9):
        costs: dict[str, Any] = {"contact_cost": unit, "offer_cost": 4 * unit, "success": 0.3}
        scaled = profit_curve(RISK, CHURNED, WORTH * unit, **costs, draws=30)
        plain = profit_curve(RISK, CHURNED, WORTH, **ASSUMED, draws=30)
        money = ["expected", "profit", "lower", "upper"]
        np.testing.assert_allclose(
            scaled.strategies[money] / unit, plain.strategies[money], rtol=1e-9, atol=1e-9
        )


def test_the_order_of_rows_does_not_matter(found: ProfitCurve) -> None:
    turned = profit_curve(RISK[::-1], CHURNED[::-1], WORTH.sample(frac=1, random_state=1),
                          **ASSUMED, draws=200)  # fmt: skip
    pd.testing.assert_frame_equal(turned.strategies, found.strategies)
    pd.testing.assert_frame_equal(turned.curve, found.curve)


def test_several_models_are_ranked_by_the_gain_that_each_expects() -> None:
    blind = pd.Series(CHURNED.mean(), IDS)
    found = profit_curve({"good": RISK, "blind": blind}, CHURNED, WORTH, **ASSUMED, draws=200)
    assert list(found.strategies.index[3:5]) == ["good", "blind"]
    assert found.differences["clear"]["good", "blind"]


def test_where_nothing_pays_nobody_is_contacted() -> None:
    found = profit_curve(RISK, CHURNED, WORTH * 0, **ASSUMED, draws=20)
    names = ["random", "expected gain", "risk", "hindsight: risk"]
    assert (found.strategies.loc[names, ["contacts", "profit"]] == 0).all(axis=None)
    assert "Contacting 0 customers (0%) by expected gain brings 0 (0 to 0)" in found.sentence


def test_the_sentence_reads_the_numbers(found: ProfitCurve) -> None:
    row = found.strategies.loc["expected gain"]
    assert f"Contacting {row['contacts']:.0f} customers" in found.sentence
    assert "clearly more than contacting nobody (0)" in found.sentence


def test_a_plan_does_not_know_the_outcome(found: ProfitCurve) -> None:
    other = profit_curve(RISK, ~CHURNED, WORTH, **ASSUMED, draws=20)
    plans = ["random", "expected gain", "risk"]
    made = ["contacts", "expected"]
    pd.testing.assert_frame_equal(
        other.strategies.loc[plans, made], found.strategies.loc[plans, made]
    )


def test_a_model_may_not_be_called_as_a_strategy_is() -> None:
    with pytest.raises(InputError, match="E_COMPETITORS: a model is named as a strategy"):
        profit_curve({"random": RISK, "a": RISK}, CHURNED, WORTH, **ASSUMED)


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_outside_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        profit_curve(RISK, CHURNED, WORTH, **ASSUMED, shares=[share])


def test_two_values_of_one_customer_are_refused() -> None:
    twice = pd.concat([WORTH, WORTH[:2]])
    with pytest.raises(InputError, match="E_VALUE: 2 of 602 values repeat a customer"):
        profit_curve(RISK, CHURNED, twice, **ASSUMED)


@pytest.mark.parametrize("fault", [np.nan, np.inf])
def test_a_customer_without_a_value_is_refused(fault: float) -> None:
    worth = WORTH.copy()
    worth.iloc[5] = fault
    with pytest.raises(InputError, match="E_VALUE: 1 of 600 customers"):
        profit_curve(RISK, CHURNED, worth, **ASSUMED)
    with pytest.raises(InputError, match="E_VALUE: 1 of 600 customers"):
        profit_curve(RISK, CHURNED, WORTH.iloc[1:], **ASSUMED)
